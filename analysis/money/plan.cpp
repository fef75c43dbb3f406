// SPDX-License-Identifier: Apache-2.0
#include "analysis/money/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/money/demand_response.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

/// Nodes that were bought in one year.
struct Vintage {
  int year = 0;
  double nodes = 0;
};

/// The nodes of a phase, from year to year.
class Stock {
 public:
  explicit Stock(const Phase& phase) : phase_(phase) {}

  /// \return how many nodes leave
  double retire(int year) {
    double gone = 0;
    std::erase_if(vintages_, [&](const Vintage& v) {
      const bool old = year - v.year >= phase_.life;
      if (old) gone += v.nodes;
      return old;
    });
    return gone;
  }
  double nodes() const {
    double sum = 0;
    for (const auto& v : vintages_) sum += v.nodes;
    return sum;
  }
  /// What they could do, in nodes of the first year.
  double work() const {
    double sum = 0;
    for (const auto& v : vintages_) sum += v.nodes * work_of(v.year);
    return sum;
  }
  double missing(double work_wanted, int year) const {
    return std::max(0.0, work_wanted - work()) / work_of(year);
  }
  void buy(int year, double nodes) {
    if (nodes > 0.0) vintages_.push_back({year, nodes});
  }
  double work_of(int year) const { return std::pow(1.0 + phase_.spec.gain, year - phase_.first); }
  /// Work of a node in the mean over ages up to the life.
  double work_of_all_ages() const {
    double sum = 0;
    for (int age = 0; age < phase_.life; ++age) sum += work_of(phase_.first - age);
    return sum / phase_.life;
  }
  /// Nodes of all ages but new ones.
  void fill(double nodes) {
    for (int age = 1; age < phase_.life; ++age) buy(phase_.first - age, nodes / phase_.life);
  }

 private:
  const Phase& phase_;
  std::vector<Vintage> vintages_;
};

MoneyRange invested_in(const Plan& plan, const Phase& phase, double nodes, Power design) {
  Owned owned;
  owned.nodes.push_back(owned_nodes(phase.node, nodes));
  owned.design = design;
  return ownership_cost(owned, {}, plan.ownership, plan.exchange).invested();
}

/// One phase in motion.
class PhaseInYears {
 public:
  PhaseInYears(const Plan& plan, const Phase& phase) : plan_(plan), phase_(phase), stock_(phase) {}

  std::optional<PhaseYear> next(int year) {
    if (phase_.spec.aged && year == phase_.first) {
      built_ = phase_.nodes * phase_.node.power_max;
      stock_.fill(phase_.nodes);
    }
    const double gone = stock_.retire(year);
    const double work = work_in(year);
    double demand = 1.0;
    if (work > 0.0 && plan_.spec.demand) {
      const auto answer = answer_in(year, work);
      if (!answer) return std::nullopt;
      demand = *answer;
    }
    const double bought = stock_.missing(demand * work, year);
    stock_.buy(year, bought);
    auto state = state_of(stock_.nodes(), stock_.work(), demand * work, year);
    state.bought = bought;
    state.retired = gone;
    state.demand = demand;
    add_purchases(state);
    return state;
  }

 private:
  double work_in(int year) const {
    const bool there =
        year >= phase_.first && (phase_.spec.renew || year < phase_.first + phase_.life);
    const double node = phase_.spec.aged ? stock_.work_of_all_ages() : 1.0;
    return there ? node * phase_.nodes * std::pow(1.0 + phase_.spec.growth, year - phase_.first)
                 : 0.0;
  }

  // What demand makes of the cost of a unit, against that of the first year.
  std::optional<double> answer_in(int year, double work) {
    const auto unit_cost = [&](double demand) {
      const double wanted = demand * work, bought = stock_.missing(wanted, year);
      const auto state = state_of(stock_.nodes() + bought,
                                  stock_.work() + bought * stock_.work_of(year), wanted, year);
      return state.cost.mid.si() / wanted;
    };
    if (!first_cost_) {
      first_cost_ = unit_cost(1.0);
      return 1.0;
    }
    return answered_demand(plan_.spec.demand->elasticity, *first_cost_, unit_cost);
  }

