// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/generator_events.h"

#include <fmt/format.h>

#include "simulator/power/load_swing.h"

namespace icekeel::run {

using engine::Priority;

GeneratorEvents::GeneratorEvents(engine::Kernel& kernel, const scenario::Site& site,
                                 SitePlant& plant, const EventCalls& calls,
                                 std::function<void()> respond)
    : kernel_(kernel), site_(site), plant_(plant), calls_(calls), respond_(std::move(respond)) {
  const auto& parts = plant.chain().graph().parts;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (parts[i].set && parts[i].set->tests) test_later(i);
}

void GeneratorEvents::took_load(std::size_t part) {
  const auto& set = plant_.chain().graph().parts[part].set;
  if (!set) return;
  order_fuel(part);
  note_step(part);
}

void GeneratorEvents::order_fuel(std::size_t part) {
  const auto& fuel = plant_.chain().graph().parts[part].set->fuel;
  if (!fuel || !fuel->tank || !fuel->delivery) return;
  kernel_.after(*fuel->delivery, Priority::change, [this, part] {
    calls_.settle();
    plant_.dynamics().fill_tank(part);
    calls_.note("fuel delivered", site_.spec.name + "/" + plant_.chain().graph().parts[part].name,
                {});
    respond_();
  });
}

// What does not hang on a UPS comes at once, the rest as the inputs of the UPS walk in.
void GeneratorEvents::note_step(std::size_t part) {
  const auto& graph_part = plant_.chain().graph().parts[part];
  const double share = plant_.generator_step(part, calls_.load(), kernel_.now());
  const double dip = power::frequency_dip(*graph_part.set, share);
  const bool above = dip > graph_part.set->frequency_dip;
  calls_.note(above ? "generator step above its class" : "generator step",
              site_.spec.name + "/" + graph_part.name,
              fmt::format("{:.0f} % of the rating at once: frequency falls by {:.1f} %, its class "
                          "allows {:.0f} %",
                          100.0 * share, 100.0 * dip, 100.0 * graph_part.set->frequency_dip));
  plant_.see_generator_step(share);
}

void GeneratorEvents::test_later(std::size_t part) {
  const auto& tests = *plant_.chain().graph().parts[part].set->tests;
  kernel_.after(tests.every, Priority::change, [this, part, &tests] {
    kernel_.after(tests.lasting, Priority::change,
                  [this, part] { plant_.dynamics().test_generators(part); });
    test_later(part);
  });
}

}  // namespace icekeel::run
