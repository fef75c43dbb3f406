// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

#include "platforms/network.h"
#include "simulator/base/text.h"
#include "simulator/power/part_graph.h"
#include "simulator/scenario/checks.h"
#include "simulator/scenario/expansion.h"

namespace icekeel::scenario {
namespace {

using Findings = std::vector<config::Finding>;

// The site that an event happens at, or why there is none.
std::optional<std::size_t> site_of(const ScenarioSpec& scenario, const EventSpec& event,
                                   const std::string& path, Findings& found) {
  const auto named = [&](const SiteSpec& site) { return !event.site || site.name == *event.site; };
  const auto site = std::find_if(scenario.sites.begin(), scenario.sites.end(), named);
  if (site == scenario.sites.end()) {
    found.push_back({path + ".site", fmt::format("there is no site '{}'", event.site.value_or("")),
                     "use the name of one of the sites"});
    return std::nullopt;
  }
  if (!event.site && scenario.sites.size() > 1) {
    found.push_back({path, "the event does not say at which site it happens", "add 'site:'"});
    return std::nullopt;
  }
  return static_cast<std::size_t>(site - scenario.sites.begin());
}

constexpr std::string_view cdu_pumps = "cdu pumps", cooling = "cooling";

// How long racks ride through depends on the coolant in them.
void check_coolant_is_known(const SiteSpec& site, const std::string& path, Findings& found) {
  bool liquid = false;
  for (const auto& hall : site.halls)
    for (const auto& group : hall.racks) {
      if (platforms::liquid_share(group) <= 0) continue;
      liquid = true;
      if (!group.coolant_volume)
        found.push_back({path + ".lose",
                         fmt::format("the coolant in the racks '{}' is not known", group.name),
                         "give 'coolant_volume' of the racks, as in '0.08 m3'"});
    }
  if (!liquid)
    found.push_back({path + ".lose", "the site has no racks on liquid", "lose something else"});
}

constexpr std::array<std::pair<std::string_view, platforms::FabricPart>, 4> fabric_parts{
    {{"adapter ", platforms::FabricPart::adapter},
     {"leaf switch ", platforms::FabricPart::leaf_switch},
     {"upper switch ", platforms::FabricPart::upper_switch},
     {"cable ", platforms::FabricPart::cable}}};

// Parts of the network: 'cable 12', with 'modules' so many from there on. Nothing if it is not one.
std::optional<FabricOutage> fabric_outage(const SiteSpec& site, const EventSpec& event,
                                          const std::string& path, Findings& found) {
  for (const auto& [name, part] : fabric_parts) {
    if (!event.lose.starts_with(name)) continue;
    const auto digits = event.lose.substr(name.size());
    std::size_t first = 0;
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), first);
    if (wrong != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    const auto expansion = expand(site);
    const platforms::Network network(site.fabric, adapters_of_fabric(expansion), expansion.nodes());
    const std::size_t there = network.parts(part);
    const auto count = static_cast<std::size_t>(event.modules.value_or(1));
    if (first + count > there)
      found.push_back(
          {path + ".lose",
           fmt::format("there are {} of '{}' in the network, counted from 0; {} from {} on "
                       "cannot be lost",
                       there, name.substr(0, name.size() - 1), count, first),
           "choose a smaller number, or fewer 'modules'"});
    return FabricOutage{part, first, count};
  }
  return std::nullopt;
}

// What the event takes away: a feed by "feed A", or modules of a part by its name.
std::optional<Outage> outage_of(const SiteSpec& site, const EventSpec& event,
                                const std::string& path, Findings& found) {
  if (const auto fabric = fabric_outage(site, event, path, found)) {
    Outage outage{.at = event.at, .lasting = event.lasting};
    outage.fabric = fabric;
    return outage;
  }
  const auto parts = power::part_graph(site.power).parts;
  std::vector<std::string> known;
  for (const auto& feed : site.power.feeds) known.push_back("feed " + feed);
  for (const auto& part : parts) known.push_back(part.name);
  known.emplace_back(cdu_pumps);
  known.emplace_back(cooling);
  for (const auto& [name, part] : fabric_parts) known.push_back(std::string(name) + "0");
  const auto lost = std::find(known.begin(), known.end(), event.lose);
  if (lost == known.end()) {
    const auto meant = nearest(event.lose, known);
    found.push_back(
        {path + ".lose", fmt::format("'{}' cannot be lost", event.lose),
         meant ? fmt::format("did you mean '{}'?", *meant) : "one of: " + joined(known, ", ")});
    return std::nullopt;
  }
  Outage outage{.at = event.at, .lasting = event.lasting};
  if (event.lose == cooling) {
    outage.cooling = true;
    if (event.modules)
      found.push_back({path + ".modules", "the cooling is lost as a whole", "take 'modules' out"});
    return outage;
  }
  if (event.lose == cdu_pumps) {
    outage.cdu_pumps = true;
    check_coolant_is_known(site, path, found);
    if (event.modules)
      found.push_back(
          {path + ".modules", "the CDU pumps are lost as a whole", "take 'modules' out"});
    return outage;
  }
  const auto index = static_cast<std::size_t>(lost - known.begin());
  const std::size_t feeds = site.power.feeds.size();
  if (index < feeds) {
    outage.feed = index;
    if (event.modules)
      found.push_back({path + ".modules", "a feed is lost as a whole",
                       "name a part, as in 'lose: A/ups', or take 'modules' out"});
    return outage;
  }
  outage.part = index - feeds;
  const std::int64_t there = parts[outage.part].modules;
  outage.modules = event.modules.value_or(all_modules);
  // Where ratings are given, the number of modules follows the load and is known later.
  const auto& spec = parts[outage.part].spec;
  if (event.modules && outage.modules > there && !(spec && spec->module_rating))
    found.push_back(
        {path + ".modules",
         fmt::format("{} has {} modules, {} cannot be lost", event.lose, there, outage.modules),
         "lose fewer, or leave 'modules' out to lose all"});
  return outage;
}

}  // namespace

std::vector<Outage> plan_events(const ScenarioSpec& scenario, Findings& found) {
  std::vector<Outage> outages;
  for (std::size_t i = 0; i < scenario.events.size(); ++i) {
    const auto path = fmt::format("events[{}]", i);
    const auto site = site_of(scenario, scenario.events[i], path, found);
    if (!site) continue;
    auto outage = outage_of(scenario.sites[*site], scenario.events[i], path, found);
    if (!outage) continue;
    outage->site = *site;
    outages.push_back(*outage);
  }
  return outages;
}

}  // namespace icekeel::scenario