  PhaseYear state_of(double nodes, double could_do, double work, int year_number) const {
    PhaseYear state;
    if (!(nodes > 0.0)) return state;
    state.nodes = nodes;
    state.busy = could_do > 0.0 ? phase_.busy * std::min(1.0, work / could_do) : 0.0;
    state.design = nodes * phase_.node.power_max;
    state.it = nodes * (state.busy * phase_.works + (1.0 - state.busy) * phase_.waits);
    state.energy = phase_.pue * (state.it * year);
    state.water = Volume::si(phase_.water_for_energy * (state.it * year).si());
    state.sites = phase_.site > Power{} ? std::max(1.0, state.it / phase_.site) : 1.0;
    state.cost = cost_of(state, year_number);
    const auto grid = carbon_in(plan_.grid, plan_.spec.carbon, year_number);
    state.operational = {grid.low * state.energy, grid.mid * state.energy,
                         grid.high * state.energy};
    return state;
  }

  MoneyRange cost_of(const PhaseYear& state, int year_number) const {
    Owned owned;
    owned.nodes.push_back(owned_nodes(phase_.node, state.nodes));
    owned.design = state.design;
    owned.sites = state.sites;
    YearOfUse use;
    use.electricity = state.energy;
    use.water = state.water;
    if (plan_.spec.price)
      use.energy_cost =
          state.energy * (std::pow(1.0 + plan_.spec.price_growth,
                                   static_cast<double>(year_number - plan_.spec.from)) *
                          *plan_.spec.price);
    return ownership_cost(owned, use, plan_.ownership, plan_.exchange).yearly();
  }

  // Chain, cooling and building are bought for the largest stock so far; they outlive the nodes.
  void add_purchases(PhaseYear& state) {
    const Power more = std::max(Power{}, state.design - built_);
    built_ += more;
    if (state.bought > 0.0 || more > Power{})
      state.purchases = invested_in(plan_, phase_, state.bought, more);
    if (phase_.embodied) state.embodied = state.bought * *phase_.embodied;
    if (state.nodes > 0.0)
      for (const auto& part : lifecycle::worn_around(state.design, plan_.cycle, year))
        state.embodied += part.carbon;
  }

  const Plan& plan_;
  const Phase& phase_;
  Stock stock_;
  Power built_;
  std::optional<double> first_cost_;
};

}  // namespace

PhaseYear& PhaseYear::operator+=(const PhaseYear& other) {
  nodes += other.nodes;
  bought += other.bought;
  retired += other.retired;
  sites += other.sites;
  design += other.design;
  it += other.it;
  energy += other.energy;
  water += other.water;
  cost += other.cost;
  purchases += other.purchases;
  operational += other.operational;
  embodied += other.embodied;
  return *this;
}

PhaseYear PlanYear::all() const {
  PhaseYear sum;
  for (const auto& phase : phases) sum += phase;
  return sum;
}

Range<CarbonIntensity> carbon_in(const facility::GridSpec& grid,
                                 const std::vector<facility::YearSpec>& more, int year_number) {
  // What the plan says of a year counts instead of what the grid's entry says of it.
  std::map<std::int64_t, Range<CarbonIntensity>> known;
  const auto add = [&](const std::vector<facility::YearSpec>& years) {
    std::map<std::int64_t, Range<CarbonIntensity>> found;
    for (const auto& one : years) {
      auto& range =
          found.try_emplace(one.year, Range<CarbonIntensity>::exactly(one.carbon)).first->second;
      range.low = std::min(range.low, one.carbon);
      range.high = std::max(range.high, one.carbon);
    }
    for (const auto& [at, range] : found) known[at] = range;
  };
  add(grid.years);
  add(more);
  if (known.empty()) return Range<CarbonIntensity>::exactly(grid.carbon);
  const auto after = known.lower_bound(year_number);
  if (after == known.end()) return std::prev(after)->second;
  if (after == known.begin() || after->first == year_number) return after->second;
  const auto& [early, a] = *std::prev(after);
  const auto& [late, b] = *after;
  const double share = static_cast<double>(year_number - early) / static_cast<double>(late - early);
  return (1.0 - share) * a + share * b;
}

std::optional<std::vector<PlanYear>> years_of(const Plan& plan) {
  std::vector<PhaseInYears> phases;
  phases.reserve(plan.phases.size());
  for (const auto& phase : plan.phases) phases.emplace_back(plan, phase);
  std::vector<PlanYear> years;
  for (auto number = static_cast<int>(plan.spec.from); number <= plan.spec.to; ++number) {
    auto& one = years.emplace_back();
    one.year = number;
    for (auto& phase : phases) {
      auto state = phase.next(number);
      if (!state) return std::nullopt;
      one.phases.push_back(*state);
    }
  }
  return years;
}

}  // namespace icekeel::analysis
