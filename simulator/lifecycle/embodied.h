// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What nodes, racks and buildings embody, and how much of it a time or a job takes.
///
/// What a thing embodies, I, wears off evenly over its life L and its second life S, and spare
/// parts add a share r of it each year:
///
///     by time      I t (1 / (L + S) + r)
///     by use time  that over the utilisation u
///     by share     of a host, chips used over chips it has
///     by energy    of building and plant, energy of the job over that of all
///
/// See simulator/docs/methods/life-cycle.md.
/// Verified by: tests/unit/lifecycle/lifecycle_test.cpp.

#include <optional>
#include <vector>

#include "platforms/hall.h"
#include "platforms/node.h"
#include "simulator/lifecycle/contribution.h"
#include "simulator/lifecycle/life_cycle_spec.h"

namespace icekeel::lifecycle {

MassRange range_of(const platforms::EmbodiedCarbon& carbon);

/// Share of what a thing embodies that a time takes; of building and plant too.
double share_of_life(const LifeSpec& life, Duration time);
/// The same as the rule of the cycle counts it for a job.
double share_of_job(const LifeCycleSpec& cycle, Duration time);

/// All that a node embodies: its chips, itself, and its way to the site and from it. Nothing where
/// the making of either is not known.
struct NodeEmbodied {
  MassRange chips, host, transport, end_of_life;
  /// \param chips_share of the host that counts
  MassRange total(double chips_share = 1) const;
};
std::optional<NodeEmbodied> embodied(const platforms::NodeSpec& node, const LifeCycleSpec& cycle);

/// What building and plant for a power embody that a time takes.
std::vector<Contribution> worn_around(Power power, const LifeCycleSpec& cycle, Duration time);

/// What the halls embody that a time takes; parts are "chips", "nodes", "racks", "building",
/// "plant". Nothing where a node is not known.
std::optional<std::vector<Contribution>> worn(const std::vector<platforms::HallSpec>& halls,
                                              const LifeCycleSpec& cycle, Duration time);

}  // namespace icekeel::lifecycle
