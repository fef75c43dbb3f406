// SPDX-License-Identifier: Apache-2.0
// Books: a misread meter shows.
#include "simulator/run/ledger.h"

#include <gtest/gtest.h>

#include "simulator/base/units.h"
#include "simulator/run/simulation.h"

namespace icekeel::run {
namespace {

using units::joule;

Balance sample() {
  Balance balance("electricity");
  balance.add_in("grid", 100.0 * joule);
  balance.add_out("it", 90.0 * joule);
  balance.add_out("loss", 6.0 * joule);
  balance.add_out("loss", 4.0 * joule);
  return balance;
}

TEST(Balance, ClosesWhenWhatGoesOutCameIn) {
  EXPECT_DOUBLE_EQ(sample().residual(), 0.0);
  EXPECT_DOUBLE_EQ(sample().of("loss").si(), 10.0);
  EXPECT_NO_THROW(check_balances({sample()}));
}

TEST(Balance, AMisreadMeterBreaksItAndIsNamed) {
  for (const char* term : {"grid", "it", "loss"}) {
    try {
      check_balances({sample().with_misread(term, 1.01)});
      FAIL() << term;
    } catch (const UnbalancedBooks& problem) {
      EXPECT_NE(std::string(problem.what()).find("electricity"), std::string::npos);
      EXPECT_NE(std::string(problem.what()).find(term), std::string::npos);
    }
  }
}

TEST(Balance, OutOfNothingIsNoBalance) {
  Balance balance("heat");
  EXPECT_DOUBLE_EQ(balance.residual(), 0.0);
  balance.add_out("rejected", 1.0 * joule);
  EXPECT_DOUBLE_EQ(balance.residual(), 1.0);
}

}  // namespace
}  // namespace icekeel::run
