// SPDX-License-Identifier: Apache-2.0
#include "analysis/money/ownership.h"

#include <algorithm>

#include "platforms/hall.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

double years_of(Duration time) {
  return time / year;
}

/// Prices of an entry, in the currency of the answer.
class Prices {
 public:
  Prices(const OwnershipSpec& spec, double exchange) : spec_(spec), exchange_(exchange) {}

  template <class Amount, class Price>
  MoneyRange of(Amount amount, const Range<Price>& price) const {
    return {exchange_ * (amount * price.low), exchange_ * (amount * price.mid),
            exchange_ * (amount * price.high)};
  }

  /// A node's own price is that of the scenario, in its currency.
  MoneyRange of(const OwnedNodes& nodes) const {
    if (nodes.price) return MoneyRange::exactly(nodes.count * *nodes.price);
    const auto at = std::ranges::find(spec_.nodes.prices, nodes.chip, &NodePriceSpec::chip);
    const auto& each = at == spec_.nodes.prices.end() ? spec_.nodes.other : at->price;
    return of(nodes.count * nodes.chips, each);
  }

 private:
  const OwnershipSpec& spec_;
  double exchange_;
};

MoneyRange product(const Range<double>& share, const MoneyRange& money) {
  return {share.low * money.low, share.mid * money.mid, share.high * money.high};
}

/// Collects parts; every estimate with its own price of capital.
class Books {
 public:
  explicit Books(const OwnershipSpec& spec) : spec_(spec) {}

  void bought(const char* part, const MoneyRange& price, const KeepSpec& keep) {
    const double life = years_of(keep.life), horizon = years_of(spec_.horizon);
    const auto spread = [&](Money money, double rate) {
      return yearly_share(spec_.depreciation, rate, life, keep.resale) * money;
    };
    const auto present = [&](Money money, double rate) {
      return net_present_purchases(rate, life, keep.resale, horizon) * money;
    };
    invested_ += price;
    upkeep_ += keep.maintenance * price;
    add({part, CostKind::capital, each(price, spread), price, each(price, present)});
  }

  void paid(const char* part, const MoneyRange& yearly) {
    const double horizon = years_of(spec_.horizon);
    const auto present = [&](Money money, double rate) {
      return (1.0 / annuity_factor(rate, horizon)) * money;
    };
    // A low price of capital makes later payments weigh more; each estimate keeps its own.
    add({part, CostKind::operation, yearly, {}, each(yearly, present)});
  }

  const MoneyRange& invested() const { return invested_; }
  const MoneyRange& upkeep() const { return upkeep_; }
  std::vector<CostPart> close() && { return std::move(parts_); }

 private:
  template <class Function>
  MoneyRange each(const MoneyRange& money, const Function& of) const {
    return {of(money.low, spec_.capital.low), of(money.mid, spec_.capital.mid),
            of(money.high, spec_.capital.high)};
  }
  void add(CostPart part) {
    if (part.yearly != MoneyRange{}) parts_.push_back(std::move(part));
  }

  const OwnershipSpec& spec_;
  std::vector<CostPart> parts_;
  MoneyRange invested_, upkeep_;
};

MoneyRange sum_of(const std::vector<CostPart>& parts, MoneyRange CostPart::* member) {
  MoneyRange sum;
  for (const auto& part : parts) sum += part.*member;
  return sum;
}

// What heat earns, as a negative cost: the highest price makes the lowest cost.
MoneyRange heat_cost(const YearOfUse& use, const OwnershipSpec& spec, const Prices& prices) {
  if (use.heat_income) return MoneyRange::exactly(-*use.heat_income);
  const auto income = prices.of(use.heat, spec.heat);
  return {-income.high, -income.mid, -income.low};
}

}  // namespace

double Owned::accelerators() const {
  double sum = 0;
  for (const auto& kind : nodes) sum += kind.count * kind.chips;
  return sum;
}

MoneyRange OwnershipCost::yearly() const {
  return sum_of(parts, &CostPart::yearly);
}
MoneyRange OwnershipCost::invested() const {
  return sum_of(parts, &CostPart::invested);
}
MoneyRange OwnershipCost::net_present() const {
  return sum_of(parts, &CostPart::net_present);
}

