// SPDX-License-Identifier: Apache-2.0
#include "analysis/inference_parts.h"

#include <algorithm>

#include "simulator/base/units.h"
#include "simulator/power/node_power.h"
#include "workloads/hardware.h"

namespace icekeel::analysis {

Power serving_power(const platforms::NodeSpec& node, const workloads::ServingCost& cost,
                    const workloads::Hardware& hardware, double used, double busy) {
  platforms::Activity activity;
  activity.tensor = used * (cost.work / (cost.time * hardware.peak));
  activity.memory = used * (cost.traffic / (cost.time * hardware.memory_bandwidth));
  activity.link = used * (cost.sent / (cost.time * hardware.link_bandwidth));
  activity.busy = used * busy;
  for (double* share : {&activity.tensor, &activity.memory, &activity.link})
    *share = std::min(*share, 1.0);
  const power::NodePowerModel model(node);
  return model.at(activity, {platforms::Coolant::air, node.air.reference, node.supplies.count})
      .total;
}

config::Finding cap_too_low(const std::string& node, Power least) {
  return {"node_power", fmt::format("'{}' cannot work below {:.0f} W", node, least.in(units::watt)),
          "give a higher power, or leave it out"};
}

}  // namespace icekeel::analysis
