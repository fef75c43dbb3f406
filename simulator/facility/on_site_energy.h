// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Solar arrays and a battery behind the meter: between what a site draws and what the grid sees.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "simulator/base/calendar.h"
#include "simulator/facility/battery.h"
#include "simulator/facility/grid_account.h"
#include "simulator/facility/solar_array.h"

namespace icekeel::facility {

struct OnSiteSpec {
  std::vector<SolarArraySpec> solar;
  std::optional<BatterySpec> battery;
};

void describe(config::Fields& f, OnSiteSpec& on_site);
/// \param grid hourly prices or carbon, where a battery follows them
std::vector<config::Finding> check(const OnSiteSpec& on_site, const GridSpec& grid);

/// Mean powers over a step, each from its own meter.
struct OnSiteStep {
  Power solar;      ///< generated and used, stored or exported
  Power curtailed;  ///< could have been generated
  BatteryStep battery;
  Power import;
  Power exported;

  Power loss() const { return battery.conversion_loss + battery.self_discharge; }
};

/// Hours of a day in which it pays to charge and to discharge.
struct DayPlan {
  double charge_up_to = 0;  ///< value of the hour
  double discharge_from = 0;
  bool worth_it = false;
};
/// The hours of lowest value to fill, the hours of highest value to empty it, as the values of a
/// day are known the day before; worth it if the value rises by more than the round trip loses.
/// \param values of 24 hours   \param hours that it takes to fill the battery, and to empty it
DayPlan plan_day(std::span<const double> values, double hours_to_fill, double hours_to_empty,
                 double round_trip);

/// draw + charge = import + solar + discharge - exported, at every step.
class OnSiteEnergy {
 public:
  OnSiteEnergy(const OnSiteSpec& spec, std::vector<SolarOutput> arrays, const GridSpec& grid,
               const GridSeries& series, Timestamp start);

  /// \param draw of the site; zero: the grid is lost, and everything here stands still
  OnSiteStep pass(Power draw, Duration from, Duration to);
  bool any() const { return battery_ || !arrays_.empty(); }

 private:
  Power wanted(Power lacking, double second);
  Power by_value(Power lacking, double second, const HourlySeries& values);

  OnSiteSpec spec_;
  std::vector<SolarOutput> arrays_;
  std::optional<Power> export_limit_;
  GridSeries series_;
  Timestamp start_;
  std::optional<Battery> battery_;
  DayPlan plan_;
  std::int64_t planned_day_ = -1;
};

}  // namespace icekeel::facility
