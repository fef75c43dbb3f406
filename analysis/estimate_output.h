// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// An estimate as JSON, as a row of CSV and as text for people.

#include <nlohmann/json.hpp>
#include <string>

#include "analysis/estimate.h"

namespace icekeel::analysis {

/// Every key in a stable order; what the case does not define is null. A case that could not be
/// estimated has its name, its `error` and nulls.
nlohmann::ordered_json to_json(const EstimateOutcome& outcome, const std::string& name);

/// Names of the columns: `name` and the keys of the JSON, nested ones as "breakdown.compute_s".
std::string csv_header();
std::string csv_row(const EstimateOutcome& outcome, const std::string& name);

/// For people: aligned, with units, with what was assumed.
std::string to_text(const Estimate& estimate);

}  // namespace icekeel::analysis
