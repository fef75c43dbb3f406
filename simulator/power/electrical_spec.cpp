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

std::vector<std::vector<std::size_t>> cord_groups(const ElectricalSpec& electrical) {
  const std::size_t feeds = electrical.feeds.size();
  std::vector<std::vector<std::size_t>> groups;
  if (carries_all_alone(electrical.topology)) {
    groups.emplace_back();
    for (std::size_t feed = 0; feed < feeds; ++feed) groups.back().push_back(feed);
  } else if (electrical.topology == Redundancy::three_n_over_two) {
    for (std::size_t a = 0; a < feeds; ++a)
      for (std::size_t b = a + 1; b < feeds; ++b) groups.push_back({a, b});
  } else if (electrical.topology == Redundancy::block) {
    for (std::size_t feed = 0; feed + 1 < feeds; ++feed) groups.push_back({feed, feeds - 1});
  } else {
    for (std::size_t feed = 0; feed < feeds; ++feed) groups.push_back({feed});
  }
  return groups;
}

double design_share(const ElectricalSpec& electrical) {
  const auto feeds = static_cast<double>(electrical.feeds.size());
  if (carries_all_alone(electrical.topology)) return 1.0;
  const bool one_may_fail = electrical.topology == Redundancy::three_n_over_two ||
                            electrical.topology == Redundancy::block;
  return 1.0 / (one_may_fail ? feeds - 1.0 : feeds);
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
  std::set<std::string> parts;
  for (std::size_t i = 0; i < electrical.parts.size(); ++i)
    if (!parts.insert(electrical.parts[i].name).second)
      findings.push_back({fmt::format("parts[{}].name", i),
                          fmt::format("part '{}' is given twice", electrical.parts[i].name),
                          "give every part a name of its own"});
}

void check_tap(const ElectricalSpec& electrical, const std::string& path, const std::string& stage,
               std::vector<config::Finding>& findings) {
  if (has_stage(electrical, stage)) return;
  std::string names;
  for (const auto& known : electrical.stages) names += (names.empty() ? "" : ", ") + known.name;
  findings.push_back({path, fmt::format("there is no stage '{}'", stage),
                      fmt::format("stages here: {}", names.empty() ? "none" : names)});
}

void check_backup(const ElectricalSpec& electrical, std::vector<config::Finding>& findings) {
  if (electrical.backup) check_tap(electrical, "backup.after", electrical.backup->after, findings);
}

// What only the parts of a drawn chain can be.
void check_stage_kinds(const ElectricalSpec& electrical, std::vector<config::Finding>& findings) {
  for (std::size_t i = 0; i < electrical.stages.size(); ++i)
    if (electrical.stages[i].kind >= StageKind::utility)
      findings.push_back({fmt::format("stages[{}].kind", i),
                          "sources and switches are no stages of a feed",
                          "write 'backup:' for generators, or draw the chain as 'parts'"});
}

void check_batteries(const ElectricalSpec& electrical, std::vector<config::Finding>& findings) {
  const auto check = [&](const StageSpec& stage, const std::string& path) {
    if (stage.battery && stage.kind != StageKind::ups)
      findings.push_back({path + ".battery", fmt::format("'{}' is no UPS", stage.name),
                          "give batteries to stages of the kind 'ups'"});
    if (stage.input && stage.kind != StageKind::ups)
      findings.push_back({path + ".input", fmt::format("'{}' is no UPS", stage.name),
                          "give 'input' to stages of the kind 'ups'"});
  };
  for (std::size_t i = 0; i < electrical.stages.size(); ++i)
    check(electrical.stages[i], fmt::format("stages[{}]", i));
  for (std::size_t i = 0; i < electrical.parts.size(); ++i)
    check(electrical.parts[i], fmt::format("parts[{}]", i));
}

void check_generators(const ElectricalSpec& electrical, std::vector<config::Finding>& findings) {
  const auto add = [&](const GeneratorSpec& set, const std::string& path) {
    for (auto& finding : check(set)) {
      finding.path = path + "." + finding.path;
      findings.push_back(std::move(finding));
    }
  };
  if (electrical.backup && electrical.backup->set) add(*electrical.backup->set, "backup.set");
  for (std::size_t i = 0; i < electrical.parts.size(); ++i) {
    const auto& part = electrical.parts[i];
    if (part.set && part.kind != StageKind::generator)
      findings.push_back({fmt::format("parts[{}].set", i),
                          fmt::format("'{}' is no generator", part.name), "take its 'set' out"});
    else if (part.set)
      add(*part.set, fmt::format("parts[{}].set", i));
  }
}

