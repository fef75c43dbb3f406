// SPDX-License-Identifier: Apache-2.0
#include "simulator/power/electrical_spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "simulator/power/electrical_chain.h"

namespace icekeel::power {

bool carries_all_alone(Redundancy topology) {
  return topology == Redundancy::two_n || topology == Redundancy::two_n_plus_1;
}

std::int64_t spare_modules(Redundancy topology) {
  return topology == Redundancy::n_plus_1 || topology == Redundancy::two_n_plus_1 ? 1 : 0;
}

namespace {

bool has_stage(const ElectricalSpec& electrical, const std::string& name) {
  return std::any_of(electrical.stages.begin(), electrical.stages.end(),
                     [&](const StageSpec& stage) { return stage.name == name; });
}

void check_names(const ElectricalSpec& electrical, std::vector<config::Finding>& findings) {
  std::set<std::string> feeds, stages;
  for (std::size_t i = 0; i < electrical.feeds.size(); ++i)
    if (!feeds.insert(electrical.feeds[i]).second)
      findings.push_back({fmt::format("feeds[{}]", i),
                          fmt::format("feed '{}' is given twice", electrical.feeds[i]),
                          "give every feed a name of its own"});
  for (std::size_t i = 0; i < electrical.stages.size(); ++i)
    if (!stages.insert(electrical.stages[i].name).second)
      findings.push_back({fmt::format("stages[{}].name", i),
                          fmt::format("stage '{}' is given twice", electrical.stages[i].name),
                          "give every stage a name of its own"});
}

void check_tap(const ElectricalSpec& electrical, const std::string& path, const std::string& stage,
               std::vector<config::Finding>& findings) {
  if (has_stage(electrical, stage)) return;
  std::string names;
  for (const auto& known : electrical.stages) names += (names.empty() ? "" : ", ") + known.name;
  findings.push_back({path, fmt::format("there is no stage '{}'", stage),
                      fmt::format("stages here: {}", names.empty() ? "none" : names)});
}

}  // namespace

std::vector<config::Finding> check_electrical(const ElectricalSpec& electrical) {
  std::vector<config::Finding> findings;
  check_names(electrical, findings);
  if (electrical.feeds.empty() || electrical.feeds.size() > most_feeds)
    findings.push_back({"feeds", fmt::format("there are {} feeds", electrical.feeds.size()),
                        fmt::format("give 1 to {} feeds", most_feeds)});
  if (carries_all_alone(electrical.topology) && electrical.feeds.size() < 2)
    findings.push_back({"topology", "a doubled topology has a single feed",
                        "give two feeds, as in 'feeds: [A, B]', or choose 'topology: N'"});
  if (electrical.stages.empty())
    findings.push_back({"stages", "the chain has no stage", "give at least a transformer"});
  check_tap(electrical, "mechanical_after", electrical.mechanical_after, findings);
  check_tap(electrical, "critical_mechanical_after", electrical.critical_mechanical_after,
            findings);
  return findings;
}

void describe(config::Fields& f, LossSpec& losses) {
  f.required("no_load", losses.no_load, "Loss over the rating that does not depend on the load.",
             {.most = 1});
  f.required("linear", losses.linear, "Loss over the rating at full load, linear in the load.",
             {.most = 1});
  f.required("quadratic", losses.quadratic,
             "Loss over the rating at full load, quadratic in the load.", {.most = 1});
}

void describe(config::Fields& f, StageSpec& stage) {
  f.required("name", stage.name, "Name of the stage, unique in the chain.");
  f.required("kind", stage.kind, "What the stage is.");
  f.required("losses", stage.losses, "Losses of a running module over its rating.");
  f.optional("module_rating", stage.module_rating,
             "Most output of one module; without it, sized from the design load.",
             {.above_least = true});
  f.optional("modules", stage.modules,
             "Modules that share the design load where no rating is given.",
             {.least = 1, .most = 1000});
  f.optional("heat_to", stage.heat_to, "Where the losses go.");
}

void describe(config::Fields& f, ElectricalSpec& electrical) {
  f.optional("topology", electrical.topology, "How much of the chain may fail.");
  f.optional("feeds", electrical.feeds, "Names of the feeds.");
  f.required("stages", electrical.stages, "Stages of every feed, from the utility to the racks.");
  f.required("mechanical_after", electrical.mechanical_after,
             "Name of the stage that feeds the cooling plant and the building.");
  f.required("critical_mechanical_after", electrical.critical_mechanical_after,
             "Name of the stage that feeds the pumps and fans that must not stop.");
  f.optional("lighting", electrical.lighting,
             "Lighting and small loads of the building over the design IT power.", {.most = 1});
}

}  // namespace icekeel::power
