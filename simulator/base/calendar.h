// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Points in civil time (UTC, no leap seconds) and their ISO 8601 text.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "simulator/base/quantity.h"

namespace icekeel {

/// Seconds since 1970-01-01T00:00:00Z.
struct Timestamp {
  std::int64_t unix_seconds = 0;
  auto operator<=>(const Timestamp&) const = default;
};

/// A date and an hour of a (proleptic Gregorian) calendar.
struct CivilTime {
  int year = 1970;
  unsigned month = 1;        ///< 1..12
  unsigned day = 1;          ///< 1..31
  double second_of_day = 0;  ///< [0, 86400)
};

CivilTime civil(Timestamp start, Duration after = {});

/// Seconds since the beginning of the year of that moment.
double second_of_year(Timestamp start, Duration after = {});

bool is_leap_year(int year);

/// "2026-01-01T00:00:00Z", "2026-01-01T00:00:00+01:00" or "2026-01-01"; nothing if it is none.
std::optional<Timestamp> parse_timestamp(std::string_view text);

std::string to_text(Timestamp t);

}  // namespace icekeel
