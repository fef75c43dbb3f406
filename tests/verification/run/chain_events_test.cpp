// SPDX-License-Identifier: Apache-2.0
// Outages of the electrical chain in a run: batteries last as long as their energy, generators
// carry when they have started, jobs go on from their checkpoints, and random failures come as
// often as their rates say.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "simulator/base/units.h"
#include "simulator/config/document.h"
#include "simulator/scenario/design_load.h"
#include "simulator/scenario/scenario.h"
#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

std::string with_events(const std::string& events) {
  return small_scenario() + "events:\n" + events;
}

const std::vector<std::string> n_without_generators{"sites[0].power={like: n, backup: null}"};

power::ElectricalChain chain_of(const std::string& text, const std::vector<std::string>& settings) {
  return scenario::chain_of(site_of(text, settings));
}

std::size_t stage_named(const power::ElectricalChain& chain, const std::string& name) {
  for (std::size_t i = 0; i < chain.stages().size(); ++i)
    if (chain.stages()[i].name == name) return i;
  return chain.stages().size();
}

/// What hangs on the chain while the plant has no power, as the series of an outage say.
power::ChainLoad load_during(const SimulatedRun& run, double from, double to) {
  return {.it = Power::si(mean(run, "it_power", from, to)),
          .mechanical = {},
          .critical_mechanical = Power::si(mean(run, "cooling_power", from, to)),
          .other = {},
          .groups = {}};
}

// The closed form: energy of the battery over the input of the UPS that hangs on it.
TEST(Batteries, LastAsLongAsTheirEnergyOverThePower) {
  const auto text = with_events("  - {at: 2 h, lose: A/utility, for: 3 h}\n");
  // The room is heavy, so that nodes do not get warm and their load stays.
  auto settings = n_without_generators;
  settings.emplace_back("sites[0].halls[0].room.building=100 MJ/K/m2");
  const auto run = simulated(text, settings);
  const auto chain = chain_of(text, settings);
  const std::size_t ups = stage_named(chain, "A/ups");
  auto state = chain.state(power::all_feeds(1));
  for (std::size_t i = 0; i < chain.graph().parts.size(); ++i)
    if (chain.graph().parts[i].kind == power::StageKind::utility) state.parts[i].out = 1;
  const auto step = chain.step(load_during(run, 2 * hour, 2 * hour + 300), state);
  const double minutes = chain.battery(ups) / step.discharging[ups] / units::minute;
  ASSERT_EQ(run.events("battery empty").size(), 1u);
  EXPECT_NEAR((run.events("battery empty")[0].first - 2 * hour) / 60.0, minutes, 1e-3 * minutes);
  // Idle, so it carries less than it is built for and lasts longer than its five minutes.
  EXPECT_GT(minutes, 5.0);
  EXPECT_NEAR(run.balance("electricity").of("batteries") / chain.battery(ups), 1.0, 1e-9);
  EXPECT_EQ(mean(run, "it_power", 4 * hour, 5 * hour), 0.0);
  // What was taken is put back once the utility is there again.
  EXPECT_NEAR(run.balance("electricity").of("into batteries") / chain.battery(ups), 1.0, 1e-6);
}

TEST(Batteries, BridgeTheStartOfTheGenerators) {
  const auto run =
      simulated(with_events("  - {at: 2 h, lose: A/utility, for: 1 h}\n"
                            "  - {at: 2 h, lose: B/utility, for: 1 h}\n"));
  ASSERT_EQ(run.events("generators carry").size(), 2u);
  EXPECT_DOUBLE_EQ(run.events("generators carry")[0].first, 2 * hour + 12.0);
  EXPECT_TRUE(run.events("supplies changed").empty());
  const auto books = run.balance("electricity");
  EXPECT_GT(books.of("batteries"), Energy{});
  // Batteries carry the UPS for 12 s, generators all for the rest of the hour.
  const double share = books.of("batteries") / books.of("generators");
  EXPECT_LT(share, 12.0 / (3600.0 - 12.0));
  EXPECT_GT(share, 0.5 * 12.0 / (3600.0 - 12.0));
}

