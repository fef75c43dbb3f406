// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What it costs to own something, as JSON and as text.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analysis/money/ownership.h"
#include "analysis/money/plain_cost.h"
#include "analysis/money/run_cost.h"

namespace icekeel::analysis {

struct CostAnswer {
  std::string title;      ///< "a year of ..."
  std::string ownership;  ///< name of the entry, or file
  Depreciation depreciation = Depreciation::annuity;
  Duration horizon;
  OwnershipCost cost;
  Power design;
  std::vector<JobCost> jobs{};
  std::optional<PlainCost> plain{};  ///< without a run
  std::vector<std::string> assumed{};
  std::vector<std::string> left_out{};
};

nlohmann::ordered_json to_json(const CostAnswer& answer);
std::string to_text(const CostAnswer& answer);

}  // namespace icekeel::analysis
