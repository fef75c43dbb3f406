// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/sun.h"

#include <cmath>

namespace icekeel::facility {
namespace {

constexpr double epoch = 946728000.0;  // 2000-01-01T12:00:00Z
constexpr double century = 36525.0 * 86400.0;

double sine(double degrees) {
  return std::sin(degree * degrees);
}
double cosine(double degrees) {
  return std::cos(degree * degrees);
}

/// The sun as seen from the centre of the earth.
struct Ephemeris {
  double declination;       // [rad]
  double equation_of_time;  // apparent less mean solar time [degrees]
  double distance;
};

Ephemeris ephemeris(double t) {
  const double mean_longitude = 280.46646 + t * (36000.76983 + 0.0003032 * t);
  const double anomaly = 357.52911 + t * (35999.05029 - 0.0001537 * t);
  const double eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t);
  const double centre = sine(anomaly) * (1.914602 - t * (0.004817 + 0.000014 * t)) +
                        sine(2 * anomaly) * (0.019993 - 0.000101 * t) +
                        sine(3 * anomaly) * 0.000289;
  const double node = 125.04 - 1934.136 * t;
  const double longitude = mean_longitude + centre - 0.00569 - 0.00478 * sine(node);
  const double obliquity =
      23.0 + (26.0 + (21.448 - t * (46.815 + t * (0.00059 - t * 0.001813))) / 60.0) / 60.0 +
      0.00256 * cosine(node);
  const double y = std::pow(std::tan(0.5 * degree * obliquity), 2.0);
  const double equation = y * sine(2 * mean_longitude) - 2 * eccentricity * sine(anomaly) +
                          4 * eccentricity * y * sine(anomaly) * cosine(2 * mean_longitude) -
                          0.5 * y * y * sine(4 * mean_longitude) -
                          1.25 * eccentricity * eccentricity * sine(2 * anomaly);
  return {std::asin(sine(obliquity) * sine(longitude)), equation / degree,
          1.000001018 * (1 - eccentricity * eccentricity) /
              (1 + eccentricity * cosine(anomaly + centre))};
}

}  // namespace

double SunPosition::height() const {
  return std::asin(up) / degree;
}

double SunPosition::azimuth() const {
  const double angle = std::atan2(east, north) / degree;
  return angle < 0.0 ? angle + 360.0 : angle;
}

SunPosition sun_position(Timestamp start, Duration after, double latitude, double longitude) {
  const double unix_second = static_cast<double>(start.unix_seconds) + after.si();
  const Ephemeris sun = ephemeris((unix_second - epoch) / century);
  const double turn = std::fmod(unix_second, 86400.0) / 240.0;  // mean time as degrees
  const double hour_angle = degree * (turn + sun.equation_of_time + longitude - 180.0);
  const double high = std::sin(sun.declination), flat = std::cos(sun.declination);
  return {-flat * std::sin(hour_angle),
          high * cosine(latitude) - flat * sine(latitude) * std::cos(hour_angle),
          high * sine(latitude) + flat * cosine(latitude) * std::cos(hour_angle), sun.distance};
}

}  // namespace icekeel::facility
