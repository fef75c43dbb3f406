// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "analysis/calibrate_training.h"
#include "simulator/base/text.h"
#include "simulator/commands/commands.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"

namespace icekeel::commands {
namespace {

using analysis::CalibrationGroup;

// Says what is wrong with the command line itself.
void complain(const std::string& problem, const std::string& remedy, bool& failed) {
  std::cerr << fmt::format("icekeel: error: {}\n      = {}\n", problem, remedy);
  failed = true;
}

template <class Spec>
void read_entry(const std::string& name, const config::Catalogue& catalogue,
                config::Diagnostics& diagnostics, bool& failed, Spec& spec) {
  const auto file = catalogue.find(Spec::catalogue_kind, name);
  if (!file) {
    const auto meant = nearest(name, catalogue.names(Spec::catalogue_kind));
    complain(fmt::format("the catalogue has no '{}' among its {}", name, Spec::catalogue_kind),
             meant ? fmt::format("did you mean '{}'?", *meant)
                   : fmt::format("'icekeel list {}' shows what there is", Spec::catalogue_kind),
             failed);
    return;
  }
  if (const auto document = config::load_document(*file, diagnostics))
    config::Reader(*document, name, catalogue, diagnostics).read(spec);
}

// The rows that are fitted, and the others.
CalibrationGroup share_out(const std::string& file, std::vector<analysis::MeasuredStep> steps,
                           const std::string& rows) {
  CalibrationGroup group{.name = file.substr(file.find_last_of('/') + 1)};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool even = i % 2 == 1;  // the second row, the fourth ...
    const bool fitted = rows == "all" || (rows == "even") == even;
    (fitted ? group.fitted : group.held_out).push_back(std::move(steps[i]));
  }
  return group;
}

// Transfers of the catalogue that are marked as calibration points.
CalibrationGroup all_reduces(const config::Catalogue& catalogue, const std::string& node_name,
                             config::Diagnostics& diagnostics) {
  CalibrationGroup group{.name = "all-reduce in a node"};
  if (node_name.find("a100") == std::string::npos) return group;
  for (const auto& paper : analysis::published_cases(catalogue, diagnostics))
    for (const auto& prediction : paper.predictions)
      if (prediction.all_reduce && prediction.standing == analysis::Standing::calibration)
        group.all_reduces.push_back(*prediction.all_reduce);
  return group;
}

}  // namespace

std::vector<std::string> fittable_constants() {
  return analysis::fittable_constants();
}

int calibrate_training(const CalibrateCommand& command) {
  config::Diagnostics diagnostics;
  bool failed = false;
  const auto catalogue = config::Catalogue::installed();
  workloads::EfficiencySpec start;
  read_entry(command.start, catalogue, diagnostics, failed, start);
  platforms::NodeSpec node;
  read_entry(command.node, catalogue, diagnostics, failed, node);
  std::vector<CalibrationGroup> groups;
  for (const std::string& file : command.tables) {
    const auto [text, problem] = config::read_file(file);
    if (!problem.empty()) {
      complain(fmt::format("'{}' cannot be read: {}", file, problem), "check the path", failed);
      continue;
    }
    const std::size_t errors = diagnostics.errors();
    groups.push_back(
        share_out(file, analysis::read_iterations(file, text, diagnostics), command.rows));
    if (groups.back().fitted.empty() && diagnostics.errors() == errors)
      complain(fmt::format("'{}' has no row to fit", file), "give a table with at least two rows",
               failed);
  }
  if (auto transfers = all_reduces(catalogue, command.node, diagnostics);
      !transfers.all_reduces.empty())
    groups.push_back(std::move(transfers));
  std::vector<std::string> free = command.free.empty() ? fittable_constants() : command.free;
  std::ranges::sort(free);
  const auto twice = std::ranges::unique(free);
  free.erase(twice.begin(), twice.end());
  std::size_t points = 0;
  for (const CalibrationGroup& group : groups)
    points += group.fitted.size() + group.all_reduces.size();
  if (!diagnostics.failed() && !failed && points <= free.size())
    complain(fmt::format("{} points cannot tell {} constants", points, free.size()),
             "give more rows, or name fewer constants with --free", failed);
  if (diagnostics.failed() || failed) {
    std::cerr << diagnostics.text("nothing was fitted");
    return bad_input;
  }
  const auto hardware = workloads::hardware_of(node, platforms::Precision::fp16);
  const auto result = analysis::calibrate_training(start, hardware, groups, free);
  std::cout << (command.format == "json" ? analysis::to_json(result).dump(2) + "\n"
                                         : analysis::to_text(result));
  return result.converged ? done : run_failed;
}

}  // namespace icekeel::commands
