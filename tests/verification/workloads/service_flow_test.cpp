// SPDX-License-Identifier: Apache-2.0
// Requests as a flow against the same requests one by one, and against closed forms.
#include "workloads/service_flow.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "simulator/base/units.h"
#include "tests/support/values.h"
#include "tests/verification/workloads/small_decoder.h"

namespace icekeel::workloads {
namespace {

/// How far the flow may be from the requests one by one; set before the first run.
struct Limits {
  double under_way, busy, work, token_half, token_99, first_half, first_99;
};

void expect_agreement(const Request& request, const Room& room, double load, const Limits& limits) {
  const auto model = small_decoder();
  const CopyOfModel copy(model, request, room);
  const double rate = load * copy.capacity();
  const auto flow = state_of(copy, rate);
  const auto queue = serve(model, request, room, {rate, 10000, 7});
  const auto said = ::testing::Message() << "load " << load << ", " << request.prompt << " and "
                                         << request.answer << " tokens";
  const double span = queue.span.si();
  EXPECT_NEAR(flow.under_way / queue.mean_batch, 1.0, limits.under_way) << said;
  EXPECT_NEAR(flow.busy, queue.busy / queue.span, limits.busy) << said;
  EXPECT_NEAR(flow.work * span / queue.work.si(), 1.0, limits.work) << said;
  EXPECT_NEAR(flow.token.quantile(0.5) / quantile(queue.token, 0.5), 1.0, limits.token_half)
      << said;
  EXPECT_NEAR(flow.token.quantile(0.99) / quantile(queue.token, 0.99), 1.0, limits.token_99)
      << said;
  EXPECT_NEAR(flow.first_token.quantile(0.5) / quantile(queue.first_token, 0.5), 1.0,
              limits.first_half)
      << said;
  EXPECT_NEAR(flow.first_token.quantile(0.99) / quantile(queue.first_token, 0.99), 1.0,
              limits.first_99)
      << said;
}

TEST(ServiceFlow, AgreesWithRequestsOneByOne) {
  constexpr Limits limits{0.05, 0.02, 0.02, 0.05, 0.15, 0.15, 0.25};
  for (const double load : {0.1, 0.3, 0.6}) {
    expect_agreement({256, 64}, {32, 8192}, load, limits);
    expect_agreement({128, 200}, {64, 8192}, load, limits);
    expect_agreement({1000, 50}, {16, 8192}, load, limits);
  }
}

// Those that wait for room come in clumps, which the flow does not know: the longest times to the
// first token are longer one by one.
TEST(ServiceFlow, AgreesMoreWidelyNearItsCapacity) {
  constexpr Limits limits{0.08, 0.02, 0.02, 0.08, 0.15, 0.3, 0.6};
  for (const double load : {0.8, 0.92}) {
    expect_agreement({256, 64}, {32, 8192}, load, limits);
    expect_agreement({128, 200}, {64, 8192}, load, limits);
  }
  expect_agreement({1000, 50}, {16, 8192}, 0.8, limits);
}

// One at a time, one pass each: arrivals at random and constant service (M/D/1).
TEST(ServiceFlow, OfOneAtATimeIsAQueueOfConstantService) {
  const auto model = small_decoder();
  const CopyOfModel copy(model, {256, 1}, {});
  const double service = copy.pass(1).time;
  EXPECT_DOUBLE_EQ(service, model.prefill(1, 256).time.si());
  for (const double load : {0.1, 0.5, 0.9}) {
    const auto state = state_of(copy, load / service);
    EXPECT_NEAR(state.busy, load, 1e-12);
    EXPECT_NEAR(state.waiting, load * load / (2 * (1 - load)), 1e-9);
  }
}

RC_GTEST_PROP(ServiceFlow, DoesTheWorkOfItsRequestsAndKeepsLittlesLaw, ()) {
  const auto model = small_decoder();
  const Request request{*rc::gen::inRange<std::int64_t>(1, 2000),
                        *rc::gen::inRange<std::int64_t>(2, 300)};
  const Room room{static_cast<double>(*rc::gen::inRange(1, 80)), 8192};
  const CopyOfModel copy(model, request, room);
  const double load = any_between(0.001, 0.999), speed = any_between(0.2, 1.0);
  const double rate = load * speed * copy.capacity();
  const auto state = state_of(copy, rate, speed);
  RC_ASSERT(std::abs(state.done / rate - 1) < 1e-12);
  RC_ASSERT(state.overload == 0.0);
  RC_ASSERT(state.busy > 0.0 && state.busy <= 1.0 + 1e-12);
  RC_ASSERT(state.under_way <= static_cast<double>(copy.most()) + 1e-9);
  // Answers under way are done at the rate at which requests come.
  RC_ASSERT(state.under_way >= rate * copy.pass(1).time / speed * (1 - 1e-9));
  RC_ASSERT(std::abs(state.first_token.total() - 1) < 1e-4);
  RC_ASSERT(std::abs(state.token.total() - 1) < 1e-6);
  const auto more = state_of(copy, 1.0001 * rate, speed);
  RC_ASSERT(more.under_way >= state.under_way);
  RC_ASSERT(more.work >= state.work);
}

// What requests are in the system, over what comes: the time that each is there. First tokens and
// the others are found apart from it. Tolerance, set beforehand: 10 %.
TEST(ServiceFlow, FindsTimesThatAgreeWithLittlesLaw) {
  const CopyOfModel copy(small_decoder(), {256, 64}, {32, 8192});
  for (const double load : {0.01, 0.2, 0.5, 0.8}) {
    const double rate = load * copy.capacity();
    const auto state = state_of(copy, rate);
    const double time = state.first_token.mean() + 63 * state.token.mean();
    EXPECT_NEAR((state.under_way + state.waiting) / (rate * time), 1.0, 0.1) << load;
  }
}

TEST(ServiceFlow, WithoutRequestsRestsAndAboveItsCapacitySaysWhatPilesUp) {
  const CopyOfModel copy(small_decoder(), {256, 64}, {32, 8192});
  const auto rest = state_of(copy, 0.0);
  EXPECT_EQ(rest.busy, 0.0);
  EXPECT_EQ(rest.work, 0.0);
  const auto full = state_of(copy, 1.5 * copy.capacity(), 0.8);
  EXPECT_NEAR(full.done / copy.capacity(), 0.8, 1e-12);
  EXPECT_NEAR(full.overload / copy.capacity(), 0.7, 1e-12);
  EXPECT_EQ(full.busy, 1.0);
  EXPECT_EQ(full.under_way, 32.0);
}

TEST(TimeShares, HaveQuantilesWithinTheirClasses) {
  TimeShares times;
  for (int i = 1; i <= 1000; ++i) times.add(1e-3 * i, 1.0);
  EXPECT_NEAR(times.quantile(0.5), 0.5, 0.012 * 0.5);
  EXPECT_NEAR(times.quantile(0.99), 0.99, 0.012 * 0.99);
  EXPECT_NEAR(times.mean(), 0.5005, 1e-12);
  TimeShares twice;
  twice.add(times, 2.0);
  EXPECT_DOUBLE_EQ(twice.total(), 2000.0);
  EXPECT_DOUBLE_EQ(twice.quantile(0.9), times.quantile(0.9));
  EXPECT_EQ(TimeShares{}.quantile(0.5), 0.0);
}

}  // namespace
}  // namespace icekeel::workloads
