// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A plan over years as text, JSON, CSV and picture.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analysis/money/plan.h"

namespace icekeel::analysis {

nlohmann::ordered_json to_json(const Plan& plan, const std::vector<PlanYear>& years);
std::string to_text(const Plan& plan, const std::vector<PlanYear>& years);
/// One row a year and phase, and one of all of them.
std::string to_csv(const Plan& plan, const std::vector<PlanYear>& years);
/// The script of gnuplot: energy, cost and carbon by year, phases on each other.
std::string gnuplot_script(const Plan& plan, const std::vector<PlanYear>& years,
                           const std::string& picture);

}  // namespace icekeel::analysis
