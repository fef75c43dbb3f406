// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

#include "analysis/cooling_comparison.h"
#include "analysis/cooling_strategies.h"
#include "simulator/base/text.h"
#include "simulator/commands/child_runs.h"
#include "simulator/commands/commands.h"
#include "simulator/commands/file_text.h"
#include "simulator/config/document.h"
#include "simulator/result/result_file.h"

namespace icekeel::commands {
namespace {

namespace fs = std::filesystem;

/// A strategy in a climate.
struct Case {
  std::string strategy;
  std::string climate;
  std::vector<std::string> settings;
};

void check_climates(const std::vector<std::string>& climates, const config::Catalogue& catalogue,
                    config::Diagnostics& diagnostics) {
  for (const auto& climate : climates) {
    if (catalogue.find("climates", climate)) continue;
    const auto source = diagnostics.add_source(config::Source::of("--climates", climate));
    const auto known = catalogue.names("climates");
    const auto meant = nearest(climate, known);
    diagnostics.error(
        {source, 1, 1}, fmt::format("the catalogue has no climates/{}", climate),
        meant ? fmt::format("did you mean '{}'?", *meant) : "'icekeel list climates' shows them");
  }
}

// Climate by climate, so that rows that are compared stand together.
std::vector<Case> cases_of(const CompareCoolingCommand& command, config::Diagnostics& diagnostics) {
  const auto catalogue = config::Catalogue::installed();
  check_climates(command.climates, catalogue, diagnostics);
  const auto chosen = analysis::strategies(command.strategies, catalogue, diagnostics);
  auto document = config::load_document(command.scenario, diagnostics);
  if (!document) return {};
  for (const auto& setting : command.settings)
    config::apply_setting(*document, setting, diagnostics);
  std::vector<Case> cases;
  std::vector<std::pair<std::string, std::vector<std::string>>> plants;
  for (const auto& strategy : chosen)
    if (auto settings = analysis::settings_for(strategy, *document, catalogue, diagnostics))
      plants.emplace_back(strategy.name, std::move(*settings));
  for (const auto& climate : command.climates)
    for (const auto& [name, settings] : plants) {
      Case made{name, climate, command.settings};
      made.settings.insert(made.settings.end(), settings.begin(), settings.end());
      std::ranges::copy(analysis::climate_settings(climate, *document),
                        std::back_inserter(made.settings));
      cases.push_back(std::move(made));
    }
  return cases;
}

fs::path result_of(const ScratchFolder& scratch, std::size_t index) {
  return scratch.path() / fmt::format("{}.h5", index);
}

std::vector<ChildRun> runs_of(const std::vector<Case>& cases, const std::string& scenario,
                              const ScratchFolder& scratch) {
  std::vector<ChildRun> runs;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    ChildRun run{{"run", scenario, "--progress", "none", "-o", result_of(scratch, i).string()},
                 scratch.path() / fmt::format("{}.txt", i)};
    for (const auto& setting : cases[i].settings) {
      run.arguments.emplace_back("--set");
      run.arguments.push_back(setting);
    }
    runs.push_back(std::move(run));
  }
  return runs;
}

void print(const analysis::CoolingComparison& comparison, const std::string& format) {
  if (format == "json")
    std::cout << analysis::to_json(comparison).dump(2) << "\n";
  else
    std::cout << (format == "csv" ? analysis::to_csv(comparison) : analysis::to_text(comparison));
}

}  // namespace

int compare_cooling(const CompareCoolingCommand& command) {
  config::Diagnostics diagnostics;
  const auto cases = cases_of(command, diagnostics);
  std::cerr << diagnostics.text();
  if (diagnostics.failed()) return bad_input;

  const ScratchFolder scratch;
  analysis::CoolingComparison comparison;
  comparison.runs.resize(cases.size());
  int worst = done;
  const bool all =
      run_children(runs_of(cases, command.scenario, scratch), [&](std::size_t i, int exit_code) {
        if (exit_code != done) {
          std::cerr << fmt::format("icekeel: error: {} in {} ended with code {}\n",
                                   cases[i].strategy, cases[i].climate, exit_code)
                    << text_of(scratch.path() / fmt::format("{}.txt", i));
          worst = std::max(worst, exit_code);
          return false;
        }
        const fs::path file = result_of(scratch, i);
        const auto summary = analysis::summarise(result::ResultFile::open(file.string()));
        comparison.scenario = summary.scenario;
        comparison.currency = summary.currency.value_or("");
        comparison.runs[i] = analysis::compared_run(cases[i].strategy, cases[i].climate, summary);
        fs::remove(file);
        return true;
      });
  if (worst != done) return worst;
  if (!all) return interrupted;
  print(comparison, command.format);
  return done;
}

}  // namespace icekeel::commands