// Generators that are lost beforehand cannot start: the batteries run down.
TEST(Generators, ThatAreAwayLeaveTheLoadToTheBatteries) {
  const auto run = simulated(with_events("  - {at: 1 h, lose: A/generators}\n"
                                         "  - {at: 2 h, lose: A/utility, for: 3 h}\n"),
                             {"sites[0].power.like=n"});
  EXPECT_TRUE(run.events("generators carry").empty());
  EXPECT_EQ(run.events("battery empty").size(), 1u);
}

// Three of four modules are away: what the last one cannot convert comes from the battery until
// it is empty; then the racks are shed, until the modules are back.
TEST(UpsModules, ThatAreLostShedTheLoadAfterTheBattery) {
  const auto text = with_events("  - {at: 2 h, lose: A/ups, modules: 3, for: 6 h}\n");
  const std::vector<std::string> settings{"sites[0].power.like=n",
                                          "sites[0].halls[0].racks.node.power_max=3 kW"};
  const auto run = simulated(text, settings);
  const auto chain = chain_of(text, settings);
  const std::size_t ups = stage_named(chain, "A/ups");
  auto state = chain.state(power::all_feeds(1));
  state.parts[chain.stages()[ups].part].out = 3;
  auto load = load_during(run, 2 * hour, 2 * hour + 300);
  load.critical_mechanical = {};
  const auto without_fans = chain.step(load, state);
  ASSERT_GT(without_fans.stages[ups].load, 1.0);
  const double longest = chain.battery(ups) / without_fans.discharging[ups] / units::second;
  ASSERT_EQ(run.events("load shed").size(), 1u);
  const double shed = run.events("load shed")[0].first - 2 * hour;
  EXPECT_LT(shed, longest);  // fans are on the UPS too
  EXPECT_GT(shed, 0.5 * longest);
  // Switches and storage are what is left.
  const auto site = site_of(text, settings);
  EXPECT_NEAR(mean(run, "it_power", 2 * hour + shed + 60, 8 * hour),
              (scenario::switch_power(site) + site.storage->idle).si(), 1e-6);
  EXPECT_NEAR(mean(run, "it_power", 9 * hour, 10 * hour), mean(run, "it_power", 0, 2 * hour),
              0.01 * mean(run, "it_power", 0, 2 * hour));
}

// Two groups of two racks, a job on each; nodes are capped at 3 kW, which their work takes, and the
// chain is sized for that: with N its four UPS modules are full.
std::string two_full_groups(const std::string& events) {
  auto text = small_scenario(4);
  const std::string racks = "{like: dgx-a100-4, count: 4}";
  text.replace(text.find(racks), racks.size(),
               "[{like: dgx-a100-4, name: first, count: 2, node: {power_max: 3 kW}}, "
               "{like: dgx-a100-4, name: second, count: 2, node: {power_max: 3 kW}}]");
  const auto job = [](const std::string& name) {
    return "    - name: " + name +
           "\n      training: {model: {like: llama-7b}, global_batch: 64, steps: 100000, layout: "
           "{tensor_parallel: 8, data_parallel: 8}, checkpoint: {every: 20 min}}\n";
  };
  return text + "workload:\n  jobs:\n" + job("on the first") + job("on the second") + events;
}

const std::string one_module_for_three_hours =
    "events:\n  - {at: 2 h, lose: A/ups, modules: 1, for: 3 h}\n";

