// SPDX-License-Identifier: Apache-2.0
#include "analysis/availability.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "simulator/base/text.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"
#include "simulator/reliability/cut_sets.h"
#include "simulator/reliability/site_model.h"
#include "simulator/reliability/state_sampling.h"
#include "simulator/scenario/design_load.h"

namespace icekeel::analysis {
namespace {

using reliability::Event;
using reliability::SiteModel;

constexpr double seconds_per_year = 31557600.0;

template <class Enum>
std::string choice_name(Enum value) {
  return std::string(config::Choices<Enum>::names[static_cast<std::size_t>(value)]);
}

// Kinds of nodes of the site, each once.
std::vector<reliability::NamedNode> nodes_of(const scenario::SiteSpec& site) {
  std::vector<reliability::NamedNode> nodes;
  std::set<std::string> seen;
  for (const auto& hall : site.halls)
    for (const auto& group : hall.racks)
      if (seen.insert(group.node.name).second)
        nodes.push_back({group.node.name, group.node.supplies});
  return nodes;
}

reliability::SiteParts parts_of(const scenario::SiteSpec& site) {
  return {scenario::chain_of(site).graph(), choice_name(site.cooling.plant), nodes_of(site)};
}

reliability::ReliabilitySpec faster(reliability::ReliabilitySpec data, double rates) {
  for (auto& [kind, component] : data.components)
    component.failure_rate = rates * component.failure_rate;
  return data;
}

std::string described(const Event& event) {
  if (event.common_cause || event.modules == 1) return event.name;
  if (event.modules == event.needed) return fmt::format("{} (1 of {})", event.name, event.modules);
  return fmt::format("{} ({} of {})", event.name, event.modules - event.needed + 1, event.modules);
}

// "2 x dgx-h100 supply" for events of one family.
std::vector<std::string> names_of(const reliability::CutSet& set,
                                  const std::vector<Event>& events) {
  std::map<std::string, std::pair<int, std::string>> families;
  std::vector<std::string> order;
  for (const std::size_t i : set.events) {
    auto& [count, name] = families[events[i].family];
    if (count++ == 0) order.push_back(events[i].family);
    name = events[i].family == events[i].name ? described(events[i]) : events[i].family;
  }
  std::vector<std::string> names;
  for (const auto& family : order) {
    const auto& [count, name] = families[family];
    names.push_back(count == 1 ? name : fmt::format("{} x {}", count, name));
  }
  return names;
}

// Sets that read the same are one line.
std::vector<FailureSet> merged(const reliability::CutSets& cuts, const std::vector<Event>& events) {
  std::vector<FailureSet> sets;
  std::map<std::vector<std::string>, std::size_t> known;
  double total = 0;
  for (const auto& cut : cuts.sets) {
    const auto names = names_of(cut, events);
    const auto [place, fresh] = known.try_emplace(names, sets.size());
    if (fresh) sets.push_back({names, 0.0});
    sets[place->second].share += cut.probability;
    total += cut.probability;
  }
  for (auto& set : sets) set.share = total > 0 ? set.share / total : 0;
  std::stable_sort(sets.begin(), sets.end(),
                   [](const FailureSet& a, const FailureSet& b) { return a.share > b.share; });
  return sets;
}

// Each component out for its planned hours, one at a time; the rest of the time, none.
double with_maintenance(const reliability::Bdd& bdd, reliability::Bdd::Ref load,
                        const std::vector<Event>& events, std::vector<double> unavailability) {
  double planned = 0, sum = 0;
  const double without = bdd.probability(load, unavailability);
  for (std::size_t i = 0; i < events.size(); ++i) {
    const double time = events[i].maintenance * static_cast<double>(events[i].modules);
    if (time <= 0) continue;
    const double own = unavailability[i];
    unavailability[i] = events[i].unavailability_in_maintenance();
    sum += time * bdd.probability(load, unavailability);
    unavailability[i] = own;
    planned += time;
  }
  return sum + std::max(0.0, 1.0 - planned) * without;
}

LoadAvailability exactly(reliability::Bdd& bdd, const reliability::ModelLoad& load,
                         const std::vector<Event>& events) {
  LoadAvailability result;
  result.load = load.name;
  const auto failure = bdd.failure_of(load.place);
  std::vector<double> unavailability;
  for (const auto& event : events) unavailability.push_back(event.unavailability());
  result.unavailability = bdd.probability(failure, unavailability);
  const auto importance = bdd.importance(failure, unavailability);
  double per_second = 0;
  for (std::size_t i = 0; i < events.size(); ++i)
    per_second += importance[i] * events[i].failures().si();
  result.failures_per_year = per_second * seconds_per_year;
  result.with_maintenance = with_maintenance(bdd, failure, events, unavailability);
  const auto cuts = reliability::minimal_cut_sets(bdd, failure, unavailability);
  result.sets = merged(cuts, events);
  result.set_count = cuts.count_by_order;
  for (const auto& cut : cuts.sets) {
    if (cut.events.size() != 1) continue;
    const auto& event = events[cut.events.front()];
    if (event.common_cause)
      result.common_causes.push_back(event.name);
    else if (event.modules == event.needed)
      result.single_points.push_back(described(event));
  }
  return result;
}

LoadAvailability by_sampling(const SiteModel& model, const reliability::ModelLoad& load,
                             const AvailabilityOptions& options) {
  auto random = random_stream(options.seed, "availability/" + load.name);
  const auto sampled = reliability::sample_unavailability(model.structure, load.place, random,
                                                          {.most_samples = options.most_samples});
  LoadAvailability result;
  result.load = load.name;
  result.unavailability = sampled.mean;
  result.half_interval = sampled.half_interval;
  result.samples = sampled.samples;
  result.sampled_failures = sampled.failures;
  return result;
}

}  // namespace

std::optional<reliability::ReliabilitySpec> failure_data(const scenario::SiteSpec& site,
                                                         const config::Catalogue& catalogue,
                                                         config::Diagnostics& diagnostics) {
  if (site.reliability) return site.reliability;
  const auto file = catalogue.find("reliability", "standard");
  if (!file) return std::nullopt;
  auto root = config::load_document(*file, diagnostics);
  if (!root) return std::nullopt;
  reliability::ReliabilitySpec data;
  config::Reader(std::move(*root), "reliability", catalogue, diagnostics).read(data);
  return data;
}

std::vector<config::Finding> check_availability(const scenario::SiteSpec& site,
                                                const reliability::ReliabilitySpec& data) {
  return reliability::check_data(parts_of(site), data);
}

SiteAvailability availability(const scenario::SiteSpec& site,
                              const reliability::ReliabilitySpec& data,
                              const AvailabilityOptions& options) {
  const SiteModel model = reliability::site_model(parts_of(site), faster(data, options.rates));
  SiteAvailability result{site.name,
                          choice_name(site.power.topology),
                          joined(site.power.feeds, ", "),
                          model.components,
                          true,
                          {}};
  const auto& events = model.structure.events();
  if (options.method != AvailabilityMethod::sampling) {
    try {
      reliability::Bdd bdd(model.structure);
      for (const auto& load : model.loads) result.loads.push_back(exactly(bdd, load, events));
      return result;
    } catch (const reliability::TooLarge&) {
      if (options.method == AvailabilityMethod::exact) throw;
      result.loads.clear();
    }
  }
  result.exact = false;
  for (const auto& load : model.loads) result.loads.push_back(by_sampling(model, load, options));
  return result;
}

std::vector<SiteAvailability> compare_topologies(const scenario::SiteSpec& site,
                                                 const reliability::ReliabilitySpec& data,
                                                 const AvailabilityOptions& options) {
  using power::Redundancy;
  const std::vector<std::pair<Redundancy, std::vector<std::string>>> variants{
      {Redundancy::n, {"A"}},
      {Redundancy::n_plus_1, {"A"}},
      {Redundancy::two_n, {"A", "B"}},
      {Redundancy::two_n_plus_1, {"A", "B"}},
      {Redundancy::three_n_over_two, {"A", "B", "C"}},
      {Redundancy::block, {"A", "B", "C", "reserve"}}};
  std::vector<SiteAvailability> all;
  for (const auto& [topology, feeds] : variants) {
    scenario::SiteSpec variant = site;
    variant.power.topology = topology;
    variant.power.feeds = feeds;
    all.push_back(availability(variant, data, options));
  }
  return all;
}

std::string tier_label(const LoadAvailability& load) {
  return load.single_points.empty() ? "III or IV" : "I or II";
}

}  // namespace icekeel::analysis
