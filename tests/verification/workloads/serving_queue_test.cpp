// SPDX-License-Identifier: Apache-2.0
// Requests that wait for a model: closed forms, and what holds whatever comes.
#include "workloads/serving_queue.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

#include "simulator/base/units.h"
#include "tests/support/values.h"
#include "tests/verification/workloads/small_decoder.h"

namespace icekeel::workloads {
namespace {

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// One request at a time, one pass each: a queue with random arrivals and constant service (M/D/1),
// whose mean wait is load * service / (2 (1 - load)). Thirty seeds; the interval is three standard
// errors of their mean.
TEST(ServingQueue, AloneAndWithOnePassIsAQueueOfConstantService) {
  const auto model = small_decoder();
  const Request request{256, 1};
  const double service = model.prefill(1, 256).time.si(), load = 0.7;
  std::vector<double> means;
  for (std::uint64_t seed = 1; seed <= 30; ++seed)
    means.push_back(mean(serve(model, request, {}, {load / service, 20000, seed}).wait));
  const double average = mean(means);
  double squares = 0;
  for (const double m : means) squares += (m - average) * (m - average);
  const double error = std::sqrt(squares / 29.0 / 30.0);
  const double expected = load * service / (2 * (1 - load));
  EXPECT_LT(error, 0.03 * expected);
  EXPECT_NEAR(average, expected, 3 * error);
}

TEST(ServingQueue, WithoutCompanyTakesAPromptAndItsTokens) {
  const auto model = small_decoder();
  const auto out = serve(model, {512, 100}, {8, 8192}, {1e-4, 20, 3});
  const double prompt = model.prefill(1, 512).time.si();
  double answer = 0;
  for (int token = 1; token < 100; ++token) answer += model.decode(1, 512 + token).time.si();
  for (const double first : out.first_token) EXPECT_NEAR(first, prompt, 1e-6 * prompt);
  for (const double token : out.token) EXPECT_NEAR(token, answer / 99, 1e-6 * answer);
  EXPECT_EQ(out.wait.back(), 0.0);
}

// All come at once: full batches stay in step, a pass for their prompts, then one for each token.
// The first request enters alone. Tolerance, set beforehand: 3 %.
TEST(ServingQueue, WhenFullTakesBatchesInStep) {
  const auto model = small_decoder();
  const Request request{128, 64};
  const auto out = serve(model, request, {32, 8192}, {1e9, 3200, 1});
  double batch = model.prefill(32, 128).time.si();
  for (int token = 1; token < 64; ++token) batch += model.decode(32, 128 + token).time.si();
  EXPECT_NEAR(100 * batch / out.span.si(), 1.0, 0.03);
  EXPECT_NEAR(out.busy / out.span, 1.0, 1e-9);
}

// Little: requests in the system over time are those that came, times their time in it.
RC_GTEST_PROP(ServingQueue, KeepsLittlesLawAndItsWork, ()) {
  const auto model = small_decoder();
  const Request request{*rc::gen::inRange<std::int64_t>(1, 2000),
                        *rc::gen::inRange<std::int64_t>(1, 50)};
  const Room room{static_cast<double>(*rc::gen::inRange(1, 40)),
                  *rc::gen::inRange<std::int64_t>(1, 5000)};
  const RequestArrivals arrivals{any_between(0.01, 50), *rc::gen::inRange<std::int64_t>(1, 200),
                                 *rc::gen::inRange<std::uint64_t>(0, 1000)};
  const auto out = serve(model, request, room, arrivals);
  const auto count = static_cast<double>(arrivals.requests);
  RC_ASSERT(out.whole.size() == static_cast<std::size_t>(arrivals.requests));
  const double inside = (out.mean_batch + out.mean_waiting) * out.span.si();
  RC_ASSERT(std::abs(inside / (count * mean(out.whole)) - 1) < 1e-9);
  RC_ASSERT(out.mean_batch <= room.requests * (1 + 1e-12));
  RC_ASSERT(out.busy <= (1 + 1e-12) * out.span);
  RC_ASSERT(out.first_token.front() >= (1 - 1e-9) * model.prefill(1, request.prompt).time.si());
  // Who waits for whom does not change what there is to compute.
  const auto alone = serve(model, request, {}, {1e-9, 1, 1});
  RC_ASSERT(std::abs(out.work / (count * alone.work) - 1) < 1e-9);
}

TEST(ServingQueue, QuantilesLieBetweenTheValues) {
  EXPECT_EQ(quantile({1, 2, 3}, 0.5), 2);
  EXPECT_EQ(quantile({1, 2}, 0.25), 1.25);
  EXPECT_EQ(quantile({5}, 0.99), 5);
}

}  // namespace
}  // namespace icekeel::workloads
