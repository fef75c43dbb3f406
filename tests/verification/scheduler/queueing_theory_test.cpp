// SPDX-License-Identifier: Apache-2.0
// Waits in a queue with c equal servers against Erlang's formula; priorities and fair shares
// against what they promise.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/random/exponential_distribution.hpp>
#include <cmath>
#include <numeric>

#include "simulator/base/random.h"
#include "tests/verification/scheduler/trace_play.h"

namespace icekeel::scheduler::test {
namespace {

// Mean wait of M/M/c in units of the mean service time.
double erlang_wait(int servers, double load_per_server) {
  const double load = servers * load_per_server;
  double term = 1, sum = 0;
  for (int k = 0; k < servers; term *= load / ++k) sum += term;
  const double waits = term / (1.0 - load_per_server);
  const double probability = waits / (sum + waits);
  return probability / (servers * (1.0 - load_per_server));
}

std::vector<TraceJob> poisson_arrivals(int servers, double load_per_server, int count,
                                       std::uint64_t seed) {
  auto random = random_stream(seed, "m/m/c");
  boost::random::exponential_distribution<double> between(servers * load_per_server), service(1.0);
  std::vector<TraceJob> jobs;
  double submit = 0;
  for (int i = 0; i < count; ++i) {
    submit += between(random);
    const double run = service(random);
    jobs.push_back({submit, 1, run, run});
  }
  return jobs;
}

struct Servers {
  int servers;
  double load;
};
class ManyServers : public testing::TestWithParam<Servers> {};

// Twenty independent runs give an interval of 99.9 % for the mean (Student's t with 19 degrees of
// freedom: 3.88); the first tenth of each is left out, as the queue begins empty.
TEST_P(ManyServers, MeanWaitIsErlangs) {
  const auto [servers, load] = GetParam();
  std::vector<double> means;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto jobs = poisson_arrivals(servers, load, 50000, seed);
    const auto played = play({}, static_cast<std::size_t>(servers), jobs);
    double sum = 0;
    for (std::size_t i = jobs.size() / 10; i < jobs.size(); ++i)
      sum += played.start[i] - jobs[i].submit;
    means.push_back(sum / (0.9 * static_cast<double>(jobs.size())));
  }
  const double n = static_cast<double>(means.size());
  const double mean = std::accumulate(means.begin(), means.end(), 0.0) / n;
  double squares = 0;
  for (const double m : means) squares += (m - mean) * (m - mean);
  const double half_width = 3.88 * std::sqrt(squares / (n - 1) / n);
  EXPECT_NEAR(mean, erlang_wait(servers, load), half_width);
  EXPECT_LT(half_width, 0.2 * mean) << "the interval says something";
}
INSTANTIATE_TEST_SUITE_P(MMc, ManyServers,
                         testing::Values(Servers{1, 0.7}, Servers{4, 0.8}, Servers{16, 0.8}));

TEST(Order, AnUrgentJobOvertakesAllThatWait) {
  const std::vector<TraceJob> jobs{{0, 4, 10, 10, 0}, {1, 4, 10, 10, 0}, {2, 4, 10, 10, 5}};
  EXPECT_EQ(play({}, 4, jobs).start, (std::vector<double>{0, 20, 10}));
}

TEST(Order, WithAgeingAnUrgentJobOvertakesOnlyThoseWhoHaveWaitedForLess) {
  QueueSpec spec;
  spec.order.ageing = Frequency::si(1.0 / 60.0);  // one point a minute
  const std::vector<TraceJob> jobs{
      {0, 4, 1000, 1000, 0}, {1, 4, 10, 10, 0}, {200, 4, 10, 10, 0}, {420, 4, 10, 10, 5}};
  // Five points are five minutes: the last job comes before the one of 200 s, not that of 1 s.
  EXPECT_EQ(play(spec, 4, jobs).start, (std::vector<double>{0, 1000, 1020, 1010}));
}

// Two users who always have jobs waiting share the machine evenly, though one submits nine jobs in
// ten.
TEST(Order, FairShareGivesTwoBusyUsersTheSame) {
  QueueSpec spec;
  spec.order.fair_share = 1;
  spec.order.half_life = Duration::si(2000);
  std::vector<TraceJob> jobs;
  for (int i = 0; i < 2000; ++i) jobs.push_back({0.1 * i, 1, 10, 10, 0, i % 10 == 0 ? 1U : 0U});
  const auto played = play(spec, 4, jobs);
  double used[2] = {0, 0};
  // User 1 has 200 jobs: two of the four nodes for 1000 s.
  for (std::size_t i = 0; i < jobs.size(); ++i)
    if (played.start[i] > 100 && played.start[i] < 900) used[jobs[i].user] += 10;
  EXPECT_NEAR(used[0] / used[1], 1.0, 0.05);
  QueueSpec by_arrival;
  const auto plain = play(by_arrival, 4, jobs);
  double plain_used[2] = {0, 0};
  for (std::size_t i = 0; i < jobs.size(); ++i)
    if (plain.start[i] > 100 && plain.start[i] < 900) plain_used[jobs[i].user] += 10;
  EXPECT_GT(plain_used[0] / plain_used[1], 5.0);
}

}  // namespace
}  // namespace icekeel::scheduler::test
