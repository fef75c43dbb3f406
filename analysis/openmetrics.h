// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Series and figures of a result as OpenMetrics text, which Prometheus and its kin take in.

#include <ostream>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "simulator/result/result_file.h"

namespace icekeel::analysis {

/// A quantity under the rules of OpenMetrics: its name ends in its base unit.
struct Metric {
  std::string name;   ///< "icekeel_facility_power_watts"
  std::string unit;   ///< "watts"; empty: none
  double factor = 1;  ///< from the units of the result to `unit`
};

/// \param name as in a result, "facility_power" or "carbon_operational_t_low"
/// \param units its units there, in the spelling of UDUNITS
Metric metric_of(std::string_view name, std::string_view units);

using Labels = std::vector<std::pair<std::string, std::string>>;

/// What makes a label impossible: its name, or that it is given twice; empty if nothing.
std::string label_problem(const Labels& labels);

/// Writes a metric a series, with a sample at the end of each interval, then those of "/summary".
/// Samples of one label follow each other in time, as the standard asks. Missing numbers have no
/// sample. Memory does not grow with the result.
/// \param names series, or "/summary"; none: all of them
/// \param labels put on every sample, to tell runs apart
void write_openmetrics(const result::ResultFile& file, std::span<const std::string> names,
                       const Labels& labels, std::ostream& out);

/// What is wrong with the names, with a remedy; empty if nothing.
std::string unknown_metric(const result::ResultFile& file, std::span<const std::string> names);

}  // namespace icekeel::analysis
