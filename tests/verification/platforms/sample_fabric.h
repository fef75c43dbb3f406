// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Fabrics for tests: plain numbers, so that expected values can be worked out by hand.

#include "platforms/fat_tree.h"
#include "simulator/base/units.h"

namespace icekeel::platforms {

inline FabricSpec sample_fabric(std::int64_t radix, double oversubscription = 1.0,
                                Routing routing = Routing::adaptive) {
  FabricSpec fabric;
  fabric.link_rate = 400.0 * units::gigabit_per_second;
  fabric.radix = radix;
  fabric.oversubscription = oversubscription;
  fabric.routing = routing;
  fabric.switch_power = 1.0 * units::kilowatt;
  fabric.hop_latency = Duration::si(300e-9);
  fabric.nic_latency = Duration::si(600e-9);
  return fabric;
}

inline NicSpec sample_nics() {
  NicSpec nics;
  nics.count = 8;
  nics.rate = 400.0 * units::gigabit_per_second;
  return nics;
}

}  // namespace icekeel::platforms
