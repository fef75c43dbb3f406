// SPDX-License-Identifier: Apache-2.0
// What a plan needs of the catalogue: nodes, places, grid, prices.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/country.h"
#include "analysis/estimate.h"
#include "analysis/inference_parts.h"
#include "analysis/money/plan.h"
#include "analysis/site_year.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

using config::Finding;

// PUE, water and size of a place, from a year of it.
bool find_place(Phase& phase, const std::string& path, const config::Catalogue& catalogue,
                std::vector<Finding>& problems) {
  if (phase.spec.pue) {
    phase.pue = *phase.spec.pue;
    return true;
  }
  SiteYearSpec site;
  if (!read_entry(*phase.spec.place, path + ".place", catalogue, problems, site)) return false;
  if (phase.spec.climate &&
      !read_entry(*phase.spec.climate, path + ".climate", catalogue, problems, site.climate))
    return false;
  const auto one = year_of(site);
  phase.pue = one.pue();
  phase.water_for_energy = one.water.si() / 1000.0 / one.it.si();
  phase.site = site.load;
  return true;
}

// The year in which it is built; the checks of the plan exclude circles.
int first_year(const Plan& plan, const Phase& phase) {
  if (phase.spec.year) return static_cast<int>(*phase.spec.year);
  for (const auto& other : plan.phases)
    if (other.spec.name == *phase.spec.after) return first_year(plan, other) + other.life;
  return static_cast<int>(plan.spec.to) + 1;
}

bool fill_phase(const Plan& plan, Phase& phase, const std::string& path,
                const config::Catalogue& catalogue, std::vector<Finding>& problems) {
  if (!read_entry(phase.spec.node, path + ".node", catalogue, problems, phase.node)) return false;
  if (!find_place(phase, path, catalogue, problems)) return false;
  const auto& use = plan.ownership.use;
  phase.works = use.draw * phase.node.power_max;
  phase.waits = use.idle * phase.node.power_max;
  phase.busy = phase.spec.busy.value_or(use.busy);
  const Duration life = phase.spec.life.value_or(plan.ownership.nodes.keep.life);
  phase.life = std::max(1, static_cast<int>(std::lround(life / year)));
  const Power mean = phase.busy * phase.works + (1.0 - phase.busy) * phase.waits;
  phase.nodes = phase.spec.nodes ? *phase.spec.nodes : *phase.spec.it_power / mean;
  if (const auto made = lifecycle::embodied(phase.node, plan.cycle)) phase.embodied = made->total();
  return true;
}

}  // namespace

std::optional<Plan> plan_of(const PlanSpec& spec, const config::Catalogue& catalogue,
                            config::Diagnostics& diagnostics, std::vector<Finding>& problems) {
  Plan plan{.spec = spec};
  const auto ownership = read_ownership(spec.ownership, spec.assume, catalogue, diagnostics);
  if (ownership) plan.ownership = *ownership;
  const auto exchange = ownership ? exchange_to(*ownership, spec.currency) : std::nullopt;
  if (ownership && !exchange)
    problems.push_back({"currency",
                        fmt::format("ownership/{} is in {} and does not say what that is in {}",
                                    spec.ownership, ownership->currency, spec.currency),
                        fmt::format("add 'exchange.{}=...' to 'assume'", spec.currency)});
  plan.exchange = exchange.value_or(1.0);
  read_entry(spec.life_cycle, "life_cycle", catalogue, problems, plan.cycle);
  read_entry(grid_name(spec.grid), "grid", catalogue, problems, plan.grid);
  if (!ownership) return std::nullopt;
  for (std::size_t i = 0; i < spec.phases.size(); ++i) {
    plan.phases.push_back({.spec = spec.phases[i]});
    fill_phase(plan, plan.phases.back(), fmt::format("phases[{}]", i), catalogue, problems);
  }
  if (!problems.empty()) return std::nullopt;
  for (auto& phase : plan.phases) phase.first = first_year(plan, phase);
  return plan;
}

}  // namespace icekeel::analysis
