// SPDX-License-Identifier: Apache-2.0
// What goes over links and through switches: bytes are conserved, no link carries more than it can,
// and switches draw for what passes them.
#include <gtest/gtest.h>

#include <algorithm>

#include "platforms/network.h"
#include "simulator/scenario/scenario.h"
#include "tests/support/scratch.h"
#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

/// Jobs of twelve nodes each under leaf switches of eight, with trunks of one cable a rail.
std::string ring_jobs(int jobs, const std::string& fabric = "") {
  std::string text = small_scenario(16) + "workload:\n  jobs:\n";
  for (int i = 0; i < jobs; ++i)
    text += "    - like: llama-65b\n      name: ring-" + std::to_string(i) +
            "\n      training: {model: {like: llama-7b}, global_batch: 96, tokens: 1B,\n"
            "                 layout: {micro_batch: 1, tensor_parallel: 8, data_parallel: 12, "
            "zero_stage: 0, overlap: 0 %}, checkpoint: {every: 2 h}}\n";
  const auto at = text.find("fat-tree-hdr");
  return text.insert(at + 12, ", radix: 10, oversubscription: 8" + fabric);
}

/// Of one step of the job on the first nodes, by the routes and the plan alone.
struct StepBytes {
  double over_links = 0;
  double through_switches = 0;
  platforms::FabricSpec fabric;
};

StepBytes step_bytes(const std::string& text) {
  const auto file = written("links.yaml", text);
  config::Diagnostics diagnostics;
  const auto loaded = scenario::load(file, {}, config::Catalogue::installed(), diagnostics);
  const auto& site = loaded.value().sites.at(0);
  const platforms::Network network(site.spec.fabric, site.expansion.partitions.at(0).node.nics,
                                   site.expansion.nodes());
  StepBytes bytes{0, 0, site.spec.fabric};
  for (const auto& phase : loaded.value().jobs.at(0).places.at(0).plan->phases)
    for (const auto& flow : phase.flows) {
      const auto path = network.route(flow.from, flow.to, 0);
      bytes.over_links += flow.bytes.in(units::byte) * static_cast<double>(path.links.size());
      bytes.through_switches += flow.bytes.in(units::byte)*path.switches;
    }
  return bytes;
}

TEST(LinkRecord, BytesOverLinksAreBytesSentTimesLinksPassed) {
  const auto text = ring_jobs(1) + "record: {links: {every: 7 min, busiest: 200}}\n";
  const auto run = simulated(text);
  ASSERT_EQ(run.job_text("state"), "completed");
  const double expected = run.job("steps_done") * step_bytes(text).over_links;
  EXPECT_NEAR(run.figure("link_traffic_PB") * 1e15 / expected, 1.0, 1e-9);
  const auto moved = std::get<std::vector<double>>(run.file.column("/links", "moved")->values);
  double sum = 0;
  for (const double bytes : moved) sum += bytes;
  EXPECT_NEAR(sum / expected, 1.0, 1e-9);
}

TEST(LinkRecord, NoLinkCarriesMoreThanItCan) {
  const auto run = simulated(ring_jobs(2) + "record: {links: {every: 5 min}}\n");
  const auto most = run.series("link_utilisation_most");
  ASSERT_GT(most.size(), 100U);
  EXPECT_GT(*std::ranges::max_element(most), 0.1);
  for (const double utilisation : most) EXPECT_FALSE(utilisation > 1.0 + 1e-9) << utilisation;
  EXPECT_EQ(std::get<std::vector<std::string>>(run.file.column("/links", "level")->values).at(0),
            "local");
}

TEST(LinkRecord, RecordingLinksChangesNothing) {
  const auto without = simulated(ring_jobs(2));
  const auto with = simulated(ring_jobs(2) + "record: {links: {}}\n");
  EXPECT_EQ(without.figure("facility_energy_MWh"), with.figure("facility_energy_MWh"));
  EXPECT_EQ(without.job("end_time"), with.job("end_time"));
}

// --- parts that fail

/// Alone on leaves whose trunk is 8 cables, at the full rate of the adapters.
std::string full_rate_job(const std::string& events) {
  auto text = ring_jobs(1);
  const auto at = text.find("checkpoint: {every");
  text.insert(at, "efficiency: {network: {share: 1}}, ");
  return text + events;
}

