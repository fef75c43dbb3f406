// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/contracts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "simulator/base/units.h"

namespace icekeel::facility {
namespace {

constexpr auto usual_year = 365.0 * units::day;

double share(Energy part, Energy whole) {
  return whole > Energy{} ? part / whole : 0.0;
}

}  // namespace

ContractedPower::ContractedPower(const ContractSpec& spec, const std::optional<HourlySeries>& shape)
    : shape_(shape) {
  if (!shape_) {
    even_ = spec.yearly.value_or(Energy{}) / usual_year;
    return;
  }
  if (!spec.yearly) return;
  const auto& powers = shape_->values();
  const Energy whole = Power::si(std::accumulate(powers.begin(), powers.end(), 0.0)) * units::hour;
  scale_ = whole > Energy{} ? *spec.yearly / whole : 0.0;
}

Power ContractedPower::mean(double second_of_year, Duration length) const {
  if (!shape_) return even_;
  return scale_ * Power::si(shape_->mean(second_of_year, length.si()));
}

MarketAccount::MarketAccount(const std::vector<ContractSpec>& contracts,
                             const std::vector<std::optional<HourlySeries>>& shapes,
                             std::optional<CarbonIntensity> residual, Timestamp start)
    : contracts_(contracts), residual_(residual), start_(start) {
  for (std::size_t i = 0; i < contracts.size(); ++i)
    powers_.emplace_back(contracts[i], i < shapes.size() ? shapes[i] : std::nullopt);
  all_.contracted.resize(contracts.size());
  hour_.contracted.resize(contracts.size());
}

// An interval that crosses the hour counts in both, by its parts.
void MarketAccount::draw(Power power, Mass location, Duration from, Duration to) {
  const double offset = static_cast<double>(((start_.unix_seconds % 3600) + 3600) % 3600);
  for (Duration at = from; at < to;) {
    const auto index = static_cast<std::int64_t>(std::floor((at.si() + offset) / 3600.0));
    if (index != hour_index_) close_hour();
    hour_index_ = index;
    const auto next = Duration::si(3600.0 * static_cast<double>(index + 1) - offset);
    const Duration until = std::max(std::min(next, to), at + Duration::si(1e-9));
    const Duration length = until - at;
    const Mass own = (length / (to - from)) * location;
    for (Sums* sums : {&all_, &hour_}) {
      sums->drawn += power * length;
      sums->location += own;
      for (std::size_t i = 0; i < powers_.size(); ++i)
        sums->contracted[i] += powers_[i].mean(second_of_year(start_, at), length) * length;
    }
    at = until;
  }
}

MarketAccount::Covered MarketAccount::covered(const Sums& sums, bool certificates) const {
  Energy contracted;
  const auto counts = [&](std::size_t i) {
    return certificates || contracts_[i].kind == ContractKind::supply;
  };
  for (std::size_t i = 0; i < contracts_.size(); ++i)
    if (counts(i)) contracted += sums.contracted[i];
  Covered result;
  result.energy = std::min(contracted, sums.drawn);
  const double used = share(result.energy, contracted);
  for (std::size_t i = 0; i < contracts_.size(); ++i) {
    if (!counts(i)) continue;
    const Energy own = used * sums.contracted[i];
    result.carbon += contracts_[i].carbon * own;
    if (contracts_[i].renewable) result.renewable += own;
  }
  const Energy rest = sums.drawn - result.energy;
  result.carbon += residual_ ? *residual_ * rest : share(rest, sums.drawn) * sums.location;
  return result;
}

void MarketAccount::close_hour() {
  const Covered now = covered(hour_, false);
  matched_ += now.energy;
  hourly_carbon_ += now.carbon;
  hour_ = {{}, {}, std::vector<Energy>(contracts_.size())};
}

double MarketAccount::annual_share() const {
  return share(covered(all_, true).energy, all_.drawn);
}
double MarketAccount::hourly_share() const {
  return share(matched_ + covered(hour_, false).energy, all_.drawn);
}
Energy MarketAccount::renewable() const {
  return covered(all_, true).renewable;
}
Mass MarketAccount::annual_carbon() const {
  return covered(all_, true).carbon;
}
Mass MarketAccount::hourly_carbon() const {
  return hourly_carbon_ + covered(hour_, false).carbon;
}

std::vector<config::Finding> check(const ContractSpec& contract) {
  std::vector<config::Finding> found;
  if (!contract.yearly && !contract.hourly)
    found.push_back({"", "the contract says neither how much nor when",
                     "give 'yearly: 20 GWh', or 'hourly' with a series of powers"});
  if (contract.kind == ContractKind::certificates && contract.hourly)
    found.push_back({"hourly", "certificates of the year have no hours",
                     "take it out, or give 'kind: supply'"});
  return found;
}

void describe(config::Fields& f, ContractSpec& contract) {
  f.required("name", contract.name, "Name of the contract.");
  f.optional("kind", contract.kind,
             "'supply' counts hour by hour and by the year, 'certificates' (guarantees of origin) "
             "by the year only.");
  f.optional("yearly", contract.yearly,
             "Energy of a year; evenly spread, or in the shape of 'hourly'.",
             {.above_least = true});
  f.optional("hourly", contract.hourly,
             "Powers hour by hour; only their shape counts where 'yearly' is given.");
  f.required("carbon", contract.carbon, "Greenhouse gas per energy of the contract.");
  f.optional("renewable", contract.renewable, "Whether it counts as renewable.");
}

}  // namespace icekeel::facility
