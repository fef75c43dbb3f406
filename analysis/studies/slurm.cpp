// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/slurm.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace icekeel::studies {
namespace {

namespace fs = std::filesystem;

// As one word of a shell.
std::string quoted(const std::string& text) {
  std::string all = "'";
  for (const char c : text) all += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return all + "'";
}

struct Answer {
  int exit_code = 0;
  std::string text;
};

Answer answer_of(const std::vector<std::string>& words) {
  std::string line;
  for (const auto& word : words) line += quoted(word) + " ";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen((line + "2>&1").c_str(), "r"),
                                                   [](FILE*) { return 0; });
  if (!pipe) throw SlurmProblem("no process can be started to ask Slurm");
  Answer answer;
  std::array<char, 4096> part{};
  while (const auto size = std::fread(part.data(), 1, part.size(), pipe.get()))
    answer.text.append(part.data(), size);
  const int status = ::pclose(pipe.get());
  answer.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  while (answer.text.ends_with('\n')) answer.text.pop_back();
  return answer;
}

// A text on one line of a script.
std::string one_line(std::string text) {
  std::ranges::replace_if(text, [](unsigned char c) { return c < ' ' || c == '"'; }, ' ');
  return text;
}

std::string head(const Study& study, const SlurmJob& job, const std::string& what) {
  const auto minutes = static_cast<std::int64_t>(std::ceil(study.spec.slurm.time.si() / 60.0));
  std::string text = "#!/bin/sh\n";
  const auto option = [&](const std::string& line) { text += "#SBATCH " + line + "\n"; };
  option(fmt::format("--job-name=\"{} {}\"", what, one_line(study.spec.name)));
  option("--ntasks=1");
  option("--cpus-per-task=1");
  option(fmt::format("--mem={}M", static_cast<std::int64_t>(
                                      std::ceil(study.spec.limits.memory.si() / 8388608.0))));
  option(fmt::format("--time={}", minutes));
  option(fmt::format("--chdir=\"{}\"", fs::current_path().string()));
  option(fmt::format("--output=\"{}/slurm-{}-%j.txt\"", job.folder.string(), what));
  for (const auto& further : study.spec.slurm.options) option(one_line(further));
  return text;
}

void write(const fs::path& file, const std::string& text) {
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream) throw std::runtime_error(fmt::format("'{}' cannot be written", file.string()));
}

// Gives a script to sbatch.
// \return the number of the job
std::string give(const fs::path& script, const std::vector<std::string>& options) {
  std::vector<std::string> words{"sbatch", "--parsable"};
  words.insert(words.end(), options.begin(), options.end());
  words.push_back(script.string());
  const auto answer = answer_of(words);
  constexpr int no_such_command = 127;
  if (answer.exit_code == no_such_command)
    throw SlurmProblem(
        "there is no Slurm here: 'sbatch' is not found\n      = submit from a node of the cluster, "
        "or use 'icekeel sweep run', also under mpirun");
  if (answer.exit_code != 0)
    throw SlurmProblem(fmt::format(
        "Slurm refuses '{}': {}\n      = change 'slurm' of the study, or the script, and submit "
        "again",
        script.string(), answer.text));
  const auto line = answer.text.substr(answer.text.rfind('\n') + 1);
  return line.substr(0, line.find(';'));
}

}  // namespace

SlurmScripts slurm_scripts(const Study& study, const SlurmJob& job) {
  const auto tasks = std::min(static_cast<std::size_t>(study.spec.slurm.tasks), job.points);
  const auto sweep = [&](const char* what) {
    return fmt::format("\nexec {} sweep {} {} --folder {}", quoted(job.program.string()), what,
                       quoted(job.study.string()), quoted(job.folder.string()));
  };
  SlurmScripts scripts;
  scripts.array = head(study, job, "points") + fmt::format("#SBATCH --array=0-{}\n", tasks - 1) +
                  sweep("run") +
                  " --yes --jobs 1 --progress none \\\n"
                  "  --share \"$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT\"\n";
  scripts.collect = head(study, job, "collect") + sweep("collect") +
                    fmt::format(" --output {}\n", quoted(job.table.string()));
  return scripts;
}

SlurmNumbers submit(const SlurmScripts& scripts, const fs::path& folder) {
  const auto array = folder / "array.sbatch", collect = folder / "collect.sbatch";
  write(array, scripts.array);
  write(collect, scripts.collect);
  SlurmNumbers numbers;
  numbers.array = give(array, {});
  numbers.collect = give(collect, {"--dependency=afterany:" + numbers.array});
  const nlohmann::ordered_json note{{"array", numbers.array}, {"collect", numbers.collect}};
  write(folder / "slurm.json", note.dump(1) + "\n");
  return numbers;
}

std::optional<SlurmNumbers> submitted(const fs::path& folder) {
  std::ifstream stream(folder / "slurm.json");
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const auto note = nlohmann::json::parse(text, nullptr, false);
  if (!note.is_object()) return std::nullopt;
  return SlurmNumbers{note.value("array", ""), note.value("collect", "")};
}

std::map<std::string, std::size_t> states_of(const std::string& number) {
  auto answer = answer_of({"squeue", "--noheader", "--array", "--jobs", number, "--format", "%T"});
  if (answer.exit_code != 0 || answer.text.empty())
    answer = answer_of({"sacct", "--noheader", "--allocations", "--jobs", number, "--format",
                        "State%20", "--array"});
  std::map<std::string, std::size_t> states;
  if (answer.exit_code != 0) return states;
  std::istringstream words(answer.text);
  for (std::string line; std::getline(words, line);) {
    std::istringstream first(line);
    std::string state;
    if (first >> state && std::ranges::all_of(state, [](unsigned char c) {
          return std::isupper(c) || c == '_' || c == '+';
        }))
      ++states[state];
  }
  return states;
}

}  // namespace icekeel::studies
