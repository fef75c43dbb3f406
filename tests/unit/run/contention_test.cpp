// SPDX-License-Identifier: Apache-2.0
// Competition for links: who could slow whom down.
#include "simulator/run/contention.h"

#include <gtest/gtest.h>

#include "simulator/base/units.h"

namespace icekeel::run {
namespace {

using units::gigabit_per_second;

LinkDemand demand(std::size_t link, double most, double capacity) {
  return {engine::LinkId(link), most * gigabit_per_second, capacity * gigabit_per_second};
}

TEST(Contention, JobsOnALinkThatCarriesThemAllDoNotCompete) {
  Contention contention;
  contention.add(JobId(0), {demand(7, 50, 100)});
  contention.add(JobId(1), {demand(7, 50, 100)});
  EXPECT_EQ(contention.group_of(JobId(0)), (std::set{JobId(0)}));
}

TEST(Contention, ReachesThroughOthers) {
  Contention contention;
  contention.add(JobId(0), {demand(1, 80, 100)});
  contention.add(JobId(1), {demand(1, 80, 100), demand(2, 80, 100)});
  contention.add(JobId(2), {demand(2, 80, 100)});
  contention.add(JobId(3), {demand(3, 80, 100)});
  EXPECT_EQ(contention.group_of(JobId(0)), (std::set{JobId(0), JobId(1), JobId(2)}));
  contention.remove(JobId(1));
  EXPECT_EQ(contention.group_of(JobId(0)), (std::set{JobId(0)}));
}

TEST(Contention, AJobAloneOnASaturatedLinkHasNoCompetitors) {
  Contention contention;
  contention.add(JobId(0), {demand(1, 200, 100)});
  EXPECT_EQ(contention.group_of(JobId(0)), (std::set{JobId(0)}));
}

}  // namespace
}  // namespace icekeel::run
