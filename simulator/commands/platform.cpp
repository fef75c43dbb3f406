// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <sstream>

#include "analysis/simgrid_platform.h"
#include "simulator/commands/commands.h"
#include "simulator/commands/output_file.h"

namespace icekeel::commands {

int platform(const PlatformCommand& command) {
  if (!command.output.empty())
    if (const auto problem = output_problem(command.output, {command.scenario}, "the scenario");
        !problem.empty())
      return refuse_output(command.output, problem, "platform.xml");
  config::Diagnostics diagnostics;
  const auto scenario = scenario::load(command.scenario, {command.settings, {}},
                                       config::Catalogue::installed(), diagnostics);
  std::cerr << diagnostics.text();
  if (!scenario) return bad_input;
  if (const auto problem = analysis::simgrid_problem(*scenario); !problem.empty()) {
    std::cerr << "icekeel: error: " << problem << "\n";
    return bad_input;
  }
  std::ostringstream text;
  analysis::write_simgrid_platform(*scenario, text);
  if (command.output.empty())
    std::cout << text.view();
  else
    write_output(command.output, text.view());
  return done;
}

}  // namespace icekeel::commands
