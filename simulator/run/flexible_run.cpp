// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/flexible_run.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/units.h"

namespace icekeel::run {

FlexibleRun::FlexibleRun(engine::Kernel& kernel, const scenario::Site& site, Timestamp start,
                         Machine& machine, std::function<void()> settle)
    : kernel_(kernel),
      site_(site),
      spec_(*site.spec.flexible),
      start_(start),
      machine_(machine),
      settle_(std::move(settle)) {}

// Seconds since the midnight (UTC) before the start.
Duration FlexibleRun::since_midnight(Duration at) const {
  return at + Duration::si(civil(start_).second_of_day);
}

void FlexibleRun::begin() {
  next_hour();
}

void FlexibleRun::plan(double window) {
  std::vector<double> values(facility::hours(spec_));
  for (std::size_t hour = 0; hour < values.size(); ++hour) {
    const Duration from =
        window * spec_.window + static_cast<double>(hour) * units::hour - since_midnight({});
    const double second = second_of_year(start_, from);
    switch (spec_.follow) {
      case facility::Follow::nothing:
        break;
      case facility::Follow::price:
        values[hour] = site_.grid.price->mean(second, 3600.0);
        break;
      case facility::Follow::carbon:
        values[hour] = site_.grid.carbon->mean(second, 3600.0);
        break;
      case facility::Follow::heat_demand:
        values[hour] = facility::heat_demand(site_.spec.heat_reuse->demand,
                                             site_.weather.day_mean(second + 1800.0))
                           .si();
        break;
    }
  }
  plan_ = facility::plan_flexible(spec_, values);
}

void FlexibleRun::next_hour() {
  books_ = books(kernel_.now());
  settle_();
  const Duration at = since_midnight(kernel_.now());
  // A moment before the full hour, by rounding, is the hour.
  const double hours = std::floor(at / units::hour + 1e-9);
  const auto length = static_cast<double>(facility::hours(spec_));
  const double window = std::floor(hours / length);
  if (static_cast<std::int64_t>(window) != planned_) plan(window);
  planned_ = static_cast<std::int64_t>(window);
  now_ = plan_[static_cast<std::size_t>(hours - window * length)];
  hour_began_ = kernel_.now();
  machine_.set_flexible(now_);
  kernel_.at((hours + 1.0) * units::hour - since_midnight({}), engine::Priority::change,
             [this] { next_hour(); });
}

FlexibleBooks FlexibleRun::books(Duration now) const {
  FlexibleBooks sum = books_;
  const Duration length = now - hour_began_;
  if (length <= Duration{}) return sum;
  const Power even = facility::even(spec_);
  const double second = second_of_year(start_, hour_began_);
  sum.used += now_ * length;
  sum.moved += std::max(now_ - even, Power{}) * length;
  const Energy less = (even - now_) * length;
  if (site_.grid.price)
    sum.saved += less * EnergyPrice::si(site_.grid.price->mean(second, length.si()));
  else if (site_.spec.grid.price)
    sum.saved += less * *site_.spec.grid.price;
  sum.carbon_saved +=
      less * (site_.grid.carbon ? CarbonIntensity::si(site_.grid.carbon->mean(second, length.si()))
                                : facility::location_carbon(site_.spec.grid).mid);
  return sum;
}

}  // namespace icekeel::run