// Three modules of four carry three quarters of the rating; the battery gives the rest for
//
//     t = E / P,   P = (1 - 1/x) input of the UPS,   x = load over the rating of the three
//
// Tolerance, set beforehand: 1 %, as the load of the minutes is the mean of their series.
TEST(UpsModules, WhenOneOfNFullOnesIsLostTheRestShedsAfterTheBatterysMinutes) {
  const std::vector<std::string> n{"sites[0].power.like=n"};
  const auto text = two_full_groups(one_module_for_three_hours);
  const auto run = simulated(text, n);
  const auto chain = chain_of(text, n);
  const std::size_t ups = stage_named(chain, "A/ups");
  ASSERT_EQ(run.events("battery empty").size(), 1u);
  const double shed = run.events("load shed").at(0).first;
  auto state = chain.state(power::all_feeds(1));
  state.parts[chain.stages()[ups].part].out = 1;
  auto load = load_during(run, 2 * hour, shed - 60);
  load.critical_mechanical =
      run.balance("electricity").of("air fans") / Duration::si(run.figure("simulated_s"));
  const auto step = chain.step(load, state);
  EXPECT_GT(step.stages[ups].load, 1.0);
  EXPECT_LT(0.75 * step.stages[ups].load, 1.0);  // four carry it
  const double minutes = chain.battery(ups) / step.discharging[ups] / units::minute;
  EXPECT_NEAR((shed - 2 * hour) / 60.0, minutes, 0.01 * minutes);
  EXPECT_EQ(run.events("battery empty")[0].first, shed);
  // Emptiness is seen within a step of the jobs; what was taken, all of it, is put back.
  const auto books = run.balance("electricity");
  const double step_share =
      Duration::si(run.job("step_time")) * step.discharging[ups] / chain.battery(ups);
  EXPECT_NEAR(books.of("batteries") / chain.battery(ups), 1.0, step_share);
  EXPECT_NEAR(books.of("into batteries") / books.of("batteries"), 1.0, 1e-9);
}

// Half of the racks fit on three modules: only the last group goes, and comes back with the module.
TEST(UpsModules, WhenOneOfNFullOnesIsLostOnlyJobsOnShedRacksRestart) {
  const auto run =
      simulated(two_full_groups(one_module_for_three_hours), {"sites[0].power.like=n"});
  ASSERT_EQ(run.events("load shed").size(), 1u);
  EXPECT_EQ(run.job("restarts", 0), 0);
  EXPECT_EQ(run.job("restarts", 1), 1);
  const double away = run.events("job restarted").at(0).first - run.events("load shed")[0].first;
  EXPECT_NEAR(run.events("job restarted")[0].first, 5 * hour, 1.0);
  EXPECT_GT(away, hour);
  EXPECT_GT(run.job("lost_steps", 1), 0);
  EXPECT_LT(run.job("lost_steps", 1) * run.job("step_time", 1), 21 * 60.0);
  EXPECT_LT(run.figure("balance_residual"), 1e-9);
}

TEST(UpsModules, WithOneToSpareNothingIsShed) {
  const auto run =
      simulated(two_full_groups(one_module_for_three_hours), {"sites[0].power.like=n-plus-1"});
  EXPECT_TRUE(run.events("load shed").empty());
  EXPECT_TRUE(run.events("battery empty").empty());
  EXPECT_EQ(run.balance("electricity").of("batteries"), Energy{});
  EXPECT_EQ(run.job("restarts", 0) + run.job("restarts", 1), 0);
  EXPECT_EQ(run.figure("overloaded_h"), 0.0);
}

std::string training(const std::string& events) {
  return small_training(64, 8000, "checkpoint: {every: 20 min}") + events;
}

// The end moves by the outage and by the work since the last checkpoint, which is done again.
TEST(Jobs, GoOnFromTheirCheckpointAfterAnOutage) {
  // The plant is back with the power: no job slows down because it has to restart first.
  const std::vector<std::string> at_once{"sites[0].cooling.restart=0 s"};
  const auto whole = simulated(training(""), at_once);
  const auto run = simulated(training("events:\n  - {at: 70 min, lose: feed A, for: 30 min}\n"
                                      "  - {at: 70 min, lose: feed B, for: 30 min}\n"),
                             at_once);
  EXPECT_EQ(run.job_text("state"), "completed");
  EXPECT_EQ(run.job("restarts"), 1);
  EXPECT_EQ(run.job("steps_done"), whole.job("steps_done"));
  const double again = run.job("lost_steps") * whole.job("step_time");
  EXPECT_GT(again, 0.0);
  EXPECT_LT(again, 20 * 60.0);
  const double later = run.job("end_time") - whole.job("end_time");
  const double minute = 60.0;  // checkpoints fall on other steps
  EXPECT_NEAR(later, 30 * 60.0 + again, minute);
  EXPECT_NEAR(run.job("run_time") - whole.job("run_time"), again, minute);
}

