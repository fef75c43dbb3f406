// SPDX-License-Identifier: Apache-2.0
// Each rack with its own inlet in a run.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

const std::string racks = "record.racks={every: 1 h}";
const std::string no_mean = "sites[0].cooling.air_handler.recirculation=0";

std::string mixed(const std::string& spec) {
  return "sites[0].recirculation=" + spec;
}

TEST(RecirculationRun, NoneIsTheSameAsNoMatrixAtAll) {
  const auto plain = simulated(small_scenario(), {racks, no_mean});
  const auto none = simulated(small_scenario(), {racks, no_mean, mixed("{own: 0}")});
  EXPECT_EQ(none.series("rack_inlet_temperature"), plain.series("rack_inlet_temperature"));
  EXPECT_EQ(none.figure("it_energy_MWh"), plain.figure("it_energy_MWh"));
  EXPECT_NEAR(none.figure("supply_heat_index"), 0.0, 1e-12);
}

TEST(RecirculationRun, RacksInTheMiddleAreWarmerAndTheHottestIsInTheSummary) {
  const auto run =
      simulated(small_scenario(), {racks, no_mean, mixed("{like: recirculation/open}")});
  const auto inlets = run.series("rack_inlet_temperature");  // row by row, four racks each
  ASSERT_GE(inlets.size(), 8u);
  for (std::size_t row = 1; row < inlets.size() / 4; ++row) {
    EXPECT_GT(inlets[4 * row + 1], inlets[4 * row]);
    EXPECT_GT(inlets[4 * row + 2], inlets[4 * row + 3]);
  }
  EXPECT_LE(*std::max_element(inlets.begin() + 4, inlets.end()),
            run.figure("hottest_rack_inlet_degC") + 0.02);
  // Ends of rows have one neighbour: a little less than the fifth of an endless row.
  EXPECT_GT(run.figure("supply_heat_index"), 0.17);
  EXPECT_LT(run.figure("supply_heat_index"), 0.20);
  for (const char* name : {"electricity", "heat"})
    EXPECT_NEAR(run.balance(name).residual(), 0.0, 1e-9) << name;
}

// Half of the inlet air is the rack's own exhaust: as warm again as the air rises.
TEST(RecirculationRun, TheHottestRackDecidesHowFastItsZoneWorks) {
  const std::string job =
      "workload.jobs=[{name: busy, training: {model: {like: models/llama-7b}, global_batch: 512, "
      "tokens: 1B, layout: {tensor_parallel: 8, data_parallel: 16, zero_stage: 1, "
      "flash_attention: true}}}]";
  const auto cool = simulated(small_scenario(), {no_mean, job});
  const auto hot = simulated(small_scenario(), {no_mean, job, mixed("{own: 0.6}")});
  EXPECT_GT(hot.figure("hottest_rack_inlet_degC"), 35.0);
  EXPECT_GT(hot.job("run_time"), 1.01 * cool.job("run_time"));
}

}  // namespace
}  // namespace icekeel::run
