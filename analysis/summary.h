// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The headline of a result file: the figures of `icekeel summary`, as JSON and as text.

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/equivalences.h"
#include "simulator/result/records.h"
#include "simulator/result/result_file.h"

namespace icekeel::analysis {

/// The figures of one run. Absent is what the scenario does not define; it is never 0.
struct Summary {
  std::string scenario;
  std::string status;                    ///< "complete", "interrupted", "failed" or "running"
  std::optional<std::string> currency;   ///< ISO 4217 code of every sum of money
  std::vector<result::Scalar> figures;   ///< every key of `summary_keys()` in that order, then what
                                         ///< else the file has
  std::vector<result::Column> jobs;      ///< the table /jobs
  std::vector<result::Column> balances;  ///< the table /balances: what came in, what went out
  std::vector<result::Column> life_cycle;  ///< the table /life_cycle: carbon by part and phase
  std::optional<EquivalenceBasis> compared_with;  ///< for the energy, in things of daily life
  std::vector<result::Text> provenance;
  result::FileInfo info;

  /// The figure of that name; nothing if the file has none.
  std::optional<double> figure(std::string_view name) const;
};

/// Names of the figures that every summary has (value or null), in the order of the JSON. Those of
/// jobs carry the prefix "jobs_".
std::span<const std::string_view> summary_keys();

Summary summarise(const result::ResultFile& file);

/// The energy of the facility in things of daily life; nothing without energy.
std::optional<Equivalences> equivalences(const Summary& summary);

/// "Largest: electricity, use, 71 %; least known: chips, manufacture, 2 to 9 t." Nothing without
/// the table /life_cycle.
std::string life_cycle_remark(const Summary& summary);

/// Every key in a stable order; what is absent is null.
nlohmann::ordered_json to_json(const Summary& summary);

/// The same as an indented text; bytes that are no UTF-8 are replaced.
std::string to_json_text(const Summary& summary);

/// For people: aligned, with units, at most 100 columns wide.
std::string to_text(const Summary& summary);

}  // namespace icekeel::analysis
