// SPDX-License-Identifier: Apache-2.0
// What the utility and the generators of a site see of the swings of its load.
#include <algorithm>

#include "simulator/run/site_plant.h"

namespace icekeel::run {
double SitePlant::generator_step(std::size_t part, const ItLoad& load, Duration at) const {
  const auto solved = solve(load, at);
  const bool walks_in = std::ranges::all_of(chain_.graph().parts, [](const power::Part& p) {
    return p.kind != power::StageKind::ups ||
           (p.spec->input && p.spec->input->walk_in > Duration{});
  });
  auto at_once = chain_load(load, solved.step.plant);
  if (walks_in) {
    at_once.it = at_once.critical_mechanical = {};
    at_once.groups.clear();
  }
  const auto step = chain_.step(at_once, state());
  return step.generated.empty() ? 0.0 : step.generated[part] / chain_.generator_rating(part);
}

void SitePlant::see_generator_step(double share) {
  seen_.generators = std::max(seen_.generators.value_or(0.0), share);
}

std::optional<double> SitePlant::allowed_generator_step() const {
  std::optional<double> least;
  for (const auto& part : chain_.graph().parts)
    if (part.set)
      least =
          std::min(least.value_or(power::largest_step(*part.set)), power::largest_step(*part.set));
  return least;
}

bool SitePlant::is_larger(const power::LoadSwing& swing) const {
  constexpr double rounding = 1.0 + 1e-9;
  const bool generated = std::ranges::any_of(state().parts, &power::PartState::running);
  const auto& known = generated ? on_generators_ : on_utility_;
  return swing.swing > rounding * known.swing || swing.ramp > rounding * known.ramp;
}

// Fans and pumps do not follow within seconds: only the racks' load changes, and the losses with
// it. The chain is asked at the mean load and at that with the swing on top.
void SitePlant::see(const power::LoadSwing& swing, const ItLoad& load) {
  ItLoad more = load;
  more.power += swing.swing;
  const auto low = chain_.step(chain_load(load, last_plant_), state());
  const auto high = chain_.step(chain_load(more, last_plant_), state());
  const double passed_on = swing.swing > Power{} ? (high.total - low.total) / swing.swing : 0.0;
  auto& utility = seen_.utility;
  utility.swing = std::max(utility.swing, passed_on * swing.swing);
  utility.ramp = std::max(utility.ramp, passed_on * swing.ramp);
  auto& known = high.generators > Power{} ? on_generators_ : on_utility_;
  known.swing = std::max(known.swing, swing.swing);
  known.ramp = std::max(known.ramp, swing.ramp);
  for (std::size_t part = 0; part < high.generated.size(); ++part) {
    if (high.generated[part] <= Power{}) continue;
    const Power before = low.generated.empty() ? Power{} : low.generated[part];
    see_generator_step((high.generated[part] - before) / chain_.generator_rating(part));
  }
}

}  // namespace icekeel::run
