// SPDX-License-Identifier: Apache-2.0
#include "analysis/node_energy.h"

#include "simulator/power/node_power.h"

namespace icekeel::analysis {

Power mean_node_power(const workloads::StepPlan& plan, const platforms::NodeSpec& node,
                      platforms::Coolant coolant) {
  const power::NodePowerModel model(node);
  const auto& range = coolant == platforms::Coolant::air ? node.air : node.liquid->inlet;
  const power::Surroundings around{coolant, range.reference, node.supplies.count};
  // The chips of a node that the job leaves idle lower its mean activity.
  const double used = static_cast<double>(plan.gpus) /
                      (static_cast<double>(plan.nodes) * static_cast<double>(node.chips));
  Energy energy;
  for (const workloads::Phase& phase : plan.phases) {
    platforms::Activity a = phase.activity;
    for (double* share : {&a.tensor, &a.memory, &a.link, &a.busy}) *share *= used;
    energy += phase.duration * model.at(a, around).total;
  }
  return energy / plan.step_time;
}

}  // namespace icekeel::analysis
