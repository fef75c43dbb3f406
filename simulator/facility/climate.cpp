// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/climate.h"

#include <fmt/format.h>

#include <string>

namespace icekeel::facility {
namespace {

template <class T>
void check_twelve(std::vector<config::Finding>& found, const std::vector<T>& list,
                  const std::string& name) {
  if (list.size() == months) return;
  found.push_back({"normals." + name, fmt::format("'{}' has {} values, not 12", name, list.size()),
                   "give one value a month, January first"});
}

void check_normals(std::vector<config::Finding>& found, const MonthlyNormals& normals) {
  check_twelve(found, normals.dry_bulb, "dry_bulb");
  check_twelve(found, normals.daily_range, "daily_range");
  check_twelve(found, normals.relative_humidity, "relative_humidity");
  for (std::size_t i = 0; i < normals.dry_bulb.size(); ++i) {
    const double t = normals.dry_bulb[i].celsius();
    if (t < -60.0 || t > 50.0)
      found.push_back({fmt::format("normals.dry_bulb[{}]", i),
                       fmt::format("a monthly mean of {:.4g} degC is outside -60 to 50", t),
                       "give the mean temperature of the month"});
  }
}

}  // namespace

std::vector<config::Finding> check(const ClimateSpec& climate) {
  std::vector<config::Finding> found;
  if (climate.normals && climate.epw)
    found.push_back({"epw", "'normals' and 'epw' are both given", "keep one of them"});
  if (!climate.normals && !climate.epw)
    found.push_back({"", "neither 'normals' nor 'epw' is given",
                     "start from an entry, 'like: climates/paris', or name a weather file, 'epw: "
                     "weather.epw'"});
  if (climate.normals) check_normals(found, *climate.normals);
  return found;
}

void describe(config::Fields& f, MonthlyNormals& normals) {
  f.required("dry_bulb", normals.dry_bulb,
             "Mean dry bulb temperature of each month, January first.");
  f.required("daily_range", normals.daily_range,
             "Mean difference between the warmest and the coldest hour of a day, each month.",
             {.most = 40.0});
  f.required("relative_humidity", normals.relative_humidity,
             "Mean relative humidity of each month.", {.least = 0.02, .most = 0.98});
  f.optional("day_to_day", normals.day_to_day,
             "Standard deviation of a day's mean temperature about the seasonal curve. Estimate: 3 "
             "K, between the tropics (1 K) and continental winters (6 K).",
             {.most = 15.0});
  f.optional(
      "persistence", normals.persistence,
      "Correlation of that deviation from one day to the next. Estimate: 0.7; typical years of "
      "Denver and Seattle have 0.61 and 0.70.",
      {.most = 0.99});
  f.optional("radiation_factor", normals.radiation_factor,
             "Clearness of the sky over the root of the daily range of temperature in K. FAO "
             "Irrigation and Drainage Paper 56, equation 50: 0.16 inland, 0.19 at the coast.",
             {.least = 0.05, .most = 0.3});
}

void describe(config::Fields& f, ClimateSpec& climate) {
  f.optional("city", climate.city, "Name of the place.");
  f.optional("latitude", climate.latitude, "Degrees, north positive.",
             {.least = -90.0, .most = 90.0});
  f.optional("longitude", climate.longitude, "Degrees, east positive.",
             {.least = -180.0, .most = 180.0});
  f.optional("elevation", climate.elevation, "Height above sea level.",
             {.least = -450.0, .most = 6000.0});
  f.optional("utc_offset", climate.utc_offset, "Local standard time minus UTC.",
             {.least = -12.0 * 3600.0, .most = 14.0 * 3600.0});
  f.optional("normals", climate.normals,
             "Monthly normals that an hourly year is generated from, by the scenario's seed.");
  f.optional("epw", climate.epw,
             "EnergyPlus weather file; place, elevation and time zone are taken from it.");
}

}  // namespace icekeel::facility
