// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate_telemetry.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "simulator/commands/child_runs.h"
#include "simulator/commands/commands.h"
#include "simulator/commands/file_text.h"
#include "simulator/scenario/scenario.h"

namespace icekeel::commands {
namespace {

using analysis::FreeSetting;
using analysis::Telemetry;

struct StoppedByUser {};

bool refuse(const std::string& problem, const std::string& remedy) {
  std::cerr << fmt::format("icekeel: error: {}\n      = {}\n", problem, remedy);
  return false;
}

// "path=3:8 K" or "path=3:5:8 K": from where to where, and where to begin.
bool read_free(const std::string& text, std::vector<FreeSetting>& all) {
  const auto equals = text.rfind('=');
  FreeSetting free{.path = text.substr(0, std::min(equals, text.size()))};
  std::vector<double> numbers;
  const char* at = text.data() + (equals == std::string::npos ? text.size() : equals + 1);
  const char* end = text.data() + text.size();
  while (at < end) {
    double number = 0;
    const auto [after, error] = std::from_chars(at, end, number);
    if (error != std::errc{} || !std::isfinite(number)) break;
    numbers.push_back(number);
    at = after;
    if (at == end || *at != ':') break;
    ++at;
  }
  while (at < end && *at == ' ') ++at;
  free.unit.assign(at, end);
  if (free.path.empty() || numbers.size() < 2 || numbers.size() > 3)
    return refuse(fmt::format("'{}' is no setting with a range", text),
                  "write path=least:most unit or path=least:start:most unit, as "
                  "'sites[0].cooling.tower.design_approach=3:8 K'");
  free.least = numbers.front();
  free.most = numbers.back();
  free.start = numbers.size() == 3 ? numbers[1] : 0.5 * (free.least + free.most);
  if (!(free.least < free.start && free.start < free.most))
    return refuse(
        fmt::format("the range of '{}' does not rise: {} to {}", free.path, free.least, free.most),
        "give the lower end first, and a start between the ends");
  all.push_back(std::move(free));
  return true;
}

std::string setting_text(const FreeSetting& free, double value) {
  return fmt::format("{}={}{}{}", free.path, value, free.unit.empty() ? "" : " ", free.unit);
}

bool read_data(const TelemetryCommand& command, Telemetry& telemetry) {
  if (command.data.ends_with(".h5")) {
    telemetry = analysis::telemetry_of(result::ResultFile::open(command.data), command.series);
    return !command.series.empty() ||
           refuse("a result has many series", "name those that were measured with --series");
  }
  std::ifstream stream(command.data);
  if (!stream) return refuse(fmt::format("'{}' cannot be read", command.data), "check the path");
  auto [read, problems] = analysis::read_telemetry(stream);
  for (const auto& problem : problems)
    refuse(fmt::format("{}{}: {}", command.data,
                       problem.line ? fmt::format(":{}", problem.line) : "", problem.message),
           problem.remedy);
  telemetry = std::move(read);
  if (!problems.empty() || command.series.empty()) return problems.empty();
  const auto missing = analysis::keep_series(telemetry, command.series);
  for (const auto& name : missing)
    refuse(fmt::format("'{}' has no column '{}'", command.data, name), "check --series");
  return missing.empty();
}

// The scenario at the start, so that mistakes in paths are said before anything runs.
bool scenario_is_good(const TelemetryCommand& command, const std::vector<FreeSetting>& free) {
  auto settings = command.settings;
  for (const auto& one : free) settings.push_back(setting_text(one, one.start));
  config::Diagnostics diagnostics;
  scenario::load(command.scenario, {settings, {}}, config::Catalogue::installed(), diagnostics);
  std::cerr << diagnostics.text("nothing was fitted");
  return !diagnostics.failed();
}

/// Simulates points, as many at a time as there are cores.
class Simulator {
 public:
  Simulator(const TelemetryCommand& command, const std::vector<FreeSetting>& free,
            const Telemetry& telemetry)
      : command_(command), free_(free), telemetry_(telemetry) {}

  std::vector<std::optional<std::vector<std::vector<double>>>> operator()(
      const std::vector<std::vector<double>>& points) {
    std::vector<ChildRun> runs;
    for (std::size_t i = 0; i < points.size(); ++i) runs.push_back(run_of(points[i], i));
    std::vector<std::optional<std::vector<std::vector<double>>>> means(points.size());
    const bool all = run_children(runs, [&](std::size_t i, int exit_code) {
      if (exit_code == done) {
        means[i] = analysis::simulated_means(result::ResultFile::open(file_of(i)), telemetry_);
        std::filesystem::remove(file_of(i));
      } else {
        std::cerr << text_of(runs[i].errors);
      }
      return true;
    });
    if (!all) throw StoppedByUser{};
    return means;
  }

 private:
  std::filesystem::path file_of(std::size_t i) const {
    return scratch_.path() / fmt::format("{}.h5", i);
  }
  ChildRun run_of(const std::vector<double>& values, std::size_t i) const {
    ChildRun run{{"run", command_.scenario, "--progress", "none", "-o", file_of(i).string()},
                 scratch_.path() / fmt::format("{}.txt", i)};
    auto settings = command_.settings;
    for (std::size_t k = 0; k < free_.size(); ++k)
      settings.push_back(setting_text(free_[k], values[k]));
    for (const auto& setting : settings) {
      run.arguments.emplace_back("--set");
      run.arguments.push_back(setting);
    }
    return run;
  }

  const TelemetryCommand& command_;
  const std::vector<FreeSetting>& free_;
  const Telemetry& telemetry_;
  ScratchFolder scratch_;
};

}  // namespace

int calibrate_telemetry(const TelemetryCommand& command) {
  std::vector<FreeSetting> free;
  bool good = true;
  for (const auto& text : command.free) good &= read_free(text, free);
  Telemetry telemetry;
  try {
    good &= read_data(command, telemetry);
    if (!good || !scenario_is_good(command, free)) return bad_input;
    Simulator simulator(command, free, telemetry);
    const auto fit = analysis::fit_telemetry(telemetry, free, std::ref(simulator));
    std::cout << (command.format == "json" ? analysis::to_json(fit).dump(2) + "\n"
                                           : analysis::to_text(fit));
    return fit.converged ? done : run_failed;
  } catch (const StoppedByUser&) {
    std::cerr << "icekeel: interrupted; nothing was fitted\n";
    return interrupted;
  } catch (const std::invalid_argument& problem) {
    std::cerr << fmt::format("icekeel: error: {}\n", problem.what());
    return bad_input;
  } catch (const std::runtime_error& problem) {
    std::cerr << fmt::format("icekeel: error: {}\n", problem.what());
    return bad_input;
  }
}

}  // namespace icekeel::commands
