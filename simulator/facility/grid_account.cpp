// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/grid_account.h"

#include <algorithm>

namespace icekeel::facility {

GridAccount::GridAccount(const GridSpec& spec, const GridSeries& series, Timestamp start)
    : spec_(spec), series_(series), start_(start) {}

void GridAccount::draw(Power power, Duration from, Duration to) {
  const Duration length = to - from;
  const Energy energy = power * length;
  const double second = second_of_year(start_, from);
  energy_ += energy;
  carbon_ +=
      energy * (series_.carbon ? CarbonIntensity::si(series_.carbon->mean(second, length.si()))
                               : spec_.carbon);
  if (series_.price)
    energy_cost_ += energy * EnergyPrice::si(series_.price->mean(second, length.si()));
  else if (spec_.price)
    energy_cost_ += energy * *spec_.price;
  const CivilTime date = civil(start_, from);
  Power& peak = peaks_[{date.year, date.month}];
  peak = std::max(peak, power);
}

Money GridAccount::demand_cost() const {
  Money sum;
  if (spec_.demand_charge)
    for (const auto& [month, peak] : peaks_) sum += *spec_.demand_charge * peak;
  return sum;
}

std::optional<Money> GridAccount::cost() const {
  if (!series_.price && !spec_.price) return std::nullopt;
  return energy_cost_ + demand_cost();
}

std::optional<Mass> GridAccount::market_carbon() const {
  if (!spec_.market_based_carbon) return std::nullopt;
  return *spec_.market_based_carbon * energy_;
}

}  // namespace icekeel::facility
