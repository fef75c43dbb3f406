// SPDX-License-Identifier: Apache-2.0
// An FMI 2.0 unit whose energy is known: a plant that draws a tenth of its heat, gives a quarter of
// it away and lets the rest out with a time constant, which is solved exactly.
#include <cmath>
#include <cstdlib>

#include "simulator/fmi/fmi2.h"

namespace {

using icekeel::fmi::Callbacks;
using icekeel::fmi::Status;

enum Place { heat, wet_bulb, power, supply, recovered, rejected, stored, delay, fails_at, places };

struct Plant {
  const Callbacks* callbacks;
  double values[places];
  double leaving;  // of the heat that is not given away
};

void step(Plant& plant, double length) {
  auto* v = plant.values;
  v[power] = 0.1 * v[heat];
  v[recovered] = 0.25 * v[heat];
  v[supply] = v[wet_bulb] + 4;
  const double coming = v[heat] + v[power] - v[recovered];
  const double decay = length > 0 ? std::exp(-length / v[delay]) : 1;
  const double share = length > 0 ? v[delay] / length * (1 - decay) : 1;
  v[rejected] = coming + (plant.leaving - coming) * share;  // mean over the step
  v[stored] = coming - v[rejected];
  plant.leaving = coming + (plant.leaving - coming) * decay;
}

}  // namespace

#define EXPORT extern "C" __attribute__((visibility("default")))

EXPORT void* fmi2Instantiate(const char*, int, const char* guid, const char*,
                             const Callbacks* calls, int, int) {
  if (guid == nullptr || guid[0] != '{') return nullptr;
  auto* plant = static_cast<Plant*>(calls->allocate(1, sizeof(Plant)));
  *plant = {calls, {}, 0};
  plant->values[wet_bulb] = 290;
  plant->values[delay] = 1800;
  plant->values[fails_at] = INFINITY;
  return plant;
}
EXPORT Status fmi2SetupExperiment(void*, int, double, double, int, double) {
  return Status::ok;
}
EXPORT Status fmi2EnterInitializationMode(void*) {
  return Status::ok;
}
EXPORT Status fmi2ExitInitializationMode(void* plant) {
  step(*static_cast<Plant*>(plant), 0);
  return Status::ok;
}
EXPORT Status fmi2SetReal(void* plant, const unsigned* which, std::size_t count, const double* to) {
  for (std::size_t i = 0; i < count; ++i) static_cast<Plant*>(plant)->values[which[i]] = to[i];
  return Status::ok;
}
EXPORT Status fmi2GetReal(void* plant, const unsigned* which, std::size_t count, double* values) {
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<Plant*>(plant)->values[which[i]];
  return Status::ok;
}
EXPORT Status fmi2DoStep(void* component, double from, double length, int) {
  auto& plant = *static_cast<Plant*>(component);
  if (from + length > plant.values[fails_at]) {
    const auto* calls = plant.callbacks;
    calls->logger(calls->environment, "plant", Status::error, "error", "pump %d is dry", 7);
    return Status::error;
  }
  step(plant, length);
  return Status::ok;
}
EXPORT Status fmi2Terminate(void*) {
  return Status::ok;
}
EXPORT void fmi2FreeInstance(void* plant) {
  static_cast<Plant*>(plant)->callbacks->release(plant);
}
