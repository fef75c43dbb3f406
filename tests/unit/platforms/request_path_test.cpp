// SPDX-License-Identifier: Apache-2.0
// The way of a request: light, equipment, the slowest part, energies that add up.
#include "platforms/request_path.h"

#include <gtest/gtest.h>

#include "simulator/base/units.h"

namespace icekeel::platforms {
namespace {

LineSpec home() {
  LineSpec line;
  line.upload = 8.0 * Bandwidth::si(1e6);
  line.download = 80.0 * Bandwidth::si(1e6);
  line.latency = Duration::si(0.010);
  const auto unit = units::watt * units::hour / units::gigabyte;
  line.energy = {0.1 * unit, 6.0 * unit, 30.0 * unit};
  return line;
}

// 6,600 km of fibre with a group index of 1.468, and 0.2 ms of equipment.
WanSpec cable() {
  WanSpec part;
  part.length = Length::si(6.6e6);
  part.delay = Duration::si(0.2e-3);
  const auto unit = units::watt * units::hour / units::gigabyte;
  part.energy = {0.002 * unit, 0.004 * unit, 0.04 * unit};
  return part;
}

TEST(RequestPath, TakesTheTimeOfLightAndOfItsEquipment) {
  const RequestPath path{{path_part("home", home()), path_part("cable", cable())}};
  EXPECT_NEAR(path.latency().si(), 0.010 + 0.2e-3 + 6.6e6 * 1.468 / 299792458.0, 1e-12);
}

TEST(RequestPath, IsAsFastAsItsSlowestPart) {
  RequestPath path{{path_part("home", home()), path_part("cable", cable())}};
  const auto megabyte = 1e6 * units::byte;
  EXPECT_NEAR((path.time_up(megabyte) - path.latency()).si(), 1.0, 1e-12);
  EXPECT_NEAR((path.time_down(megabyte) - path.latency()).si(), 0.1, 1e-12);
  path.parts[1].upload = 4.0 * Bandwidth::si(1e6);
  EXPECT_NEAR((path.time_up(megabyte) - path.latency()).si(), 2.0, 1e-12);
  EXPECT_EQ(path.time_up({}), path.latency());
}

TEST(RequestPath, AddsTheEnergiesOfItsParts) {
  const RequestPath path{{path_part("home", home()), path_part("cable", cable())}};
  const auto unit = units::watt * units::hour / units::gigabyte;
  EXPECT_NEAR(path.energy().mid / unit, 6.004, 1e-12);
  EXPECT_NEAR(path.energy().high / unit, 30.04, 1e-12);
  EXPECT_EQ(RequestPath{}.time_down(1e6 * units::byte), Duration{});
}

}  // namespace
}  // namespace icekeel::platforms
