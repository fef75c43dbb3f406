// SPDX-License-Identifier: Apache-2.0
#include "simulator/reliability/site_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

namespace icekeel::reliability {
namespace {

constexpr auto year = Duration::si(31557600);

std::string kind_name(power::StageKind kind) {
  return std::string(config::Choices<power::StageKind>::names[static_cast<std::size_t>(kind)]);
}

class Builder {
 public:
  Builder(const SiteParts& site, const ReliabilitySpec& data) : site_(site), data_(data) {
    count_components();
  }

  SiteModel build() {
    for (const auto& part : site_.chain.parts) add_part(part);
    std::vector<std::size_t> racks;
    for (std::size_t i = 0; i < site_.chain.loads.size(); ++i) {
      powered_.push_back(powered(site_.chain.loads[i]));
      if (site_.chain.loads[i].kind != power::LoadKind::racks) continue;
      racks.push_back(i);
      name(site_.chain.loads[i].name, powered_[i]);
    }
    const auto cooled = cooling();
    for (const std::size_t i : racks) {
      if (!cooled) break;
      name(site_.chain.loads[i].name + ", cooled", model_.structure.all({powered_[i], *cooled}));
    }
    // Racks of all groups are alike: the nodes of the first stand for all.
    for (const auto& node : site_.nodes) add_node(node, site_.chain.loads[racks.front()], cooled);
    return std::move(model_);
  }

 private:
  void name(const std::string& load, Place place) { model_.loads.push_back({load, place}); }

  // How many components of each kind: a common cause needs two.
  void count_components() {
    for (const auto& part : site_.chain.parts) {
      count_[kind_name(part.kind)] += part.modules;
      if (part.spec && part.spec->battery) count_["battery"] += part.modules;
    }
    if (const auto plant = data_.cooling.find(site_.plant); plant != data_.cooling.end())
      for (const auto& part : plant->second) count_[part.kind] += part.modules;
    for (const auto& node : site_.nodes) count_["supply"] += node.supplies.count;
  }

  // Components side by side; what takes them all at once is an event of its own.
  Place add_group(const std::string& group, const std::string& family, const std::string& kind,
                  std::int64_t modules, std::int64_t needed) {
    const FailureSpec& data = data_.components.at(kind);
    const double beta = count_[kind] > 1 ? data.common_cause : 0.0;
    Event event;
    event.name = group;
    event.family = family;
    event.kind = kind;
    event.modules = modules;
    event.needed = needed;
    set_failures(event, data, 1.0 - beta);
    event.maintenance = data.maintenance / year;
    model_.components += modules;
    const Place own = model_.structure.add(event);
    if (beta <= 0.0) return own;
    return model_.structure.all({own, common_cause(kind, data, beta)});
  }

  Place common_cause(const std::string& kind, const FailureSpec& data, double beta) {
    if (const auto known = common_.find(kind); known != common_.end()) return known->second;
    Event event;
    event.name = "common cause of every " + kind;
    event.family = event.name;
    event.kind = kind;
    event.common_cause = true;
    set_failures(event, data, beta);
    return common_[kind] = model_.structure.add(event);
  }

  // A share of the failures of a kind. Standby components also fail to start, and fail while they
  // run, which is as long as a utility is away.
  void set_failures(Event& event, const FailureSpec& data, double share) const {
    FailureSpec part = data;
    part.failure_rate = share * data.failure_rate;
    event.module_failures = part.failure_rate;
    event.module_unavailability = unavailability(part);
    if (data.start_failure <= 0.0) return;
    const auto utility = data_.components.find("utility");
    const Duration away = utility == data_.components.end() ? Duration{} : utility->second.repair;
    const double runs_through = std::exp(-(part.failure_rate * away));
    event.module_unavailability = 1.0 - (1.0 - event.module_unavailability) *
                                            (1.0 - share * data.start_failure) * runs_through;
  }