double transfer_time(const SimulatedRun& run) {
  const auto phases =
      std::get<std::vector<std::string>>(run.file.column("/phases", "phase")->values);
  const auto times = std::get<std::vector<double>>(run.file.column("/phases", "time")->values);
  for (std::size_t i = 0; i < phases.size(); ++i)
    if (phases[i] == "data_comm") return times[i] / run.job("steps_done");
  return 0;
}

// Cables 0 to 7 are those of the first leaf, one a rail.
TEST(NetworkFailures, KOfNUplinksLostLeaveTheRestOfTheBandwidth) {
  const auto none = simulated(full_rate_job(""));
  const double at_line_rate = 2.0 * 11.0 / 12.0 * 6.74e9 * 2.0 / 200e9;
  for (const int k : {2, 4, 6}) {
    const auto run = simulated(
        full_rate_job("events: [{at: 0 s, lose: cable 0, modules: " + std::to_string(k) + "}]\n"));
    const double slower = transfer_time(run) - transfer_time(none);
    EXPECT_NEAR(slower / (at_line_rate * (8.0 / (8 - k) - 1)), 1.0, 0.01) << k;
    EXPECT_EQ(run.job("restarts"), 0);
  }
}

TEST(NetworkFailures, ElsewhereChangeNothing) {
  const auto none = simulated(full_rate_job(""));
  const auto other = simulated(full_rate_job("events: [{at: 1 h, lose: cable 40, for: 1 h}]\n"));
  EXPECT_EQ(other.events("network part lost").size(), 1U);
  EXPECT_EQ(other.job("end_time"), none.job("end_time"));
  EXPECT_EQ(other.job("energy"), none.job("energy"));
}

TEST(NetworkFailures, SlowAJobForAsLongAsTheyLast) {
  const auto none = simulated(full_rate_job(""));
  const auto slow = simulated(full_rate_job("events: [{at: 0 s, lose: cable 0, modules: 6}]\n"));
  const auto half_hour =
      simulated(full_rate_job("events: [{at: 10 min, lose: cable 0, modules: 6, for: 30 min}]\n"));
  EXPECT_EQ(half_hour.job("restarts"), 0);
  const double step = none.job("step_time"), slow_step = slow.job("step_time");
  ASSERT_GT(slow_step, 1.01 * step);
  const double later = 1800.0 * (1 - step / slow_step);
  EXPECT_NEAR(half_hour.job("end_time") - none.job("end_time"), later, 4 * slow_step);
}

TEST(NetworkFailures, WithoutAWayLeftJobsGoOnElsewhere) {
  const auto run = simulated(full_rate_job("events: [{at: 1 h, lose: cable 0, modules: 8}]\n"));
  EXPECT_EQ(run.job("restarts"), 1);
  EXPECT_EQ(run.job_text("state"), "completed");
}

TEST(NetworkFailures, DrawnAtRandomSlowJobsAndStopNone) {
  const auto text = ring_jobs(1);
  const auto at = text.find("    power:");
  auto failing = text;
  failing.insert(
      at, "    node_failures: {causes: {cables: {part: cable, rate: 0.1 1/h, repair: 1 h}}}\n");
  const auto none = simulated(text), run = simulated(failing);
  EXPECT_GT(run.events("network part lost").size(), 5U);
  EXPECT_EQ(run.job("restarts"), 0);
  EXPECT_GE(run.job("end_time"), none.job("end_time"));
}

TEST(SwitchPower, FollowsWhatPassesTheSwitches) {
  const auto text = ring_jobs(1, ", switch_power: 100 W");
  const auto idle = simulated(text);
  const auto busy = simulated(ring_jobs(1, ", switch_power: 100 W, switch_power_most: 900 W"));
  const auto step = step_bytes(text);
  const double full = static_cast<double>(step.fabric.radix) *
                      step.fabric.link_rate.in(units::byte_per_second);  // of a switch
  const double expected = 800.0 * busy.job("steps_done") * step.through_switches / full / 3.6e9;
  const double more = busy.figure("it_energy_MWh") - idle.figure("it_energy_MWh");
  EXPECT_GT(more, 0.0);
  EXPECT_NEAR(more / expected, 1.0, 1e-6);
  EXPECT_LT(busy.figure("balance_residual"), 1e-6);
}

}  // namespace
}  // namespace icekeel::run
