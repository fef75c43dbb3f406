// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/ledger.h"

#include <algorithm>
#include <cmath>

namespace icekeel::run {

void Balance::add(std::vector<Account>& side, std::size_t& next, std::string_view term,
                  Energy energy) {
  if (next >= side.size() || side[next].name != term) {
    const auto found = std::find_if(side.begin(), side.end(),
                                    [&](const Account& account) { return account.name == term; });
    next = static_cast<std::size_t>(found - side.begin());
    if (found == side.end()) side.push_back({std::string(term), {}});
  }
  side[next++].energy += energy;
}

Energy Balance::total(const std::vector<Account>& side) {
  Energy sum;
  for (const auto& account : side) sum += account.energy;
  return sum;
}

Energy Balance::of(const std::string& term) const {
  for (const auto* side : {&in_, &out_})
    for (const auto& account : *side)
      if (account.name == term) return account.energy;
  return {};
}

double Balance::residual() const {
  const Energy in = total_in();
  const Energy gap = total_out() - in;
  if (in == Energy{}) return gap == Energy{} ? 0.0 : 1.0;
  return gap / in;
}

Balance Balance::with_misread(const std::string& term, double factor) const {
  Balance other = *this;
  for (auto* side : {&other.in_, &other.out_})
    for (auto& account : *side)
      if (account.name == term) account.energy *= factor;
  return other;
}

}  // namespace icekeel::run