  // Two places for each part: whether it delivers, and whether it does without generators.
  void add_part(const power::Part& part) {
    const std::string kind = kind_name(part.kind);
    const Place own = add_group(part.name, part.name, kind, part.modules, part.needed);
    if (part.kind == power::StageKind::utility) return put(own, own);
    if (part.kind == power::StageKind::generator) return put(own, std::nullopt);
    std::vector<Place> any, steady;
    for (const std::size_t from : part.from) {
      if (delivers_[from]) any.push_back(*delivers_[from]);
      if (steady_[from]) steady.push_back(*steady_[from]);
    }
    std::vector<Place> needs{own, model_.structure.any(any)};
    // While generators start, the battery has to carry.
    if (part.spec && part.spec->battery && !steady.empty()) {
      auto bridge = steady;
      bridge.push_back(add_group(part.name + " battery", part.name + " battery", "battery",
                                 part.modules, part.needed));
      needs.push_back(model_.structure.any(bridge));
    }
    std::optional<Place> without_generators;
    if (!steady.empty())
      without_generators = model_.structure.all({own, model_.structure.any(steady)});
    put(model_.structure.all(needs), without_generators);
  }

  void put(std::optional<Place> delivers, std::optional<Place> steady) {
    delivers_.push_back(delivers);
    steady_.push_back(steady);
  }

  std::vector<Place> places(const std::vector<std::size_t>& parts) const {
    std::vector<Place> found;
    for (const std::size_t part : parts) found.push_back(*delivers_[part]);
    return found;
  }

  Place powered(const power::LoadPoint& load) {
    std::vector<Place> all;
    for (const auto& needed : load.requirements)
      all.push_back(model_.structure.at_least(needed.least, places(needed.parts)));
    return model_.structure.all(all);
  }

  std::optional<Place> cooling() {
    const auto plant = data_.cooling.find(site_.plant);
    if (plant == data_.cooling.end() || plant->second.empty()) return std::nullopt;
    std::vector<Place> all;
    for (const auto& part : plant->second) {
      all.push_back(add_group(part.name, part.name, part.kind, part.modules, part.needed));
      const auto kind = part.power == PlantPower::mechanical ? power::LoadKind::mechanical
                                                             : power::LoadKind::critical_mechanical;
      for (std::size_t i = 0; i < site_.chain.loads.size(); ++i)
        if (site_.chain.loads[i].kind == kind) all.push_back(powered_[i]);
    }
    const Place place = model_.structure.all(all);
    name("cooling", place);
    return place;
  }

  // One node: enough supplies that work and have voltage at their cord.
  void add_node(const NamedNode& node, const power::LoadPoint& load,
                const std::optional<Place>& cooled) {
    const auto cords = places(load.cords);
    std::vector<Place> supplies;
    for (std::int64_t i = 0; i < node.supplies.count; ++i) {
      const auto cord = static_cast<std::size_t>(i) % cords.size();
      const Place supply = add_group(fmt::format("{} supply {}", node.name, i + 1),
                                     node.name + " supply", "supply", 1, 1);
      supplies.push_back(model_.structure.all({supply, cords[cord]}));
    }
    const auto with = [&](std::int64_t least) {
      std::vector<Place> all{model_.structure.at_least(least, supplies),
                             powered_[static_cast<std::size_t>(&load - site_.chain.loads.data())]};
      if (cooled) all.push_back(*cooled);
      return model_.structure.all(all);
    };
    name("node " + node.name, with(node.supplies.least));
    if (node.supplies.needed > node.supplies.least)
      name("node " + node.name + " at full speed", with(node.supplies.needed));
  }

  const SiteParts& site_;
  const ReliabilitySpec& data_;
  SiteModel model_;
  std::map<std::string, std::int64_t> count_;
  std::map<std::string, Place> common_;
  std::vector<std::optional<Place>> delivers_, steady_;  // by part
  std::vector<Place> powered_;                           // by load point
};

}  // namespace

std::vector<config::Finding> check_data(const SiteParts& site, const ReliabilitySpec& data) {
  std::set<std::string> kinds;
  for (const auto& part : site.chain.parts) {
    kinds.insert(kind_name(part.kind));
    if (part.spec && part.spec->battery) kinds.insert("battery");
  }
  if (!site.nodes.empty()) kinds.insert("supply");
  std::vector<config::Finding> findings = check(data);
  for (const auto& kind : kinds)
    if (!data.components.contains(kind))
      findings.push_back({"components", fmt::format("there are no failure data of '{}'", kind),
                          fmt::format("add 'components: {{{}: {{failure_rate: ..., repair: "
                                      "...}}}}'",
                                      kind)});
  return findings;
}

SiteModel site_model(const SiteParts& site, const ReliabilitySpec& data) {
  return Builder(site, data).build();
}

}  // namespace icekeel::reliability
