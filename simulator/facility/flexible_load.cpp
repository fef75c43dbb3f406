// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/flexible_load.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "simulator/base/expect.h"
#include "simulator/base/units.h"

namespace icekeel::facility {

std::size_t hours(const FlexibleSpec& load) {
  return static_cast<std::size_t>(std::llround(load.window / units::hour));
}

Power even(const FlexibleSpec& load) {
  return load.energy / load.window;
}

namespace {

// The demand above a level, cut at full power; the lower the level the more.
std::vector<Power> fill_above(const FlexibleSpec& load, std::span<const double> demand) {
  const auto [least, most] = std::minmax_element(demand.begin(), demand.end());
  double low = *least - load.power.si(), high = *most;
  std::vector<Power> plan(demand.size());
  constexpr int halvings = 200;
  for (int i = 0; i < halvings; ++i) {
    const double level = 0.5 * (low + high);
    Energy sum;
    for (std::size_t hour = 0; hour < plan.size(); ++hour) {
      plan[hour] = std::clamp(Power::si(demand[hour] - level), Power{}, load.power);
      sum += plan[hour] * units::hour;
    }
    (sum > load.energy ? low : high) = level;
  }
  return plan;
}

}  // namespace

std::vector<Power> plan_flexible(const FlexibleSpec& load, std::span<const double> values) {
  std::vector<Power> plan(hours(load), even(load));
  if (load.follow == Follow::nothing) return plan;
  ICEKEEL_EXPECT(values.size() == plan.size());
  if (load.follow == Follow::heat_demand) return fill_above(load, values);
  std::vector<std::size_t> order(plan.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  Energy left = load.energy;
  for (const std::size_t hour : order) {
    const Energy now = std::min(left, load.power * units::hour);
    plan[hour] = now / units::hour;
    left -= now;
  }
  return plan;
}

std::vector<config::Finding> check(const FlexibleSpec& load) {
  std::vector<config::Finding> found;
  const double whole = load.window / units::hour;
  if (std::abs(whole - std::round(whole)) > 1e-9)
    found.push_back({"window", "the window is not a whole number of hours",
                     "give hours or days, as '24 h' or '7 d'"});
  if (load.energy > load.power * load.window)
    found.push_back(
        {"energy",
         fmt::format("{:.4g} MWh are more than {:.4g} MW can use in {:.4g} h",
                     load.energy.in(units::megawatt_hour), load.power.in(units::megawatt), whole),
         "give more power, less energy or a longer window"});
  return found;
}

void describe(config::Fields& f, FlexibleSpec& load) {
  f.required("power", load.power, "Power while it runs in full.", {.above_least = true});
  f.required("energy", load.energy, "Energy it uses in each window.");
  f.optional("window", load.window,
             "Whole hours in which its energy has to be used, a day if not given; the first begins "
             "at midnight UTC before the start.",
             {.least = 3600.0, .most = 31622400.0});
  f.optional(
      "follow", load.follow,
      "What it follows within the window: it takes the cheapest or the cleanest hours, or fills "
      "what the demand for heat is above a level; or nothing, all hours alike.");
  f.optional("liquid_share", load.liquid_share, "Share of its heat that goes to liquid.",
             {.most = 1.0});
}

}  // namespace icekeel::facility
