// SPDX-License-Identifier: Apache-2.0
// The queue with several pools, windows, overruns and nodes that come and go.
#include "simulator/scheduler/queue.h"

#include <gtest/gtest.h>

#include <utility>

namespace icekeel::scheduler {
namespace {

using Started = std::vector<std::pair<std::size_t, std::size_t>>;  // job and pool

Choice on(std::size_t pool, std::size_t nodes, double walltime = 10) {
  return {PoolId(pool), nodes, Duration::si(walltime), {}};
}

Started decide(Queue& queue, double now) {
  Started started;
  queue.decide(Duration::si(now), [&](const Request& request, const Choice& choice) {
    started.emplace_back(request.job.index(), choice.pool.index());
    return true;
  });
  return started;
}

QueueSpec with(Backfill backfill) {
  QueueSpec spec;
  spec.backfill = backfill;
  return spec;
}

TEST(Queue, NobodyOvertakesInTheSamePool) {
  Queue queue({}, {4, 1});
  queue.submit({JobId(0), {}, 0, 0, {on(0, 3)}});
  queue.submit({JobId(1), {}, 0, 0, {on(0, 2)}});
  queue.submit({JobId(2), {}, 0, 0, {on(0, 1)}});
  queue.submit({JobId(3), {}, 0, 0, {on(1, 1)}});
  EXPECT_EQ(decide(queue, 0), (Started{{0, 0}, {3, 1}}));
  EXPECT_EQ(queue.waiting(), 2U);
}

TEST(Queue, TakesTheFirstPoolThatHasRoom) {
  Queue queue({}, {2, 4});
  queue.submit({JobId(0), {}, 0, 0, {on(0, 3), on(1, 3)}});
  queue.submit({JobId(1), {}, 0, 0, {on(0, 2), on(1, 2)}});
  EXPECT_EQ(decide(queue, 0), (Started{{0, 1}, {1, 0}}));
}

TEST(Queue, AJobThatWaitsForSeveralPoolsHoldsThemAll) {
  Queue queue({}, {2, 2});
  queue.submit({JobId(0), {}, 0, 0, {on(0, 3), on(1, 3)}});
  queue.submit({JobId(1), {}, 0, 0, {on(1, 1)}});
  EXPECT_TRUE(decide(queue, 0).empty());
}

TEST(Queue, NobodyRunsIntoAWindow) {
  for (const auto backfill : {Backfill::none, Backfill::easy, Backfill::conservative}) {
    Queue queue(with(backfill), {4});
    queue.withhold(PoolId(0), 4, Duration::si(15), Duration::si(20));
    queue.submit({JobId(0), {}, 0, 0, {on(0, 4, 10)}});
    queue.submit({JobId(1), {}, 0, 0, {on(0, 4, 10)}});
    EXPECT_EQ(decide(queue, 0), (Started{{0, 0}}));
    queue.ended(JobId(0), Duration::si(10));
    EXPECT_TRUE(decide(queue, 10).empty());
    EXPECT_EQ(decide(queue, 20), (Started{{1, 0}}));
  }
}

TEST(Queue, AJobThatOverrunsDelaysThoseWhoCountedOnItsEnd) {
  for (const auto backfill : {Backfill::none, Backfill::easy, Backfill::conservative}) {
    Queue queue(with(backfill), {4});
    queue.submit({JobId(0), {}, 0, 0, {on(0, 3, 10)}});
    queue.submit({JobId(1), {}, 0, 0, {on(0, 4, 10)}});
    decide(queue, 0);
    EXPECT_EQ(queue.overdue(JobId(0), Duration::si(10)), Duration::si(20));
    EXPECT_TRUE(decide(queue, 10).empty());
    queue.ended(JobId(0), Duration::si(13));
    EXPECT_EQ(decide(queue, 13), (Started{{1, 0}}));
  }
}

TEST(Queue, NodesThatGoDownAreNotPlannedWith) {
  for (const auto backfill : {Backfill::none, Backfill::easy, Backfill::conservative}) {
    Queue queue(with(backfill), {4});
    queue.change_nodes(PoolId(0), -2, {});
    queue.submit({JobId(0), {}, 0, 0, {on(0, 3)}});
    EXPECT_TRUE(decide(queue, 0).empty());
    queue.change_nodes(PoolId(0), 2, Duration::si(5));
    EXPECT_EQ(decide(queue, 5), (Started{{0, 0}}));
  }
}

TEST(Queue, JobsWaitForPowerUnderACap) {
  for (const auto backfill : {Backfill::none, Backfill::easy, Backfill::conservative}) {
    auto spec = with(backfill);
    spec.power_cap = Power::si(1000);
    Queue queue(spec, {4});
    for (std::size_t job = 0; job < 3; ++job)
      queue.submit({JobId(job), {}, 0, 0, {{PoolId(0), 1, Duration::si(10), Power::si(400)}}});
    EXPECT_EQ(decide(queue, 0), (Started{{0, 0}, {1, 0}}));
    queue.ended(JobId(0), Duration::si(10));
    EXPECT_EQ(decide(queue, 10), (Started{{2, 0}}));
  }
}

// A job may fail while it is started; the nodes are free again at once.
TEST(Queue, AJobThatEndsWhileItStartsLeavesNothingBehind) {
  for (const auto backfill : {Backfill::none, Backfill::easy, Backfill::conservative}) {
    Queue queue(with(backfill), {4});
    queue.submit({JobId(0), {}, 0, 0, {on(0, 4, 10)}});
    queue.decide({}, [&](const Request& request, const Choice&) {
      queue.ended(request.job, {});
      return true;
    });
    queue.submit({JobId(1), {}, 0, 0, {on(0, 4, 10)}});
    EXPECT_EQ(decide(queue, 0), (Started{{1, 0}}));
  }
}

}  // namespace
}  // namespace icekeel::scheduler
