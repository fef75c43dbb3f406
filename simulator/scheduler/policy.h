// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Who of those who wait may start: strict order, EASY backfill, conservative backfill.
///
/// All plan with requested times. See simulator/docs/methods/queue.md.
/// Verified by: tests/verification/scheduler/.

#include <memory>
#include <vector>

#include "simulator/scheduler/line.h"
#include "simulator/scheduler/plan.h"

namespace icekeel::scheduler {

/// Looks at a line in its order, starts whom it may, and takes what they need in the plan.
class Policy {
 public:
  virtual ~Policy() = default;
  virtual void decide(Plan& plan, Line& line, Duration now, const Start& start) = 0;
  /// A job left before the end that was planned, or nodes came back.
  virtual void freed(const Plan& /*plan*/, PoolId /*pool*/, Duration /*from*/, Duration /*to*/) {}
  /// Parts of a node that is shared became free.
  virtual void freed_parts(PoolId /*pool*/) {}
  /// What was planned does not hold any more: there is less than was thought.
  virtual void plan_anew(Plan& /*plan*/, Line& /*line*/, Duration /*now*/) {}
};

/// Nobody takes nodes of a pool that somebody before waits for.
std::unique_ptr<Policy> strict_order();

/// The first who has to wait in a pool gets a reservation; others may start if that does not delay
/// it (Lifka 1995).
/// \param depth so many of those who wait are looked at
std::unique_ptr<Policy> easy_backfill(std::size_t depth);

/// Everybody has a reservation from the day of arrival; it may come earlier, never later. When
/// nodes become free early, those who wait move up, one after the other in the order of the line
/// (Mu'alem and Feitelson 2001).
/// \param depth so many of those who wait have reservations; the others do not start
std::unique_ptr<Policy> conservative_backfill(std::size_t depth);

}  // namespace icekeel::scheduler
