// SPDX-License-Identifier: Apache-2.0
// CDU pumps are lost: the coolant in the racks carries the heat for m cp dT / P, half of it at
// twice the power, then the nodes slow down and stop, and the job comes back from its checkpoint.
#include <gtest/gtest.h>

#include <numeric>

#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

constexpr double volume = 0.1;                 // m3 in each rack; some minutes
constexpr double per_volume = 996.0 * 4180.0;  // J/m3/K

// Racks of four DGX H200 with cold plates that train all day. Pumps are
// lost half an hour after a checkpoint, when the power is steady.
std::string hall(int racks, const std::string& events) {
  auto text = small_scenario(racks);
  const auto replace = [&](const std::string& what, const std::string& with) {
    text.replace(text.find(what), what.size(), with);
  };
  replace("dgx-a100-4", "dgx-h200-4-liquid");
  replace("fat-tree-hdr", "fat-tree-ndr");
  replace("{like: chilled-water}", "{like: warm-water}");
  replace("seed: 7\n", "");
  return text + R"(
workload:
  jobs:
    - like: llama-65b
      training: {layout: {tensor_parallel: 8, data_parallel: )" +
         std::to_string(4 * racks) + "}, global_batch: " + std::to_string(128 * racks) +
         R"(, checkpoint: {every: 1 h}}
events:
)" + events;
}

const std::string lost_for_an_hour = "  - {at: 6.5 h, lose: cdu pumps, for: 1 h}\n";

std::vector<std::string> with_volume(double each) {
  return {"sites[0].halls[0].racks.coolant_volume=" + std::to_string(each) + " m3"};
}

struct RideThrough {
  double seconds;  // from the loss to coolant that is too warm
  double expected;
};

// Power of the nodes and coolant of a moment before the loss; plates take 85 % of the heat.
RideThrough ride_through(int racks, double each) {
  const auto calm = simulated(hall(racks, "  []\n"), with_volume(each));
  const auto run = simulated(hall(racks, lost_for_an_hour), with_volume(each));
  const auto lost = run.events("cdu pumps lost"), warm = run.events("coolant too warm");
  EXPECT_EQ(lost.size(), 1u);
  EXPECT_EQ(warm.size(), 1u);
  const auto before = static_cast<std::size_t>(lost.at(0).first / 60.0) - 2;
  const double cold = run.series("coolant_supply_temperature").at(before);
  const double liquid = 0.85 * 4 * racks * calm.job("mean_node_power");
  return {warm.at(0).first - lost.at(0).first, racks * each * per_volume * (45.0 - cold) / liquid};
}

TEST(RideThrough, LastsAsLongAsTheCoolantTakesUpTheHeat) {
  const auto times = ride_through(2, volume);
  EXPECT_GT(times.seconds, 30.0);
  EXPECT_NEAR(times.seconds / times.expected, 1.0, 0.05);
}

TEST(RideThrough, IsHalfOfItAtTwiceThePowerOverTheSameCoolant) {
  const double first = ride_through(2, volume).seconds;
  const double second = ride_through(4, 0.5 * volume).seconds;
  EXPECT_NEAR(second / first, 0.5, 0.05);
}

TEST(RideThrough, EndsWithAJobThatGoesOnFromItsCheckpoint) {
  const auto run = simulated(hall(2, lost_for_an_hour), with_volume(volume));
  ASSERT_EQ(run.events("job interrupted").size(), 1u);
  ASSERT_EQ(run.events("job started").size(), 2u);
  EXPECT_GT(run.events("job interrupted").at(0).first, run.events("coolant too warm").at(0).first);
  const double back = run.events("cdu pumps restored").at(0).first;
  EXPECT_GE(run.events("job started").at(1).first, back - 1.0);
  EXPECT_EQ(run.events("coolant cold again").size(), 1u);
}

TEST(RideThrough, KeepsTheBalancesAndEndsWhereItBegan) {
  const auto run = simulated(hall(2, lost_for_an_hour), with_volume(volume));
  const auto none = simulated(hall(2, "  []\n"), with_volume(volume));
  EXPECT_LT(std::abs(run.figure("balance_residual")), 1e-9);
  // What stays stored is the difference of the steady states before and after.
  EXPECT_LT(std::abs(run.balance("heat").of("stored") / run.balance("heat").total_in()), 1e-4);
  // Over an hour, in which each has one checkpoint, at different minutes.
  const auto last_hour = [](const SimulatedRun& of) {
    const auto values = of.series("coolant_supply_temperature");
    return std::accumulate(values.end() - 60, values.end(), 0.0) / 60.0;
  };
  EXPECT_NEAR(last_hour(run), last_hour(none), 0.05);
}

TEST(RideThrough, AShortLossIsNotNoticedByTheJob) {
  const auto run =
      simulated(hall(2, "  - {at: 6.5 h, lose: cdu pumps, for: 20 s}\n"), with_volume(volume));
  EXPECT_TRUE(run.events("coolant too warm").empty());
  EXPECT_TRUE(run.events("job interrupted").empty());
}

}  // namespace
}  // namespace icekeel::run
