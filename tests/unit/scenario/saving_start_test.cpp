// SPDX-License-Identifier: Apache-2.0
// When a job that may wait should start, against trying every minute.
#include "simulator/scenario/saving_start.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace icekeel::scenario {
namespace {

const Timestamp new_year{1767225600};  // 2026-01-01T00:00:00Z

facility::HourlySeries random_days() {
  std::vector<double> values;
  for (int hour = 0; hour < 48; ++hour) values.push_back(*rc::gen::inRange(-20, 100));
  return facility::HourlySeries(values);
}

RC_GTEST_PROP(SavingStart, NoMinuteIsBetter, ()) {
  const auto series = random_days();
  const double earliest = 60.0 * *rc::gen::inRange(0, 600),
               slack = 60.0 * *rc::gen::inRange(0, 900);
  const double length = 60.0 * *rc::gen::inRange(1, 500);
  const double start = saving_start(series, new_year, Duration::si(earliest), Duration::si(slack),
                                    Duration::si(length))
                           .si();
  RC_ASSERT(start >= earliest);
  RC_ASSERT(start <= earliest + slack + 1e-9);
  const double mean = series.mean(start, length);
  for (double other = earliest; other <= earliest + slack; other += 60.0)
    RC_ASSERT(mean <= series.mean(other, length) + 1e-9);
}

TEST(SavingStart, DoesNotWaitForNothing) {
  const facility::HourlySeries flat(std::vector<double>(24, 5.0));
  EXPECT_EQ(saving_start(flat, new_year, Duration::si(100), Duration::si(9e4), Duration::si(7200)),
            Duration::si(100));
}

TEST(SavingStart, WaitsForTheValley) {
  std::vector<double> values(24, 5.0);
  values[13] = values[14] = 1.0;
  const facility::HourlySeries valley(values);
  EXPECT_EQ(
      saving_start(valley, new_year, Duration::si(0), Duration::si(86400), Duration::si(7200)),
      Duration::si(13 * 3600));
  // With too little slack it gets as much of the valley as it can.
  EXPECT_EQ(saving_start(valley, new_year, Duration::si(0), Duration::si(12.5 * 3600),
                         Duration::si(7200)),
            Duration::si(12.5 * 3600));
}

}  // namespace
}  // namespace icekeel::scenario
