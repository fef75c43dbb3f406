// SPDX-License-Identifier: Apache-2.0
// A room without its cooling: the closed form of two masses, whatever the steps, and the way back.
#include "simulator/facility/room_mass.h"

#include <gtest/gtest.h>

#include <cmath>

#include "simulator/base/units.h"

namespace icekeel::facility {
namespace {

constexpr double Ca = 105e3, Cs = 2.5e6, h = 8.3e3, G = 10e3;  // J/K and W/K: four racks
constexpr Temperature cold = Temperature::from_celsius(24);
constexpr Power heat = Power::si(96e3);

RoomMass stopped() {
  RoomMass room({HeatCapacity::si(Ca), HeatCapacity::si(Cs), HeatCapacityRate::si(h),
                 HeatCapacityRate::si(G)});
  room.leave(cold);
  return room;
}

/// Ta(t) - T0 = P t / (Ca + Cs) + P Cs^2 / (h (Ca + Cs)^2) (1 - exp(-t / tau)).
double rise(double t) {
  const double both = Ca + Cs, tau = Ca * Cs / (h * both);
  return heat.si() * t / both +
         heat.si() * Cs * Cs / (h * both * both) * (1.0 - std::exp(-t / tau));
}

double stored(const RoomMass& room) {
  return Ca * (room.air() - cold).si() + Cs * (room.solids() - cold).si();
}

TEST(RoomMass, WarmsAsTheClosedFormOfTwoMasses) {
  for (const double t : {1.0, 10.0, 60.0, 600.0}) {
    auto room = stopped();
    room.warm(heat, Duration::si(t));
    EXPECT_NEAR((room.air() - cold).si(), rise(t), 1e-9) << t;
    EXPECT_NEAR(stored(room), heat.si() * t, 1e-6 * heat.si() * t) << t;
  }
}

TEST(RoomMass, BeginsWithTheAirAloneAndEndsWithBothMasses) {
  auto room = stopped();
  room.warm(heat, Duration::si(1e-3));
  EXPECT_NEAR((room.air() - cold).si() / (heat.si() * 1e-3 / Ca), 1.0, 1e-4);
  room.warm(heat, Duration::si(300));
  const Temperature before = room.air();
  room.warm(heat, Duration::si(100));
  EXPECT_NEAR((room.air() - before).si() / (heat.si() * 100 / (Ca + Cs)), 1.0, 1e-6);
}

TEST(RoomMass, WarmsTheSameInOneStepAsInMany) {
  auto one = stopped(), many = stopped();
  one.warm(heat, Duration::si(90));
  for (int i = 0; i < 900; ++i) many.warm(heat, Duration::si(0.1));
  EXPECT_NEAR(many.air().celsius(), one.air().celsius(), 1e-9);
  EXPECT_NEAR(many.solids().celsius(), one.solids().celsius(), 1e-9);
}

TEST(RoomMass, ReachesATemperatureWhenItSaysSo) {
  for (const double limit : {25.0, 30.0, 35.0, 60.0}) {
    auto room = stopped();
    const auto time = room.until(Temperature::from_celsius(limit), heat);
    ASSERT_TRUE(time);
    room.warm(heat, *time);
    EXPECT_NEAR(room.air().celsius(), limit, 1e-5);
  }
  EXPECT_FALSE(stopped().until(cold, heat));
  EXPECT_FALSE(stopped().until(Temperature::from_celsius(30), Power{}));
}

// The matrix exponential against small steps of Euler, whose error falls with the step.
TEST(RoomMass, CoolsAsItsEquationsSay) {
  auto room = stopped();
  room.warm(heat, Duration::si(300));
  double a = (room.air() - cold).si(), s = (room.solids() - cold).si();
  constexpr int steps = 1'000'000;
  constexpr double dt = 120.0 / steps;
  for (int i = 0; i < steps; ++i) {
    const double flow = h * (a - s);
    a += dt * (-flow - G * a) / Ca;
    s += dt * flow / Cs;
  }
  room.cool(cold, Duration::si(120));
  EXPECT_NEAR((room.air() - cold).si(), a, 1e-4);
  EXPECT_NEAR((room.solids() - cold).si(), s, 1e-4);
}

TEST(RoomMass, GivesBackAllItsHeat) {
  auto room = stopped();
  room.warm(heat, Duration::si(300));
  double given = 0;
  while (room.away()) given += room.cool(cold, Duration::si(7)).si() * 7;
  EXPECT_NEAR(given / (300 * heat.si()), 1.0, 1e-9);
}

}  // namespace
}  // namespace icekeel::facility
