// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What a job asks of the queue.

#include <boost/container/small_vector.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

#include "simulator/base/id.h"
#include "simulator/base/quantity.h"

namespace icekeel::scheduler {

using JobId = Id<struct Job>;
using PoolId = Id<struct Pool>;

/// A moment that does not come, or the length of what nobody knows the end of.
inline constexpr auto never = Duration::si(std::numeric_limits<double>::infinity());

/// A node that jobs share is cut into so many parts: every number up to 16 divides it, and all
/// numbers of cores that nodes have, up to 256.
inline constexpr std::uint32_t parts_of_node = 11'531'520;

/// One way to run a job: on so many nodes of a pool, for at most so long.
struct Choice {
  PoolId pool;
  std::size_t nodes = 0;
  Duration walltime = never;  ///< requested; plans count on it
  Power power;                ///< it adds to the power of the machine; counts where that is capped
  std::uint32_t parts = 0;    ///< of its one node, which others may use too; 0: whole nodes
  std::uint32_t host = 0;     ///< that node among the shared ones of the pool, once it starts

  /// What it holds, in nodes.
  double size() const {
    return parts == 0 ? static_cast<double>(nodes) : static_cast<double>(parts) / parts_of_node;
  }
};

struct Request {
  JobId job;
  Duration submitted;
  double priority = 0;
  std::size_t user = 0;
  boost::container::small_vector<Choice, 1> choices;  ///< in the order of preference; at least one
};

/// Starts a job; false if it cannot start now after all.
using Start = std::function<bool(const Request&, const Choice&)>;

}  // namespace icekeel::scheduler
