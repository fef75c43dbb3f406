// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// `icekeel cost` and `icekeel years`: what it costs to own and run something, and over years.

#include <string>
#include <vector>

namespace icekeel::commands {

struct CostCommand {
  std::string file;                   ///< result or scenario; empty: nodes without a run
  std::vector<std::string> settings;  ///< of the scenario
  std::string ownership = "standard";
  std::vector<std::string> assume;  ///< changes of the ownership, as path=value
  std::string node, nodes, budget, country, price, pue, busy, place, model, weights, batch;
  std::string format = "text";  ///< text or json
};
int cost(const CostCommand& command);

struct YearsCommand {
  std::string plan;
  std::vector<std::string> settings;
  std::string plot;             ///< picture to draw instead
  std::string format = "text";  ///< text, json or csv
};
int years(const YearsCommand& command);

}  // namespace icekeel::commands