TEST(Jobs, WithoutCheckpointsBeginAgain) {
  const auto run = simulated(training("events:\n  - {at: 70 min, lose: feed A, for: 30 min}\n"
                                      "  - {at: 70 min, lose: feed B, for: 30 min}\n"),
                             {"workload.jobs[0].training.checkpoint=null"});
  EXPECT_EQ(run.job_text("state"), "completed");
  EXPECT_EQ(run.events("job restarted").at(0).second, "from step 0");
}

// The supplies that are left can carry a DGX A100 at full power, so every step takes as long as
// before: the same steps end at the same moment, to the rounding of sums of 8,000 steps.
TEST(Jobs, DoNotNoticeThatOneOfTwoFeedsIsLost) {
  const auto whole = simulated(training("")),
             run = simulated(training("events: [{at: 70 min, lose: feed A, for: 30 min}]\n"));
  EXPECT_EQ(run.job_text("state"), "completed");
  EXPECT_EQ(run.job("restarts"), 0);
  EXPECT_EQ(run.job("lost_steps"), 0);
  EXPECT_EQ(run.job("checkpoints"), whole.job("checkpoints"));
  EXPECT_NEAR(run.job("end_time"), whole.job("end_time"), 1e-6);
}

// A day on one feed of two: the loss of its UPS is that of the curve at its load.
TEST(FeedLoss, LeavesTheUpsOfTheOtherFeedToLoseWhatItsCurveSays) {
  const auto text = with_events("  - {at: 0 s, lose: feed A}\n");
  const auto run = simulated(text);
  const auto chain = chain_of(text, {});
  const std::size_t ups = stage_named(chain, "B/ups");
  const auto books = run.balance("electricity");
  const auto day = Duration::si(86400);
  const Power output = (books.of("it") + books.of("air fans") + books.of("loss B/pdu")) / day;
  const Power rating = chain.stages()[ups].rating;
  const auto& curve = chain.graph().parts[chain.stages()[ups].part].spec->losses;
  const double x = output / rating;
  const Power expected = rating * (curve.no_load + curve.linear * x + curve.quadratic * x * x);
  EXPECT_NEAR(books.of("loss B/ups") / day / expected, 1.0, 1e-6);
  EXPECT_EQ(books.of("loss A/ups"), Energy{});
}

std::string often_failing(const std::string& repair_spread) {
  return "sites[0].reliability={like: reliability/standard, components: {pdu: {failure_rate: 0.5 "
         "1/d, repair: 2 h, repair_spread: " +
         repair_spread + "}}}";
}

// Two distribution units, each up for two days on average and away for two hours, over a year:
// their failures are counted within four standard deviations of a Poisson process, and their
// outages scatter around two hours.
TEST(RandomFailures, ComeAsOftenAsTheirRate) {
  const auto run =
      simulated(small_scenario(), {"duration=365 d", "random_failures=true", "facility_step=1 h",
                                   "record.every=1 h", often_failing("0")});
  double failures = 0;
  for (const auto& event : run.events("part lost"))
    failures += event.second == "0 of 1 modules work";
  const double expected = 2 * 365.0 * 0.5 / (1.0 + 0.5 * 2.0 / 24.0);
  EXPECT_NEAR(failures, expected, 4.0 * std::sqrt(expected) + 10);
}

TEST(RandomFailures, AreTheSameForTheSameSeed) {
  const auto dates = [](const char* seed) {
    return simulated(small_scenario(), {"duration=20 d", "random_failures=true", seed,
                                        "facility_step=1 h", often_failing("1")})
        .events("part lost");
  };
  EXPECT_EQ(dates("seed=1"), dates("seed=1"));
  EXPECT_NE(dates("seed=1"), dates("seed=2"));
}

}  // namespace
}  // namespace icekeel::run
