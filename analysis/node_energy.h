// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What a node draws while it trains.

#include "platforms/node.h"
#include "simulator/base/quantity.h"
#include "workloads/step.h"

namespace icekeel::analysis {

/// Mean power of a node over a step, at the inlet of its supplies, all of them on and the coolant
/// at the node's reference temperature: the power of every phase, weighted by its duration.
Power mean_node_power(const workloads::StepPlan& plan, const platforms::NodeSpec& node,
                      platforms::Coolant coolant);

}  // namespace icekeel::analysis
