// SPDX-License-Identifier: Apache-2.0
#include "simulator/power/generator_spec.h"

namespace icekeel::power {

std::vector<config::Finding> check(const GeneratorSpec& generator) {
  const auto& tests = generator.tests;
  if (!tests || tests->lasting <= tests->every) return {};
  return {{"tests.lasting", "a test is longer than the time to the next one",
           "give a shorter test, or a longer 'every'"}};
}

void describe(config::Fields& f, GeneratorTestSpec& tests) {
  f.required("every", tests.every, "Time from one test to the next.", {.above_least = true});
  f.required("lasting", tests.lasting, "How long a test lasts.", {.above_least = true});
  f.required("load", tests.load, "Load of the test over the rating.", {.most = 1.0});
}

void describe(config::Fields& f, FuelSpec& fuel) {
  f.required("no_load", fuel.no_load,
             "Fuel flow over the rating that does not depend on the load.");
  f.required("linear", fuel.linear, "Fuel flow over the rating at full load, linear in the load.");
  f.required("quadratic", fuel.quadratic,
             "Fuel flow over the rating at full load, quadratic in the load.");
  f.required("carbon", fuel.carbon, "Greenhouse gas of burning it, over its volume.");
  f.optional("price", fuel.price, "Price of the fuel.");
  f.optional("tank", fuel.tank, "How long a full tank lasts at the rating; without it, for ever.",
             {.above_least = true});
  f.optional("delivery", fuel.delivery,
             "From the start of the generators until the tank has been filled again.",
             {.above_least = true});
}

void describe(config::Fields& f, GeneratorSpec& generator) {
  f.required("inertia", generator.inertia, "Energy of the turning masses over the rating (H).",
             {.above_least = true});
  f.required("response", generator.response,
             "Time constant with which the torque of the engine follows.", {.above_least = true});
  f.required("frequency_dip", generator.frequency_dip,
             "Largest dip of the frequency after a step of load in its class, as 10 %.",
             {.most = 0.5, .above_least = true});
  f.required("recovery", generator.recovery,
             "Longest time to the nominal frequency after a step of load in its class.");
  f.optional("fuel", generator.fuel, "What it burns.");
  f.optional("tests", generator.tests, "Runs on test; what they give is not used.");
}

void describe(config::Fields& f, UpsInputSpec& input) {
  f.required("walk_in", input.walk_in,
             "From the return of its source until its input carries the whole load.");
  f.required("smoothing", input.smoothing,
             "Time constant with which its input follows the load; 0: at once.");
}

void describe(config::Fields& f, ConnectionSpec& connection) {
  f.required("largest_ramp", connection.largest_ramp,
             "Largest change of power from one second to the next that the utility allows.",
             {.above_least = true});
}

}  // namespace icekeel::power
