// SPDX-License-Identifier: Apache-2.0
#include "analysis/money/plain_cost.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/country.h"
#include "analysis/estimate.h"
#include "analysis/inference.h"
#include "analysis/inference_parts.h"
#include "analysis/site_year.h"
#include "simulator/facility/grid.h"

namespace icekeel::analysis {
namespace {

using config::Finding;

/// A node of the case, what a busy one of it does, and where it is.
struct PlainNode {
  Power of_a_place;  ///< mean IT; zero: all are in one
  double water_for_energy = 0;
  platforms::NodeSpec spec;
  Power busy, idle;
  double tokens_per_second = 0;
};

Owned owned_of(const PlainNode& node, double count) {
  Owned owned;
  owned.nodes.push_back(owned_nodes(node.spec, count));
  owned.design = count * node.spec.power_max;
  return owned;
}

// A node answering with the model draws what that takes; else the usual share of its most.
bool read_node(PlainCost& found, const OwnershipSpec& spec, const config::Catalogue& catalogue,
               std::vector<Finding>& problems, PlainNode& node) {
  auto& asked = found.asked;
  if (!read_entry(asked.node, "node", catalogue, problems, node.spec)) return false;
  node.busy = spec.use.draw * node.spec.power_max;
  node.idle = spec.use.idle * node.spec.power_max;
  if (asked.model.empty()) return true;
  InferenceCase request;
  request.model = asked.model;
  request.node = asked.node;
  if (!asked.weights.empty()) request.weights = asked.weights;
  request.batch = asked.batch;
  auto answered = infer(request, catalogue);
  for (auto& problem : answered.problems)
    if (problem.path != "country") problems.push_back(std::move(problem));
  if (!answered.inference || !problems.empty()) return false;
  node.busy = answered.inference->node_power;
  node.tokens_per_second = answered.inference->tokens_per_second;
  asked.weights = answered.inference->asked.weights;
  for (auto& assumed : answered.inference->assumed)
    if (!assumed.starts_with("pue")) found.assumed.push_back(std::move(assumed));
  return true;
}

std::optional<facility::CarbonSpan> grid_carbon(const PlainCase& asked,
                                                const config::Catalogue& catalogue,
                                                std::vector<Finding>& problems) {
  if (asked.country.empty()) return std::nullopt;
  facility::GridSpec grid;
  const auto name = grid_name(asked.country);
  if (read_entry(name, "country", catalogue, problems, grid))
    return facility::location_carbon(grid);
  offer_neighbours(name, catalogue, problems);
  return std::nullopt;
}

void read_place(PlainCost& found, const config::Catalogue& catalogue,
                std::vector<Finding>& problems, PlainNode& node) {
  auto& asked = found.asked;
  SiteYearSpec site;
  if (asked.place.empty() || !read_entry(asked.place, "place", catalogue, problems, site)) return;
  if (asked.pue) {
    problems.push_back({"pue", "a place and a PUE are both given", "give one of them"});
    return;
  }
  const auto of_it = year_of(site);
  asked.pue = of_it.pue();
  node.of_a_place = site.load;
  node.water_for_energy = of_it.water.si() / 1000.0 / of_it.it.si();
  found.assumed.push_back(fmt::format("pue {:.3f} of places/{}", *asked.pue, asked.place));
}

// How many nodes a sum buys with all that belongs to them, at high, middle and low prices.
Range<double> nodes_for(Money budget, const PlainNode& node, const OwnershipSpec& spec,
                        double exchange) {
  const auto one = ownership_cost(owned_of(node, 1.0), {}, spec, exchange).invested();
  return {std::floor(budget / one.high), std::floor(budget / one.mid),
          std::floor(budget / one.low)};
}

YearOfUse use_of(const PlainCost& found, const PlainNode& node, double count) {
  const auto& asked = found.asked;
  YearOfUse use;
  use.electricity = count * *asked.pue * (found.node_power * year);
  if (asked.price) use.energy_cost = use.electricity * *asked.price;
  use.used = asked.busy;
  use.water = Volume::si(node.water_for_energy * (count * (found.node_power * year)).si());
  if (node.tokens_per_second > 0.0)
    use.tokens = count * *asked.busy * node.tokens_per_second * year.si();
  return use;
}

Bought bought_with(const Range<double>& nodes, const PlainCost& found, const PlainNode& node,
                   const std::optional<facility::CarbonSpan>& grid) {
  Bought bought{.nodes = nodes};
  const auto scaled = [&](auto each) {
    return Range<decltype(each)>{nodes.low * each, nodes.mid * each, nodes.high * each};
  };
  const Power facility = *found.asked.pue * found.node_power;
  bought.accelerators = scaled(static_cast<double>(node.spec.chips));
  bought.design = scaled(node.spec.power_max);
  bought.facility = scaled(facility);
  bought.energy = scaled(facility * year);
  if (grid)
    bought.carbon = Range<Mass>{grid->low * bought.energy.low, grid->mid * bought.energy.mid,
                                grid->high * bought.energy.high};
  return bought;
}

void fill_in(PlainCost& found, const OwnershipSpec& spec, std::vector<Finding>& problems) {
  auto& asked = found.asked;
  if (!asked.busy) {
    asked.busy = spec.use.busy;
    found.assumed.push_back(fmt::format("busy {:g} % of the time", 100.0 * *asked.busy));
  }
  if (asked.currency.empty()) asked.currency = spec.currency;
  if (!exchange_to(spec, asked.currency))
    problems.push_back({asked.budget ? "budget" : "price",
                        fmt::format("the prices are in {}, and it is not said what that is in {}",
                                    spec.currency, asked.currency),
                        fmt::format("add 'exchange: {{{}: ...}}' to an ownership file of your own",
                                    asked.currency)});
}

}  // namespace

PlainOutcome plain_cost(const PlainCase& given, const OwnershipSpec& spec,
                        const config::Catalogue& catalogue) {
  PlainOutcome outcome;
  PlainCost found{.asked = given};
  auto& asked = found.asked;
  PlainNode node;
  fill_in(found, spec, outcome.problems);
  const auto grid = grid_carbon(asked, catalogue, outcome.problems);
  read_node(found, spec, catalogue, outcome.problems, node);
  read_place(found, catalogue, outcome.problems, node);
  if (!outcome.problems.empty()) return outcome;
  if (!asked.pue) {
    asked.pue = usual_pue(node.spec);
    found.assumed.push_back(fmt::format("pue {:g}", *asked.pue));
  }
  found.node_power = *asked.busy * node.busy + (1.0 - *asked.busy) * node.idle;
  const double exchange = *exchange_to(spec, asked.currency);
  auto nodes = Range<double>::exactly(static_cast<double>(asked.nodes.value_or(1)));
  if (asked.budget) nodes = nodes_for(*asked.budget, node, spec, exchange);
  if (nodes.mid < 1.0) {
    outcome.problems.push_back({"budget", fmt::format("that buys no '{}'", asked.node),
                                "give a larger sum, or a smaller node"});
    return outcome;
  }
  found.owned = owned_of(node, nodes.mid);
  if (node.of_a_place > Power{})
    found.owned.sites = std::max(1.0, nodes.mid * found.node_power / node.of_a_place);
  found.assumed.push_back(found.owned.sites > 1.0
                              ? fmt::format("{:.0f} such places", found.owned.sites)
                              : "a site of their own");
  found.cost = ownership_cost(found.owned, use_of(found, node, nodes.mid), spec, exchange);
  found.cost.currency = asked.currency;
  found.bought = bought_with(nodes, found, node, grid);
  outcome.cost = std::move(found);
  return outcome;
}

}  // namespace icekeel::analysis
