// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Batch jobs that run on more or fewer nodes than they ask for, and how fast.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::workloads {

/// Whether a job's size is set when it starts, or changes while it runs.
enum class Sizing { moldable, malleable };

struct SpeedPoint {
  double nodes = 1;
  double speed = 1;
};

struct ScalingSpec {
  Sizing sizing = Sizing::malleable;
  double least = 0.5;             ///< nodes over those that a job asks for
  double most = 2;                ///< likewise
  double serial = 0;              ///< share of the work on one node that more nodes do not speed up
  std::vector<SpeedPoint> table;  ///< instead: measured speeds, by nodes
  Duration resize;                ///< time that a change of size takes
};

void describe(config::Fields& f, SpeedPoint& point);
void describe(config::Fields& f, ScalingSpec& scaling);

/// Paths relative to the scaling.
std::vector<config::Finding> check(const ScalingSpec& scaling);

/// Speed on so many nodes over that on others: by Amdahl's law,
///
///     S(n) = 1 / (s + (1 - s) / n),
///
/// or by the table, linear between its points and constant beyond. See
/// simulator/docs/methods/malleable-jobs.md.
double speed_ratio(const ScalingSpec& scaling, double nodes, double over);

/// The fewest and the most nodes for a job that asks for so many.
std::int64_t least_nodes(const ScalingSpec& scaling, std::int64_t asked);
std::int64_t most_nodes(const ScalingSpec& scaling, std::int64_t asked);

/// Sizes at which a job may start, the largest first: those between the least and the most that
/// double the least, and what it asks for. A malleable one begins with no more than it asks for.
std::vector<std::int64_t> start_sizes(const ScalingSpec& scaling, std::int64_t asked);

}  // namespace icekeel::workloads

template <>
struct icekeel::config::Choices<icekeel::workloads::Sizing> {
  static constexpr std::array<std::string_view, 2> names{"moldable", "malleable"};
};
