// SPDX-License-Identifier: Apache-2.0
#include "analysis/money/plan_spec.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/text.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"

namespace icekeel::analysis {
namespace {

using config::Finding;

constexpr config::Limits calendar_years{.least = 1990, .most = 2150};
constexpr config::Limits yearly_change{.least = -0.9, .most = 10.0};

const PhaseSpec* phase_named(const PlanSpec& plan, const std::string& name) {
  const auto at = std::ranges::find(plan.phases, name, &PhaseSpec::name);
  return at == plan.phases.end() ? nullptr : &*at;
}

void check_phase(const PlanSpec& plan, std::size_t index, std::vector<Finding>& found) {
  const auto& phase = plan.phases[index];
  const auto path = [&](const char* member) { return fmt::format("phases[{}]{}", index, member); };
  if (phase.nodes.has_value() == phase.it_power.has_value())
    found.push_back({path(""), "a phase needs either 'nodes' or 'it_power'",
                     "say how many nodes, or what they draw in the mean"});
  if (phase.place.has_value() == phase.pue.has_value())
    found.push_back({path(""), "a phase needs either 'place' or 'pue'",
                     "name a place ('icekeel list places'), or give its PUE"});
  if (phase.year.has_value() == phase.after.has_value())
    found.push_back({path(""), "a phase needs either 'year' or 'after'",
                     "say when it is built, or which phase it follows"});
  if (phase.year && plan.from <= plan.to && (*phase.year < plan.from || *phase.year > plan.to))
    found.push_back({path(".year"), fmt::format("{} is not between 'from' and 'to'", *phase.year),
                     fmt::format("give a year from {} to {}", plan.from, plan.to)});
  if (!phase.renew && (phase.growth != 0.0 || phase.gain != 0.0))
    found.push_back({path(phase.growth != 0.0 ? ".growth" : ".gain"),
                     "nodes that are bought once neither grow nor improve", "add 'renew: true'"});
  if (phase.aged && !phase.renew)
    found.push_back({path(".aged"), "nodes of all ages that are not renewed", "add 'renew: true'"});
  if (std::ranges::count(plan.phases, phase.name, &PhaseSpec::name) > 1)
    found.push_back({path(".name"), fmt::format("the name '{}' is taken", phase.name),
                     "give each phase a name of its own"});
}

// What a phase follows has to be there, to end, and not to follow it in turn.
void check_order(const PlanSpec& plan, std::size_t index, std::vector<Finding>& found) {
  const auto& phase = plan.phases[index];
  if (!phase.after) return;
  const auto path = fmt::format("phases[{}].after", index);
  const auto* before = phase_named(plan, *phase.after);
  if (before == nullptr) {
    std::vector<std::string> names;
    for (const auto& one : plan.phases) names.push_back(one.name);
    const auto meant = nearest(*phase.after, names);
    found.push_back(
        {path, fmt::format("there is no phase '{}'", *phase.after),
         meant ? fmt::format("did you mean '{}'?", *meant) : "name a phase of this plan"});
    return;
  }
  if (before->renew)
    found.push_back({path, fmt::format("'{}' is renewed and never ends", before->name),
                     "give a year instead, or take its 'renew' away"});
  std::string circle = phase.name;
  for (std::size_t steps = 0; before != nullptr && steps <= plan.phases.size(); ++steps) {
    circle += " after " + before->name;
    if (before == &phase) {
      found.push_back({path, fmt::format("phases follow each other in a circle: {}", circle),
                       "give one of them a year"});
      return;
    }
    before = before->after ? phase_named(plan, *before->after) : nullptr;
  }
}

}  // namespace

void describe(config::Fields& f, PhaseSpec& phase) {
  f.required("name", phase.name, "Name in tables.");
  f.required("node", phase.node, "Node of the catalogue, as dgx-h100.");
  f.optional("nodes", phase.nodes, "How many of them in the first year.", {.above_least = true});
  f.optional("it_power", phase.it_power, "Instead: what they draw in the mean.",
             {.above_least = true});
  f.optional("place", phase.place, "Place of the catalogue: gives PUE and water.");
  f.optional("climate", phase.climate, "Climate of the catalogue, other than that of the place.");
  f.optional("pue", phase.pue, "Instead of a place: energy of the facility over that of the IT.",
             {.least = 1.0, .most = 100.0});
  f.optional("year", phase.year, "In which it is built.", calendar_years);
  f.optional("after", phase.after, "Instead: the phase at whose end it is built.");
  f.optional("life", phase.life, "Of its nodes, in whole years; by default that of the ownership.",
             {.least = 31557600.0, .most = 50.0 * 31557600.0});
  f.optional("busy", phase.busy, "Share of the time in which nodes are busy.",
             {.most = 1.0, .above_least = true});
  f.optional(
      "aged", phase.aged,
      "Whether nodes of the first year are of all ages, as many of each; else they are new.");
  f.optional("renew", phase.renew, "Whether nodes are bought again at the end of their life.");
  f.optional("growth", phase.growth, "Of the work, a year.", yearly_change);
  f.optional("gain", phase.gain, "More work of a node that is bought a year later, at its power.",
             yearly_change);
}

void describe(config::Fields& f, DemandSpec& demand) {
  f.required("elasticity", demand.elasticity,
             "Of the work with what a unit of it costs: 0 none, -1 spending stays as it was.",
             {.least = -10.0, .most = 0.0});
}

void describe(config::Fields& f, PlanSpec& plan) {
  f.required("schema", plan.schema, "Version of this format: 1.", {.least = 1, .most = 1});
  f.required("name", plan.name, "Title of the plan.");
  f.optional("currency", plan.currency, "Currency of every sum of money.");
  f.required("from", plan.from, "First year.", calendar_years);
  f.required("to", plan.to, "Last year.", calendar_years);
  f.optional("ownership", plan.ownership, "Prices and lives: an entry of the catalogue.");
  f.optional("assume", plan.assume, "Changes of them, each as path=value.");
  f.optional("life_cycle", plan.life_cycle, "Entry of life-cycles, for what is embodied.");
  f.required("grid", plan.grid, "Grid of the catalogue, as france.");
  f.optional("carbon", plan.carbon, "Of years that the grid does not list, or instead of those.");
  f.optional("price", plan.price, "Price of electricity in the first year.");
  f.optional("price_growth", plan.price_growth, "Of that price, a year.", yearly_change);
  f.optional("national_use", plan.national_use,
             "Electricity that the country uses in a year, to compare with.",
             {.above_least = true});
  f.optional("demand", plan.demand, "How demand answers to what it costs.");
  f.required("phases", plan.phases, "What is built.");
}

std::vector<Finding> check(const PlanSpec& plan) {
  std::vector<Finding> found;
  if (plan.to < plan.from)
    found.push_back({"to",
                     fmt::format("the last year {} is before the first, {}", plan.to, plan.from),
                     "give a later one"});
  if (plan.phases.empty())
    found.push_back({"phases", "nothing is built in this plan", "give a phase"});
  for (std::size_t i = 0; i < plan.phases.size(); ++i) {
    check_phase(plan, i, found);
    check_order(plan, i, found);
  }
  return found;
}

std::optional<PlanSpec> read_plan(const std::filesystem::path& file,
                                  const std::vector<std::string>& changes,
                                  const config::Catalogue& catalogue,
                                  config::Diagnostics& diagnostics) {
  auto root = config::load_document(file, diagnostics);
  if (!root) return std::nullopt;
  for (const auto& change : changes) config::apply_setting(*root, change, diagnostics);
  PlanSpec plan;
  config::Reader reader(std::move(*root), "plan", catalogue, diagnostics);
  reader.read(plan);
  if (!diagnostics.failed()) reader.report(check(plan));
  return diagnostics.failed() ? std::nullopt : std::optional(std::move(plan));
}

}  // namespace icekeel::analysis
