// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "analysis/money/plan_spec.h"
#include "analysis/studies/study_schema.h"
#include "analysis/studies/study_spec.h"
#include "simulator/commands/commands.h"
#include "simulator/config/json_schema.h"
#include "simulator/config/reference_page.h"
#include "simulator/scenario/scenario.h"

namespace icekeel::commands {
namespace {

int write(const std::string& file, const std::string& text) {
  if (file.empty()) {
    std::cout << text;
    return done;
  }
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  stream.close();
  if (stream) return done;
  std::cerr << fmt::format(
      "icekeel: error: '{}' cannot be written\n      = name a file in a folder that exists\n",
      file);
  return bad_input;
}

}  // namespace

int check(const CheckCommand& command) {
  config::Diagnostics diagnostics;
  const auto catalogue = config::Catalogue::installed();
  const auto scenario =
      scenario::load(command.scenario, {command.settings, {}}, catalogue, diagnostics);
  std::cerr << diagnostics.text();
  if (!scenario) return bad_input;
  if (command.resolved) {
    std::cout << scenario->resolved;
    return done;
  }
  std::size_t nodes = 0, chips = 0;
  for (const auto& site : scenario->sites) {
    nodes += site.expansion.nodes();
    chips += site.expansion.chips;
  }
  const auto jobs = scenario->jobs.size() + scenario->batch.jobs.size();
  std::cout << fmt::format("{}: no errors; {} site{}, {} nodes with {} accelerators, {} job{}\n",
                           command.scenario, scenario->sites.size(),
                           scenario->sites.size() == 1 ? "" : "s", nodes, chips, jobs,
                           jobs == 1 ? "" : "s");
  return done;
}

int schema(Input input, const std::string& file) {
  const auto catalogue = config::Catalogue::installed();
  config::JsonSchema schema(catalogue);
  const auto json = input == Input::study ? studies::study_schema(catalogue)
                    : input == Input::plan
                        ? schema.of<analysis::PlanSpec>("Icekeel plan, version 1")
                        : schema.of<scenario::ScenarioSpec>("Icekeel scenario, version 1");
  return write(file, json.dump(2) + "\n");
}

int reference(Input input, const std::string& file) {
  config::ReferencePage page;
  return write(file, input == Input::study ? page.of<studies::StudySpec>("Study reference")
                     : input == Input::plan
                         ? page.of<analysis::PlanSpec>("Plan reference")
                         : page.of<scenario::ScenarioSpec>("Scenario reference"));
}

}  // namespace icekeel::commands
