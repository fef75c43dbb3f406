// SPDX-License-Identifier: Apache-2.0
// What the plant and the feeds do to the machines, and what heat reuse does to the books.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

/// Eight liquid-cooled DGX H200 train on warm water in January.
std::string warm_hall(const std::string& reuse) {
  auto text = small_scenario(2);
  const auto replace = [&](const std::string& what, const std::string& with) {
    text.replace(text.find(what), what.size(), with);
  };
  replace("2026-03-01", "2026-01-12");
  replace("dgx-a100-4", "dgx-h200-4-liquid");
  replace("fat-tree-hdr", "fat-tree-ndr");
  replace("{like: chilled-water}", "{like: warm-water}");
  replace("seed: 7\n", "");
  return text + reuse + R"(
workload:
  jobs:
    - like: llama-65b
      training: {layout: {micro_batch: 1, tensor_parallel: 8, data_parallel: 8}, global_batch: 256, checkpoint: {every: 100 d}}
)";
}

std::string with_reuse(const std::string& demand) {
  return warm_hall("    heat_reuse: {demand: {like: " + demand +
                   "}, heat_pump: {supply: 70 degC}}\n");
}

TEST(HeatReuse, IsNothingWithoutDemand) {
  const auto none = simulated(with_reuse("none")), without = simulated(warm_hall(""));
  EXPECT_DOUBLE_EQ(none.figure("heat_reused_MWh"), 0.0);
  EXPECT_DOUBLE_EQ(none.figure("heat_pump_energy_MWh"), 0.0);
  // Ratings of the electrical chain differ by the pump's, so its no-load losses do.
  EXPECT_NEAR(none.balance("heat").of("rejected") / without.balance("heat").of("rejected"), 1.0,
              1e-3);
  EXPECT_FALSE(without.file.scalar("/summary", "heat_reused_MWh").has_value());
}

TEST(HeatReuse, CostsTheHeatPumpAndSparesTheRejection) {
  const auto none = simulated(with_reuse("none")), all = simulated(with_reuse("unlimited"));
  const auto before = none.balance("electricity"), after = all.balance("electricity");
  const Energy pump = after.of("heat pump");
  EXPECT_GT(pump, Energy{});
  // The grid gives the heat pump's electricity more, what the transformer loses on the way, and
  // less for the fans of coolers that have less to reject. Every other meter stands still.
  Energy losses;
  for (const auto& account : after.out()) {
    const Energy rise = account.energy - before.of(account.name);
    if (account.name.starts_with("loss ")) {
      losses += rise;
    } else if (account.name != "heat pump" && account.name != "outdoor fans") {
      EXPECT_NEAR(rise / pump, 0.0, 1e-9) << account.name;
    }
  }
  const Energy fans = before.of("outdoor fans") - after.of("outdoor fans");
  EXPECT_GE(fans, Energy{});
  const Energy grid = after.of("grid") - before.of("grid");
  EXPECT_NEAR((grid - losses + fans) / pump, 1.0, 1e-9);
  EXPECT_NEAR(grid / pump, 1.0, 0.01);
  // What is reused is no longer rejected.
  const auto cold = none.balance("heat"), warm = all.balance("heat");
  const Energy taken = warm.of("taken for reuse");
  EXPECT_NEAR((cold.of("rejected") - warm.of("rejected")) / taken, 1.0, 1e-9);
  // Delivered less the pump's electricity is what was taken from the plant.
  EXPECT_NEAR(all.figure("heat_reused_MWh"), taken.si() / 3.6e9, 1e-9);
}

TEST(HeatReuse, NeverExceedsTheDemand) {
  const auto run = simulated(with_reuse("none, base: 20 kW"), {"record.every=1 min"});
  const auto delivered = run.series("heat_delivered_power"),
             demand = run.series("heat_demand_power");
  for (std::size_t i = 0; i < demand.size(); ++i) ASSERT_LE(delivered[i], demand[i] * (1 + 1e-9));
  EXPECT_GT(run.figure("heat_reused_MWh"), 0.0);
}

std::string lost_feed() {
  return warm_hall("") + "events: [{at: 6 h, lose: feed A, for: 2 h}]\n";
}

TEST(FeedLoss, ThrottlesTheNodesAsTheirSuppliesDemandAndBackAgain) {
  // Three of six supplies of a node of 8 kW leave it 6 kW.
  const auto run = simulated(lost_feed(), {"sites[0].halls[0].racks.node.power_max=8 kW"});
  const double before = mean(run, "it_power", 4 * 3600, 6 * 3600);
  const double during = mean(run, "it_power", 6 * 3600 + 60, 8 * 3600);
  const double after = mean(run, "it_power", 8 * 3600 + 60, 10 * 3600);
  EXPECT_LT(during, 0.92 * before);
  EXPECT_NEAR(after / before, 1.0, 0.01);
  EXPECT_EQ(run.job_text("state"), "running");
  EXPECT_EQ(run.events("supplies changed").at(0).second, "3 of 6 supplies have power");
  EXPECT_EQ(run.events("supplies changed").at(1).second, "6 of 6 supplies have power");
  const auto whole = simulated(warm_hall(""), {"sites[0].halls[0].racks.node.power_max=8 kW"});
  EXPECT_LT(run.job("steps_done"), whole.job("steps_done"));
}

TEST(FeedLoss, LeavesNodesAloneWhoseSuppliesStillCarryThem) {
  const auto run = simulated(lost_feed(), {"sites[0].halls[0].racks.node.power_max=10.9 kW"});
  const auto whole = simulated(warm_hall(""), {"sites[0].halls[0].racks.node.power_max=10.9 kW"});
  EXPECT_EQ(run.job("steps_done"), whole.job("steps_done"));
}

TEST(FeedLoss, PutsTheWholeLoadOnTheOtherFeed) {
  const auto run = simulated(lost_feed());
  const auto feeds = run.file.values("feed_power").value();
  const auto times = run.file.intervals("time");
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double a = feeds.values[2 * i], b = feeds.values[2 * i + 1];
    if (times.from[i] >= 6 * 3600.0 && times.to[i] <= 8 * 3600.0) {
      ASSERT_DOUBLE_EQ(a, 0.0);
      ASSERT_GT(b, 0.0);
    } else {
      ASSERT_NEAR(a, b, 1e-6 * a);
    }
  }
}

TEST(FeedLoss, OfBothFeedsInterruptsTheJobsAndTheyGoOnWithThePower) {
  const auto run = simulated(warm_hall("") +
                             "events:\n  - {at: 6 h, lose: feed A, for: 4 h}\n"
                             "  - {at: 7 h, lose: feed B, for: 1 h}\n");
  EXPECT_EQ(run.job_text("state"), "running");
  EXPECT_EQ(run.job("restarts"), 1);
  EXPECT_EQ(run.events("job interrupted").at(0).first, 7 * 3600.0);
  EXPECT_EQ(run.events("job restarted").at(0).first, 8 * 3600.0);
  EXPECT_NEAR(mean(run, "facility_power", 7 * 3600 + 60, 8 * 3600), 0.0, 60.0 * 1000);
}

TEST(Throttling, SetsInAboveTheAllowedInletTemperature) {
  // The coolant is some kelvin warmer than the facility water: above the 45 degC of the plates.
  const auto cool = simulated(warm_hall("")),
             hot = simulated(warm_hall(""), {"sites[0].cooling.supply=44 degC"});
  EXPECT_GT(hot.job("step_time"), 1.02 * cool.job("step_time"));
}

}  // namespace
}  // namespace icekeel::run
