// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A scenario of a site that exists: racks from a table, a meter that is replayed, a trace of jobs.

#include <istream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/csv_table.h"
#include "simulator/base/calendar.h"
#include "simulator/base/quantity.h"
#include "simulator/scenario/scenario.h"

namespace icekeel::analysis {

/// A rack as an inventory lists it.
struct InventoryRack {
  std::string name;
  std::string row;
  std::string kind;  ///< of the catalogue
  Power power;       ///< most that its feeds deliver
};

/// Columns name, row, kind and power_kW. \param kinds that the catalogue has
std::pair<std::vector<InventoryRack>, std::vector<TableProblem>> read_inventory(
    std::istream& table, const std::vector<std::string>& kinds);

/// The power of the IT from one date to the next.
struct MeterReading {
  Timestamp at;
  Power power;
};

/// Columns time (dates) and power_W, power_kW or power_MW, in the order of time; at least two rows.
/// A reading holds until the next one.
std::pair<std::vector<MeterReading>, std::vector<TableProblem>> read_meter(std::istream& table);

/// Begin of a trace (SWF), if it says so, and how long it goes until the last job ends.
std::pair<std::optional<Timestamp>, Duration> span_of_jobs(std::istream& trace);

/// The entries of the catalogue that the site is made of beside its racks.
struct ImportChoices {
  std::string name = "Imported site";
  std::string climate = "paris", grid = "france", fabric = "fat-tree-ndr", power = "2n",
              cooling = "chilled-water";
  Timestamp start;
  Duration duration;
  std::string workload;  ///< lines of YAML, or empty
};

/// The scenario as YAML: a hall for each row, equal racks of a row together.
std::string site_scenario(const std::vector<InventoryRack>& racks, const ImportChoices& choices);

/// The meter as a table of batch jobs: for each reading one on all nodes of each kind, which share
/// the power, without that of the switches, as their racks' limits do. A problem where the meter
/// shows less than the switches draw.
std::pair<std::string, std::vector<TableProblem>> meter_jobs(const std::vector<MeterReading>& meter,
                                                             const scenario::Site& site);

}  // namespace icekeel::analysis
