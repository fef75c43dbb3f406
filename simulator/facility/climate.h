// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A place and its weather, as the input describes it: twelve monthly normals, or a weather file.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::facility {

inline constexpr std::size_t months = 12;

/// Long-term means of each month, January first.
struct MonthlyNormals {
  std::vector<Temperature> dry_bulb;               ///< mean of the month
  std::vector<TemperatureDifference> daily_range;  ///< mean of (warmest - coldest hour) of a day
  std::vector<double> relative_humidity;           ///< mean of the month, 0..0.98
  TemperatureDifference day_to_day = TemperatureDifference::si(3.0);
  ///< standard deviation of a day's mean about the seasonal curve
  double persistence = 0.7;        ///< correlation of that deviation from one day to the next
  double radiation_factor = 0.16;  ///< of the sun, see `radiation_of` [K^-1/2]
};

struct ClimateSpec {
  static constexpr std::string_view catalogue_kind = "climates";

  std::string city;
  double latitude = 0;   ///< degrees, north positive
  double longitude = 0;  ///< degrees, east positive
  Length elevation;      ///< above sea level
  Duration utc_offset;   ///< local standard time minus UTC
  std::optional<MonthlyNormals> normals;
  std::optional<config::InputPath> epw;
};

void describe(config::Fields& f, MonthlyNormals& normals);
void describe(config::Fields& f, ClimateSpec& climate);

/// Exactly one of normals and epw; twelve entries in each list.
std::vector<config::Finding> check(const ClimateSpec& climate);

}  // namespace icekeel::facility
