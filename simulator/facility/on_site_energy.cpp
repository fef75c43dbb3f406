// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/on_site_energy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "simulator/base/units.h"

namespace icekeel::facility {
namespace {

constexpr std::size_t hours_a_day = 24;
constexpr double day_length = 86400.0;  // [s]

}  // namespace

DayPlan plan_day(std::span<const double> values, double hours_to_fill, double hours_to_empty,
                 double round_trip) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const auto count = [&](double hours) {
    return std::clamp(static_cast<std::size_t>(std::ceil(hours)), std::size_t{1},
                      sorted.size() / 2);
  };
  DayPlan plan{sorted[count(hours_to_fill) - 1], sorted[sorted.size() - count(hours_to_empty)]};
  plan.worth_it = plan.discharge_from * round_trip > plan.charge_up_to;
  return plan;
}

OnSiteEnergy::OnSiteEnergy(const OnSiteSpec& spec, std::vector<SolarOutput> arrays,
                           const GridSpec& grid, const GridSeries& series, Timestamp start)
    : spec_(spec),
      arrays_(std::move(arrays)),
      export_limit_(grid.export_limit),
      series_(series),
      start_(start) {
  if (spec_.battery) battery_.emplace(*spec_.battery);
}

// Charges by value, from the grid too; gives back no more than the site lacks.
Power OnSiteEnergy::by_value(Power lacking, double second, const HourlySeries& values) {
  const auto today = static_cast<std::int64_t>(std::floor(second / day_length));
  const auto& battery = *spec_.battery;
  if (today != planned_day_) {
    planned_day_ = today;
    std::array<double, hours_a_day> hours;
    for (std::size_t h = 0; h < hours_a_day; ++h)
      hours[h] = values.mean(
          static_cast<double>(today) * day_length + 3600.0 * static_cast<double>(h), 3600.0);
    const double usable = (battery.most_charge - battery.least_charge) *
                          (battery.capacity / (battery.power * units::hour));
    const double one_way = std::sqrt(battery.round_trip);
    plan_ = plan_day(hours, usable / one_way, usable * one_way, battery.round_trip);
  }
  const double now = values.mean(second, 1.0);
  if (plan_.worth_it && now <= plan_.charge_up_to) return battery.power;
  if (plan_.worth_it && now >= plan_.discharge_from) return -lacking;
  return std::max(-lacking, Power{});
}

// What the battery should take (positive) or give.
Power OnSiteEnergy::wanted(Power lacking, double second) {
  switch (spec_.battery->use) {
    case BatteryUse::self_consumption:
      break;
    case BatteryUse::peak_shaving:
      return *spec_.battery->limit - lacking;
    case BatteryUse::price:
      return by_value(lacking, second, *series_.price);
    case BatteryUse::carbon:
      return by_value(lacking, second, *series_.carbon);
  }
  return -lacking;
}

OnSiteStep OnSiteEnergy::pass(Power draw, Duration from, Duration to) {
  const Duration length = to - from;
  const double second = second_of_year(start_, from);
  OnSiteStep step;
  Power sun;
  for (const auto& array : arrays_) sun += array.mean(second, length);
  const bool connected = draw > Power{};
  if (!connected) {
    step.curtailed = sun;
    if (battery_) step.battery = battery_->pass({}, length);
    return step;
  }
  const Power lacking = draw - sun;
  if (battery_) step.battery = battery_->pass(wanted(lacking, second + 0.5 * length.si()), length);
  const Power net = lacking + step.battery.charge - step.battery.discharge;
  step.import = std::max(net, Power{});
  step.exported = std::max(-net, Power{});
  if (export_limit_) step.exported = std::min(step.exported, *export_limit_);
  step.curtailed = std::max(-net, Power{}) - step.exported;
  step.solar = sun - step.curtailed;
  return step;
}

std::vector<config::Finding> check(const OnSiteSpec& on_site, const GridSpec& grid) {
  std::vector<config::Finding> found;
  const auto add = [&](const std::vector<config::Finding>& more, const std::string& prefix) {
    for (const auto& one : more)
      found.push_back({prefix + "." + one.path, one.message, one.remedy});
  };
  for (std::size_t i = 0; i < on_site.solar.size(); ++i)
    add(check(on_site.solar[i]), fmt::format("solar[{}]", i));
  if (!on_site.battery) return found;
  add(check(*on_site.battery), "battery");
  if (on_site.battery->use == BatteryUse::price && !grid.hourly_price)
    found.push_back({"battery.use", "the price does not change, so there is nothing to trade",
                     "give 'grid.hourly_price', or another use"});
  if (on_site.battery->use == BatteryUse::carbon && !grid.hourly_carbon)
    found.push_back({"battery.use", "the carbon intensity does not change by the hour",
                     "give 'grid.hourly_carbon', or another use"});
  return found;
}

void describe(config::Fields& f, OnSiteSpec& on_site) {
  f.optional("solar", on_site.solar, "Solar arrays.");
  f.optional("battery", on_site.battery, "Battery at the connection to the grid.");
}

}  // namespace icekeel::facility