std::optional<Range<Rent>> OwnershipCost::accelerator_hour() const {
  if (!(accelerators > 0.0)) return std::nullopt;
  return 1.0 / (accelerators * year) * yearly();
}

std::optional<Range<Rent>> OwnershipCost::used_hour() const {
  const auto hour = accelerator_hour();
  if (!hour || !use.used || !(*use.used > 0.0)) return std::nullopt;
  return 1.0 / *use.used * *hour;
}

std::optional<MoneyRange> OwnershipCost::million_tokens() const {
  if (!use.tokens || !(*use.tokens > 0.0)) return std::nullopt;
  return 1e6 / *use.tokens * yearly();
}

const CostPart& largest(std::span<const CostPart> parts) {
  return *std::ranges::max_element(parts, {}, [](const CostPart& p) { return p.yearly.mid; });
}

const CostPart& least_known(std::span<const CostPart> parts) {
  return *std::ranges::max_element(parts, {}, [](const CostPart& p) { return p.yearly.width(); });
}

OwnershipCost ownership_cost(const Owned& owned, const YearOfUse& use, const OwnershipSpec& spec,
                             double exchange) {
  const Prices prices(spec, exchange);
  Books books(spec);
  MoneyRange nodes;
  for (const auto& kind : owned.nodes) nodes += prices.of(kind);
  books.bought("nodes", nodes, spec.nodes.keep);
  books.bought("network", product(spec.network.of_nodes, nodes), spec.network.keep);
  books.bought("storage", prices.of(owned.storage, spec.storage.price), spec.storage.keep);
  books.bought("electrical chain", prices.of(owned.design, spec.electrical.price),
               spec.electrical.keep);
  books.bought("cooling plant", prices.of(owned.design, spec.cooling.price), spec.cooling.keep);
  books.bought("building", prices.of(owned.design, spec.building.price), spec.building.keep);
  if (use.energy_cost) {
    books.paid("electricity", MoneyRange::exactly(*use.energy_cost - use.demand_charges));
    books.paid("demand charges", MoneyRange::exactly(use.demand_charges));
  }
  books.paid("water", prices.of(use.water, spec.water));
  books.paid("maintenance", books.upkeep());
  books.paid("staff", prices.of(owned.sites * year, spec.staff.fixed) +
                          prices.of(year * owned.design, spec.staff.for_each_kW));
  books.paid("insurance and tax", product(spec.insurance, books.invested()));
  books.paid("heat sold", heat_cost(use, spec, prices));
  return {.currency = {},
          .parts = std::move(books).close(),
          .accelerators = owned.accelerators(),
          .use = use,
          .priced_energy = use.energy_cost.has_value()};
}

std::optional<double> exchange_to(const OwnershipSpec& spec, const std::string& currency) {
  if (currency == spec.currency) return 1.0;
  const auto at = spec.exchange.find(currency);
  return at == spec.exchange.end() ? std::nullopt : std::optional(at->second);
}

OwnedNodes owned_nodes(const platforms::NodeSpec& node, double count) {
  return {node.name, node.chip.name, count, static_cast<double>(node.chips), node.price};
}

Owned owned_by(const scenario::SiteSpec& site) {
  Owned owned;
  for (const auto& hall : site.halls) {
    owned.design += platforms::most_power(hall);
    for (const auto& group : hall.racks)
      owned.nodes.push_back(
          owned_nodes(group.node, static_cast<double>(group.count * group.nodes)));
  }
  if (site.storage) owned.storage = site.storage->capacity;
  return owned;
}

Owned owned_by(const std::vector<scenario::SiteSpec>& sites) {
  Owned all;
  all.sites = static_cast<double>(sites.size());
  for (const auto& site : sites) {
    auto one = owned_by(site);
    std::ranges::move(one.nodes, std::back_inserter(all.nodes));
    all.storage += one.storage;
    all.design += one.design;
  }
  return all;
}

}  // namespace icekeel::analysis
