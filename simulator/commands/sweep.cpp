// SPDX-License-Identifier: Apache-2.0
#include "simulator/commands/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "analysis/studies/findings.h"
#include "analysis/studies/slurm.h"
#include "analysis/studies/study_folder.h"
#include "analysis/studies/study_table.h"
#include "analysis/studies/sweep.h"
#include "simulator/commands/commands.h"
#include "simulator/commands/output_file.h"
#include "simulator/commands/study_input.h"

namespace icekeel::commands {
namespace {

namespace fs = std::filesystem;
using studies::StudyFolder;

int refuse(const std::string& text, int code) {
  std::cerr << "icekeel: error: " << text << "\n";
  return code;
}

/// A process among equals, as mpirun starts them.
struct Rank {
  std::size_t rank = 0, size = 1;
};

// What launchers of MPI tell their processes; no library is needed to know it.
Rank rank_of_process() {
  constexpr std::array<std::array<const char*, 2>, 2> launchers{
      {{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"}, {"PMI_RANK", "PMI_SIZE"}}};
  for (const auto& [rank, size] : launchers) {
    const char* own = std::getenv(rank);
    const char* all = std::getenv(size);
    if (own && all && std::atoi(all) > 0 && std::atoi(own) >= 0)
      return {static_cast<std::size_t>(std::atoi(own)), static_cast<std::size_t>(std::atoi(all))};
  }
  return {};
}

bool read_share(const std::string& text, studies::SweepSettings& settings) {
  char end = '\0';
  if (std::sscanf(text.c_str(), "%zu/%zu%c", &settings.share, &settings.shares, &end) == 2 &&
      settings.share < settings.shares)
    return true;
  refuse(fmt::format("'{}' is no share\n      = write 0/4 to 3/4 for a fourth of the points", text),
         bad_input);
  return false;
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

// Failed points by what they said, at most a few of each.
void list_failures(const OpenStudy& open, const std::vector<studies::FailedPoint>& failed) {
  constexpr std::size_t most = 10;
  for (std::size_t i = 0; i < std::min(failed.size(), most); ++i) {
    const auto& point = open.points[failed[i].index];
    std::string values;
    for (std::size_t p = 0; p < point.values.size(); ++p)
      values += fmt::format(" {}={}", open.study.parameters[p].name, point.values[p].text);
    std::cerr << fmt::format("point {} failed ({}, replicate {}): {}\n", point.id, values.substr(1),
                             point.replicate, failed[i].error);
  }
  if (failed.size() > most)
    std::cerr << fmt::format("{} more failed: 'icekeel sweep status --format json' lists all\n",
                             failed.size() - most);
}

std::string plan_csv(const OpenStudy& open) {
  std::string text = "id,sample,replicate,seed";
  for (const auto& parameter : open.study.parameters) text += "," + parameter.name;
  text += "\n";
  const auto cell = [](const std::string& value) {
    if (value.find_first_of(",\"\n") == std::string::npos) return value;
    std::string escaped = "\"";
    for (const char c : value) escaped += c == '"' ? std::string("\"\"") : std::string(1, c);
    return escaped + "\"";
  };
  for (const auto& point : open.points) {
    text += fmt::format("{},{},{},{}", point.id, point.sample, point.replicate, point.seed);
    for (const auto& value : point.values) text += "," + cell(value.text);
    text += "\n";
  }
  return text;
}

std::string counts_text(const std::map<std::string, std::size_t>& states) {
  if (states.empty()) return "no longer in the queue";
  std::string text;
  for (const auto& [state, count] : states)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, state);
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

void print_json(const OpenStudy& open, const studies::SweepState& state,
                const std::optional<studies::SlurmNumbers>& slurm) {
  nlohmann::ordered_json json{{"study", open.study.spec.name}, {"points", state.points},
                              {"complete", state.complete},    {"running", state.running},
                              {"waiting", state.waiting()},    {"failed", state.failed.size()}};
  json["failures"] = nlohmann::ordered_json::array();
  for (const auto& failed : state.failed)
    json["failures"].push_back({{"id", open.points[failed.index].id}, {"error", failed.error}});
  if (slurm)
    json["slurm"] = {
        {"array", {{"job", slurm->array}, {"states", studies::states_of(slurm->array)}}},
        {"collect", {{"job", slurm->collect}, {"states", studies::states_of(slurm->collect)}}}};
  std::cout << json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << "\n";
}

}  // namespace

int sweep_plan(const SweepCommand& command) {
  const auto open = open_points(command.study, command.yes);
  if (!open) return bad_input;
  if (command.format == "csv") {
    std::cout << plan_csv(*open);
    return done;
  }
  const auto folder = StudyFolder::made(named_after(command.study, command.folder, ".points"));
  write_output((folder.path() / "points.csv").string(), plan_csv(*open));
  const auto state = studies::state_of(open->points, folder);
  const auto replicates = open->study.spec.replicates;
  std::cout << fmt::format("{}: {} samples, {} replicate{}, {} points ({} different)\n",
                           open->study.spec.name, studies::number_of_samples(open->study),
                           replicates, replicates == 1 ? "" : "s", open->points.size(),
                           state.points);
  for (const auto& parameter : open->study.parameters)
    std::cout << (parameter.levels.empty()
                      ? fmt::format("  {}: {} to {}\n", parameter.name, parameter.at(0.0).text,
                                    parameter.at(1.0).text)
                      : fmt::format("  {}: {} values, {} to {}\n", parameter.name,
                                    parameter.levels.size(), parameter.levels.front().text,
                                    parameter.levels.back().text));
  std::cout << fmt::format("{} written; {} points have ended\n",
                           (folder.path() / "points.csv").string(),
                           state.complete + state.failed.size());
  return done;
}

int sweep_run(const SweepCommand& command) {
  const auto rank = rank_of_process();
  studies::SweepSettings settings{.program = this_program()};
  if (!read_share(command.share, settings)) return bad_input;
  const auto open = open_points(command.study, command.yes);
  if (!open) return bad_input;
  const auto folder = StudyFolder::made(named_after(command.study, command.folder, ".points"));
  SweepLine line(rank.rank == 0 ? command.progress : "none");
  settings.at_once = command.at_once > 0 ? command.at_once
                     : rank.size > 1     ? 1
                                         : std::max(1U, std::thread::hardware_concurrency());
  settings.first = rank.rank * open->points.size() / rank.size;
  settings.retry = command.retry;
  settings.progress = [&](const studies::SweepProgress& progress) { line.show(progress); };
  const auto report = studies::run_sweep(open->study, open->points, folder, settings);
  line.end();
  list_failures(*open, report.failed);
  const auto& last = report.last;
  if (report.interrupted) {
    std::cerr << fmt::format(
        "icekeel: interrupted; {} of {} points are done, the same command "
        "goes on\n",
        last.done, last.points);
    return interrupted;
  }
  std::cout << fmt::format(
      "{} of {} points are done ({} failed), {} of them in this run of {:.1f} s; 'icekeel sweep "
      "collect {}' makes the table\n",
      last.done, last.points, last.failed, last.ran, last.wall_s, command.study);
  return last.failed > 0 || last.done < last.points ? run_failed : done;
}

int sweep_status(const SweepCommand& command) {
  const auto open = open_points(command.study, true);
  if (!open) return bad_input;
  const StudyFolder folder(named_after(command.study, command.folder, ".points"));
  const auto state = studies::state_of(open->points, folder);
  const auto slurm = studies::submitted(folder.path());
  if (command.format == "json") {
    print_json(*open, state, slurm);
    return done;
  }
  std::cout << fmt::format("{}: {} points, {} complete, {} failed, {} running, {} waiting\n",
                           open->study.spec.name, state.points, state.complete, state.failed.size(),
                           state.running, state.waiting());
  for (const auto& failed : state.failed)
    std::cout << fmt::format("  {} failed: {}\n", open->points[failed.index].id,
                             first_line(failed.error));
  if (slurm)
    std::cout << fmt::format("Slurm job array {}: {}\nSlurm job {} that collects: {}\n",
                             slurm->array, counts_text(studies::states_of(slurm->array)),
                             slurm->collect, counts_text(studies::states_of(slurm->collect)));
  return done;
}

int sweep_collect(const SweepCommand& command) {
  const auto open = open_points(command.study, true);
  if (!open) return bad_input;
  const auto output = named_after(command.study, command.output, ".h5");
  if (const auto problem =
          output_problem(output, {command.study, open->study.scenario()}, "the study");
      !problem.empty())
    return refuse_output(output.string(), problem, "study.h5");
  const StudyFolder folder(named_after(command.study, command.folder, ".points"));
  const auto table = studies::table_of(open->study, open->points, folder);
  for (const auto& problem : studies::unknown_outputs(open->study, table))
    std::cerr << "icekeel: warning: " << problem << "\n";
  result::write_array_file(
      output, studies::array_file_of(open->study, open->points, table, "icekeel " + version()));
  const auto findings = studies::findings_of(open->study, open->points, table);
  if (command.format == "json") {
    std::cout << studies::to_json(findings).dump(2) << "\n";
  } else {
    std::cout << studies::to_text(findings);
    std::cout << fmt::format("\n{} written\n", output.string());
  }
  if (findings.missing > 0)
    std::cerr << fmt::format(
        "icekeel: warning: {} points have not ended\n      = 'icekeel sweep "
        "run {}' runs them\n",
        findings.missing, command.study);
  return done;
}

int sweep_submit(const SweepCommand& command) {
  if (!command.slurm)
    return refuse("it is not said where to submit to\n      = add --slurm", bad_input);
  const auto open = open_points(command.study, command.yes);
  if (!open) return bad_input;
  const auto folder =
      StudyFolder::made(fs::absolute(named_after(command.study, command.folder, ".points")));
  const auto state = studies::state_of(open->points, folder);
  const auto scripts = studies::slurm_scripts(
      open->study, {this_program(), fs::absolute(command.study), folder.path(),
                    fs::absolute(named_after(command.study, command.output, ".h5")), state.points});
  std::cout << scripts.array << "\n" << scripts.collect << std::flush;
  if (command.show_only) return done;
  try {
    const auto numbers = studies::submit(scripts, folder.path());
    std::cout << fmt::format(
        "\njob array {} submitted, job {} collects when it has ended; "
        "'icekeel sweep status {}' shows how far they are\n",
        numbers.array, numbers.collect, command.study);
  } catch (const studies::SlurmProblem& problem) {
    return refuse(problem.what(), run_failed);
  }
  return done;
}

}  // namespace icekeel::commands
