// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Reader of EnergyPlus weather files (.epw).

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "simulator/facility/solar_radiation.h"
#include "simulator/facility/weather.h"

namespace icekeel::facility {

/// What is wrong with a weather file, and where. Lines and columns count from 1; line 0: the file
/// as a whole.
struct EpwProblem {
  std::size_t line = 0;
  std::size_t column = 0;
  std::string message;
  std::string remedy;
};

/// The first line of a weather file.
struct EpwHeader {
  std::string city;
  std::string country;
  double latitude = 0;   ///< degrees, north positive
  double longitude = 0;  ///< degrees, east positive
  Duration utc_offset;   ///< local standard time minus UTC
  Length elevation;
};

struct EpwResult {
  std::optional<EpwHeader> header;
  std::optional<WeatherYear> year;  ///< only if there are no problems
  std::optional<SolarYear> sun;     ///< only if every hour has its radiation
  std::vector<EpwProblem> problems;
  EpwProblem no_sun;  ///< the first hour without radiation
};

/// Reads a weather file, reporting every problem found (up to 50).
///
/// Hours 1 to 24 of each day in local standard time; the values of hour h are those of the moment
/// h o'clock. Years may differ from row to row (typical years are put together from several).
/// Safe on hostile input: lines are limited to 4,096 characters, rows to 8,784.
/// Source: EnergyPlus Auxiliary Programs, "EnergyPlus Weather File (EPW) Data Dictionary".
EpwResult read_epw(std::istream& in);

}  // namespace icekeel::facility
