// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/grid_account.h"

#include <algorithm>

namespace icekeel::facility {

GridAccount::GridAccount(const GridSpec& spec, const GridSeries& series, Timestamp start)
    : spec_(spec),
      series_(series),
      start_(start),
      market_(spec.contracts, series.contracts, spec.market_based_carbon, start) {}

void GridAccount::draw(Power power, Duration from, Duration to) {
  const Duration length = to - from;
  const Energy energy = power * length;
  const double second = second_of_year(start_, from);
  const Mass carbon =
      energy * (series_.carbon ? CarbonIntensity::si(series_.carbon->mean(second, length.si()))
                               : location_carbon(spec_).mid);
  carbon_ += carbon;
  market_.draw(power, carbon, from, to);
  if (series_.price)
    energy_cost_ += energy * EnergyPrice::si(series_.price->mean(second, length.si()));
  else if (spec_.price)
    energy_cost_ += energy * *spec_.price;
  const CivilTime date = civil(start_, from);
  Power& peak = peaks_[{date.year, date.month}];
  peak = std::max(peak, power);
}

void GridAccount::give(Power power, Duration length) {
  if (spec_.export_price) export_income_ += power * length * *spec_.export_price;
}

Money GridAccount::demand_cost() const {
  Money sum;
  if (spec_.demand_charge)
    for (const auto& [month, peak] : peaks_) sum += *spec_.demand_charge * peak;
  return sum;
}

std::optional<Money> GridAccount::cost() const {
  if (!series_.price && !spec_.price) return std::nullopt;
  return energy_cost_ + demand_cost() - export_income_;
}

std::optional<Mass> GridAccount::market_carbon() const {
  if (!spec_.market_based_carbon && spec_.contracts.empty()) return std::nullopt;
  return market_.annual_carbon();
}

}  // namespace icekeel::facility
