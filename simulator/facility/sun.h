// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Where the sun stands.

#include <numbers>

#include "simulator/base/calendar.h"
#include "simulator/base/quantity.h"

namespace icekeel::facility {

/// The direction of the sun's centre, as a unit vector, and its distance.
struct SunPosition {
  double east = 0;
  double north = 0;
  double up = 0;        ///< sine of the height above the horizon, without refraction
  double distance = 1;  ///< [astronomical units]

  double height() const;   ///< degrees above the horizon
  double azimuth() const;  ///< degrees from north over east, 0 to 360
};

inline constexpr double degree = std::numbers::pi / 180.0;  ///< [rad]

/// Low-precision ephemeris: within 0.02 degrees from 1950 to 2050.
///
/// \param latitude degrees, north positive   \param longitude degrees, east positive
/// Source: J. Meeus, Astronomical Algorithms, chapters 25 and 28, as NOAA's solar calculator puts
/// it to use. Verified by: tests/unit/facility/sun_test.cpp against NREL's published example.
SunPosition sun_position(Timestamp start, Duration after, double latitude, double longitude);

}  // namespace icekeel::facility
