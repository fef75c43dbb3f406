// SPDX-License-Identifier: Apache-2.0
#include "platforms/device.h"

#include <fmt/format.h>

namespace icekeel::platforms {

void describe(config::Fields& f, DeviceSpec& d) {
  f.required("compute_rate", d.compute_rate, "Rate of arithmetic the device reaches in training.",
             {.above_least = true});
  f.required("idle_power", d.idle_power, "Power of the device while it waits.");
  f.required("training_power", d.training_power, "Power of the device while it trains.");
  f.required("receiving_power", d.receiving_power, "Power of the device while it downloads.");
  f.required("sending_power", d.sending_power, "Power of the device while it uploads.");
}

std::vector<config::Finding> check(const DeviceSpec& d) {
  if (d.training_power >= d.idle_power) return {};
  return {{"training_power",
           fmt::format("the device draws less power in training ({:.3g} W) than idle ({:.3g} W)",
                       d.training_power.si(), d.idle_power.si()),
           "give the power of the whole device in both states"}};
}

}  // namespace icekeel::platforms
