// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The halls from above: every rack with its power and the temperature of what enters it.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "simulator/result/result_file.h"

namespace icekeel::analysis::report {

/// Where a rack stands, from its name: "hall/r01-03" or "site/hall/r01-03".
struct RackPlace {
  std::string hall;
  std::size_t row = 0;  ///< from 0
  std::size_t position = 0;
};
std::optional<RackPlace> rack_place(std::string_view name);

/// One quantity of all racks at a few moments.
struct RackQuantity {
  std::string title;
  std::string unit;
  std::vector<std::vector<double>> frames;  ///< mean of each rack over a frame
  std::vector<double> mean;                 ///< of each rack over the run
  std::vector<double> high;                 ///< largest recorded value of each rack
};

struct HallPlan {
  Timestamp start;
  std::vector<std::string> racks;
  std::vector<RackPlace> places;
  std::vector<double> from;  ///< of each frame [s]
  std::vector<double> to;
  std::vector<RackQuantity> quantities;
};

/// Reads the series over racks, in pieces; nothing if the file has none.
std::optional<HallPlan> hall_plan(const result::ResultFile& file);

/// The plans with the mean of the run, and the racks as a table.
std::string to_html(const HallPlan& plan, std::size_t run);

nlohmann::ordered_json to_json(const HallPlan& plan);

}  // namespace icekeel::analysis::report