void check_feed_count(const ElectricalSpec& electrical, std::vector<config::Finding>& findings) {
  const std::size_t feeds = electrical.feeds.size();
  if (feeds == 0 || feeds > most_feeds)
    findings.push_back({"feeds", fmt::format("there are {} feeds", feeds),
                        fmt::format("give 1 to {} feeds", most_feeds)});
  if (carries_all_alone(electrical.topology) && feeds < 2)
    findings.push_back({"topology", "a doubled topology has a single feed",
                        "give two feeds, as in 'feeds: [A, B]', or choose 'topology: N'"});
  const bool shared = electrical.topology == Redundancy::three_n_over_two ||
                      electrical.topology == Redundancy::block;
  if (shared && feeds < 3)
    findings.push_back({"topology", fmt::format("this topology has {} feeds", feeds),
                        "give three feeds or more, as in 'feeds: [A, B, C]'"});
}

}  // namespace

std::vector<config::Finding> check_electrical(const ElectricalSpec& electrical) {
  std::vector<config::Finding> findings;
  check_names(electrical, findings);
  check_feed_count(electrical, findings);
  check_batteries(electrical, findings);
  check_generators(electrical, findings);
  if (electrical.drawn() && (!electrical.stages.empty() || electrical.backup))
    findings.push_back({"parts", "the chain is drawn, and described by stages too",
                        "keep one of 'stages' (with 'backup') and 'parts'"});
  if (electrical.drawn()) {
    const auto drawn = check_drawn(electrical);
    findings.insert(findings.end(), drawn.begin(), drawn.end());
    return findings;
  }
  check_stage_kinds(electrical, findings);
  check_backup(electrical, findings);
  if (electrical.stages.empty())
    findings.push_back({"stages", "the chain has no stage",
                        "give at least a transformer, or draw the chain as 'parts'"});
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
             "Modules that carry the design load, besides spare ones; without it one, or with a "
             "rating as many as the load needs.",
             {.least = 1, .most = 1000});
  f.optional("heat_to", stage.heat_to, "Where the losses go.");
  f.optional("battery", stage.battery, "Of a UPS: what carries the load when its input is gone.");
  f.optional("input", stage.input, "Of a UPS: how its input follows its load.");
}

void describe(config::Fields& f, BatterySpec& battery) {
  f.required("autonomy", battery.autonomy, "How long it carries what the UPS is built for.",
             {.above_least = true});
  f.required("charging", battery.charging,
             "Power into the battery after an outage, over the rating of the UPS.",
             {.most = 1, .above_least = true});
}

void describe(config::Fields& f, PartSpec& part) {
  f.required("name", part.name, "Name of the part, unique in the chain.");
  f.required("kind", part.kind, "What the part is.");
  f.optional("from", part.from,
             "Names of the parts that feed it; a switch takes the first that is alive.");
  f.optional("losses", part.losses, "Losses of a running module over its rating; none without.");
  f.optional("module_rating", part.module_rating,
             "Most output of one module; without it, sized from the design load.",
             {.above_least = true});
  f.optional("modules", part.modules, "Equal modules side by side.", {.least = 1, .most = 1000});
  f.optional("spare", part.spare, "Modules beyond those that carry the design load.",
             {.most = 999});
  f.optional("start", part.start, "Of generators: from the call until they carry the load.");
  f.optional("heat_to", part.heat_to, "Where the losses go.");
  f.optional("battery", part.battery, "Of a UPS: what carries the load when its input is gone.");
  f.optional("input", part.input, "Of a UPS: how its input follows its load.");
  f.optional("set", part.set, "Of generators: how they take steps of load, what they burn.");
}

void describe(config::Fields& f, BackupSpec& backup) {
  f.required("after", backup.after, "Name of the stage behind which the switch to them sits.");
  f.optional("generators", backup.generators,
             "Generators of each feed that carry its design load; spare ones follow the topology.",
             {.least = 1, .most = 1000});
  f.required("start", backup.start, "From the loss of the utility until they carry the load.");
  f.optional("set", backup.set, "How they take steps of load, what they burn.");
}

void describe(config::Fields& f, ElectricalSpec& electrical) {
  f.optional("topology", electrical.topology, "How much of the chain may fail.");
  f.optional("feeds", electrical.feeds,
             "Names of the feeds; of a drawn chain, the parts to which the racks are corded.");
  f.optional("stages", electrical.stages, "Stages of every feed, from the utility to the racks.");
  f.optional("mechanical_after", electrical.mechanical_after,
             "Name of the stage that feeds the cooling plant and the building.");
  f.optional("critical_mechanical_after", electrical.critical_mechanical_after,
             "Name of the stage that feeds the pumps and fans that must not stop.");
  f.optional("lighting", electrical.lighting,
             "Lighting and small loads of the building over the design IT power.", {.most = 1});
  f.optional("backup", electrical.backup, "Generators; none: nothing replaces the utility.");
  f.optional("connection", electrical.connection, "What the utility allows; none: anything.");
  f.optional("parts", electrical.parts,
             "Instead of stages: every part of the chain, with what feeds it.");
  f.optional("mechanical_from", electrical.mechanical_from,
             "Of a drawn chain: parts that feed the cooling plant and the building.");
  f.optional("critical_mechanical_from", electrical.critical_mechanical_from,
             "Of a drawn chain: parts that feed the pumps and fans that must not stop.");
}

}  // namespace icekeel::power
