// SPDX-License-Identifier: Apache-2.0
// Draws and meters: their energy is the exact integral, however often they are read.
#include "simulator/run/draw.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "simulator/base/units.h"

namespace icekeel::run {
namespace {

using units::second;
using units::watt;

std::shared_ptr<const Pattern> saw() {
  return std::make_shared<Pattern>(std::vector<Pattern::Segment>{
      {2.0 * second, 100.0 * watt}, {0.0 * second, 1e9 * watt}, {1.0 * second, 40.0 * watt}});
}

TEST(Pattern, IntegratesWholePeriodsAndParts) {
  const auto pattern = saw();
  EXPECT_DOUBLE_EQ(pattern->period().si(), 3.0);
  EXPECT_DOUBLE_EQ(pattern->energy_until(1.0 * second).si(), 100.0);
  EXPECT_DOUBLE_EQ(pattern->energy_until(3.0 * second).si(), 240.0);
  EXPECT_DOUBLE_EQ(pattern->energy_until(302.5 * second).si(), 100 * 240.0 + 200.0 + 20.0);
  EXPECT_DOUBLE_EQ(pattern->power_at(301.9 * second).si(), 100.0);
  EXPECT_DOUBLE_EQ(pattern->power_at(302.1 * second).si(), 40.0);
}

TEST(Pattern, KnowsItsLargestChange) {
  // 100 W for 2 s, 40 W for 1 s: windows of half a second see the whole edge, windows of a period
  // see nothing.
  EXPECT_DOUBLE_EQ(saw()->largest_change(0.5 * second).si(), 60.0);
  EXPECT_DOUBLE_EQ(saw()->largest_change(1.0 * second).si(), 60.0);
  EXPECT_DOUBLE_EQ(saw()->largest_change(2.0 * second).si(), 30.0);
  EXPECT_NEAR(saw()->largest_change(3.0 * second).si(), 0.0, 1e-9);
}

TEST(Draw, GoesOnFromWhatItHadWhenItChanges) {
  Draw draw;
  draw.hold({}, 10.0 * watt);
  draw.repeat(5.0 * second, saw(), 2.5 * second);
  EXPECT_DOUBLE_EQ(draw.energy(5.5 * second).si(), 50.0 + 20.0);
  draw.hold(8.5 * second, {});
  EXPECT_DOUBLE_EQ(draw.energy(100.0 * second).si(), 50.0 + 20.0 + 240.0);
}

RC_GTEST_PROP(Draw, EnergyDoesNotDependOnWhereItIsRead, (std::vector<std::uint16_t> cuts)) {
  Draw draw;
  draw.repeat({}, saw(), {});
  std::sort(cuts.begin(), cuts.end());
  Energy sum, before;
  for (const auto cut : cuts) {
    const Energy reading = draw.energy(cut * 0.01 * second);
    RC_ASSERT(reading >= before);
    sum += reading - before;
    before = reading;
  }
  RC_ASSERT(std::abs((sum - before).si()) <= 1e-9 * before.si());
}

TEST(LoadMeter, CountsEachDrawAsOftenAsItHangsThere) {
  Draw idle, busy;
  idle.hold({}, 1.0 * watt);
  busy.hold({}, 10.0 * watt);
  LoadMeter meter;
  meter.set_count(idle, 4, {});
  meter.set_count(idle, 1, 10.0 * second);
  meter.set_count(busy, 3, 10.0 * second);
  EXPECT_DOUBLE_EQ(meter.mean_power().si(), 31.0);
  meter.set_count(busy, 0, 20.0 * second);
  EXPECT_DOUBLE_EQ(meter.energy(30.0 * second).si(), 40.0 + 310.0 + 10.0);
}

}  // namespace
}  // namespace icekeel::run
