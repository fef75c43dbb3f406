// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How jobs queue, as the user describes it.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/base/units.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::scheduler {

enum class Backfill { none, easy, conservative };

/// What happens to a job that still runs at the end of the time that it asked for.
enum class Overrun { kill, keep };

/// What jobs that may wait wait for: hours of little carbon, or of low prices.
enum class Saving { carbon, price };

/// Which nodes a job gets: those under the fewest leaf switches, or first those in the fewest pods
/// of a fat tree or groups of a dragonfly.
enum class Placement { leaves, pods, groups };

/// Jobs of lower priority make room: they are saved, and go on later.
struct PreemptionSpec {
  double margin = 1;  ///< by which priorities differ at least
  Duration save;      ///< and
  Duration resume;    ///< what it costs
};

/// The order in which jobs are looked at: by falling value
///
///     priority + ageing * time waited - fair_share * (the user's part of what all users used)
///
/// with equal values in the order of arrival. What was used decays with a half-life.
struct OrderSpec {
  Frequency ageing;
  double fair_share = 0;
  Duration half_life = 7.0 * units::day;
};

/// Nodes that are kept free, for maintenance or for somebody who has booked them.
struct WindowSpec {
  std::string name;
  Duration at;
  Duration lasting;
  std::optional<Duration> every;  ///< again and again
  std::optional<std::int64_t> nodes;
  std::optional<std::string> partition;
};

struct QueueSpec {
  Backfill backfill = Backfill::none;
  std::optional<std::int64_t> depth;  ///< of backfill: how many of those who wait it looks at
  OrderSpec order;
  Overrun overrun = Overrun::kill;
  Placement placement = Placement::leaves;
  std::optional<Power> power_cap;
  std::optional<Saving> defer;
  std::optional<PreemptionSpec> preemption;
  std::vector<WindowSpec> windows;
};

void describe(config::Fields& f, OrderSpec& order);
void describe(config::Fields& f, WindowSpec& window);
void describe(config::Fields& f, PreemptionSpec& preemption);
void describe(config::Fields& f, QueueSpec& queue);

/// Paths relative to the queue.
std::vector<config::Finding> check(const QueueSpec& queue);

}  // namespace icekeel::scheduler

template <>
struct icekeel::config::Choices<icekeel::scheduler::Backfill> {
  static constexpr std::array<std::string_view, 3> names{"none", "easy", "conservative"};
};
template <>
struct icekeel::config::Choices<icekeel::scheduler::Placement> {
  static constexpr std::array<std::string_view, 3> names{"leaves", "pods", "groups"};
};
template <>
struct icekeel::config::Choices<icekeel::scheduler::Overrun> {
  static constexpr std::array<std::string_view, 2> names{"kill", "keep"};
};
template <>
struct icekeel::config::Choices<icekeel::scheduler::Saving> {
  static constexpr std::array<std::string_view, 2> names{"carbon", "price"};
};
