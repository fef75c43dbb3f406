// SPDX-License-Identifier: Apache-2.0
// Streams: as many jobs as the rate says, when the cycles say, within their limits, and the same
// from the same seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "workloads/batch.h"

namespace icekeel::workloads {
namespace {

const Timestamp monday{345600};  // 1970-01-05

StreamSpec stream() {
  StreamSpec spec;
  spec.name = "test";
  spec.arrivals.rate = 100.0 / units::day;
  StreamKindSpec kind;
  kind.name = "small";
  kind.share = 3;
  kind.nodes = {1, 64};
  kind.run_time = TimeSpec{.least = units::minute, .most = units::day, .median = {}};
  kind.utilisation = {0.2, 0.9};
  kind.users = 5;
  spec.kinds.push_back(kind);
  kind.name = "large";
  kind.share = 1;
  kind.nodes = {65, 1000};
  kind.nodes->powers_of_two = true;
  spec.kinds.push_back(kind);
  return spec;
}

std::vector<StreamJob> drawn(const StreamSpec& spec, double days, std::uint64_t seed = 1) {
  return draw_jobs(spec, monday, days * units::day, random_stream(seed, "test"));
}

// Five standard deviations of a Poisson count: one test in two million fails by chance, and the
// seed is fixed.
void expect_poisson(double count, double mean) {
  EXPECT_NEAR(count, mean, 5.0 * std::sqrt(mean));
}

TEST(Stream, HasAsManyJobsAsItsRateSays) {
  const auto jobs = drawn(stream(), 140);
  expect_poisson(static_cast<double>(jobs.size()), 14000);
  expect_poisson(static_cast<double>(std::count_if(jobs.begin(), jobs.end(),
                                                   [](const StreamJob& j) { return j.kind == 1; })),
                 3500);
}

TEST(Stream, KeepsItsRateOverAWeekWhateverTheCycles) {
  auto spec = stream();
  spec.arrivals.daily.assign(24, 1.0);
  for (std::size_t hour = 8; hour < 18; ++hour) spec.arrivals.daily[hour] = 4.0;
  spec.arrivals.weekly = {1, 1, 1, 1, 1, 0.25, 0};
  const auto jobs = drawn(spec, 140);
  expect_poisson(static_cast<double>(jobs.size()), 14000);
  double sunday = 0, saturday = 0, tuesday = 0, day = 0;
  for (const auto& [job, kind] : jobs) {
    const auto weekday = static_cast<int>(job.submit.si() / 86400.0) % 7;
    sunday += weekday == 6;
    saturday += weekday == 5;
    tuesday += weekday == 1;
    const double hour = std::fmod(job.submit.si(), 86400.0) / 3600.0;
    day += hour >= 8 && hour < 18;
  }
  EXPECT_EQ(sunday, 0);
  expect_poisson(saturday, 0.25 * 14000 / 5.25);
  expect_poisson(tuesday, 14000 / 5.25);
  expect_poisson(day, 14000.0 * 40.0 / 54.0);
}

TEST(Stream, StaysWithinItsLimits) {
  for (const auto shape : {Shape::lognormal, Shape::log_uniform, Shape::uniform}) {
    auto spec = stream();
    for (auto& kind : spec.kinds) kind.nodes->shape = kind.run_time->shape = shape;
    double last = 0;
    for (const auto& [job, kind] : drawn(spec, 50)) {
      const auto& limits = spec.kinds[kind];
      EXPECT_GE(job.submit.si(), last);
      last = job.submit.si();
      EXPECT_GE(job.processors, limits.nodes->least);
      EXPECT_LE(job.processors, limits.nodes->most);
      if (kind == 1 && job.processors != 65 && job.processors != 1000) {
        EXPECT_EQ(job.processors & (job.processors - 1), 0);
      }
      EXPECT_GE(job.run, limits.run_time->least);
      EXPECT_LE(job.run, limits.run_time->most * (1 + 1e-12));
      EXPECT_GE(job.requested, job.run);
      EXPECT_GE(job.utilisation, 0.2);
      EXPECT_LE(job.utilisation, 0.9);
      EXPECT_EQ(job.user / 5, static_cast<int>(kind)) << "each kind has users of its own";
    }
  }
}

TEST(Stream, HasTheMedianThatIsAskedFor) {
  auto spec = stream();
  spec.kinds.resize(1);
  spec.kinds[0].run_time = {units::second, 1000.0 * units::hour, 30.0 * units::minute, 1.2};
  std::vector<double> times;
  for (const auto& [job, kind] : drawn(spec, 100)) times.push_back(job.run.si());
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2),
                   times.end());
  // Standard error of the median of a lognormal sample: 1.25 spread / sqrt(n), taken five times.
  EXPECT_NEAR(std::log(times[times.size() / 2] / 1800.0), 0.0,
              5 * 1.25 * 1.2 / std::sqrt(static_cast<double>(times.size())));
}

TEST(Stream, IsTheSameFromTheSameSeedOnly) {
  const auto a = drawn(stream(), 10), b = drawn(stream(), 10), c = drawn(stream(), 10, 2);
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].job.run, b[i].job.run);
  EXPECT_NE(a[0].job.submit, c[0].job.submit);
}

TEST(Stream, EndsWhenItShould) {
  auto spec = stream();
  spec.jobs = 7;
  EXPECT_EQ(drawn(spec, 10).size(), 7U);
  spec.start = 2.0 * units::day;
  spec.lasting = units::hour;
  for (const auto& [job, kind] : drawn(spec, 10)) {
    EXPECT_GE(job.submit, spec.start);
    EXPECT_LE(job.submit, spec.start + *spec.lasting);
  }
}

TEST(Stream, IsCheckedBeforeItIsDrawn) {
  auto spec = stream();
  spec.arrivals.daily = {1, 2};
  spec.arrivals.weekly.assign(7, 0.0);
  spec.kinds[0].nodes = {9, 3};
  spec.kinds[1].requested.least = 0.5;
  const auto found = check(spec);
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0].path, "arrivals.daily");
  EXPECT_EQ(found[1].path, "arrivals.weekly");
  EXPECT_EQ(found[2].path, "kinds[0].nodes.least");
  EXPECT_EQ(found[3].path, "kinds[1].requested.least");
  spec.kinds.clear();
  EXPECT_EQ(check(spec).back().path, "kinds");
}

}  // namespace
}  // namespace icekeel::workloads
