// SPDX-License-Identifier: Apache-2.0
// Federated rounds against their closed form and against conservation of devices, time and energy.
#include "workloads/federated.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "simulator/base/units.h"

namespace icekeel::workloads {
namespace {

ClientSpec device(std::int64_t count, double speed) {
  ClientSpec c;
  c.name = "device";
  c.count = count;
  c.compute_rate = ComputeRate::si(speed * 1e9);
  c.idle_power = 2.0 * units::watt;
  c.training_power = 7.0 * units::watt;
  c.receiving_power = 3.0 * units::watt;
  c.sending_power = 4.0 * units::watt;
  c.download = Bandwidth::si(80e6);
  c.upload = Bandwidth::si(8e6);
  c.latency = Duration::si(0.05);
  c.samples = 200;
  return c;
}

FederatedSpec averaging() {
  FederatedSpec s;
  s.clients = {device(300, 5.0)};
  s.parameters = 200000;
  s.local_epochs = 5;
  s.work_per_sample = Work::si(1.2e6);
  s.rounds = 1;
  s.updates_per_round = 100;
  s.server.aggregation_work = Work::si(6e5);
  s.server.compute_rate = ComputeRate::si(1e9);
  return s;
}

TEST(FederatedRound, OfEqualDevicesIsTheClosedForm) {
  const FederatedSpec s = averaging();
  RandomStream random = random_stream(1, "round");
  const Round round = simulate_round(s, random);
  const double size = 200000 * 32.0;
  const double down = 0.05 + size / 80e6, compute = 5 * 200 * 1.2e6 / 5e9, up = 0.05 + size / 8e6;
  const double aggregation = 100 * 6e5 / 1e9;
  EXPECT_EQ(round.selected, 130u);
  EXPECT_EQ(round.received, 100u);
  EXPECT_NEAR(round.time.si(), down + compute + up + aggregation, 1e-12);
  EXPECT_NEAR(round.energy.download.si(), 130 * 3 * down, 1e-9);
  EXPECT_NEAR(round.energy.compute.si(), 130 * 7 * compute, 1e-9);
  EXPECT_NEAR(round.energy.upload.si(), 130 * 4 * up, 1e-9);
  EXPECT_NEAR(round.energy.waiting.si(), 130 * 2 * aggregation, 1e-9);
  EXPECT_NEAR(round.uploaded.si() / (130 * size), 1.0, 1e-12);
}

TEST(FederatedRound, OverSelectionDoesNotWaitForSlowDevices) {
  FederatedSpec s = averaging();
  s.clients = {device(100, 50.0), device(30, 0.01)};
  RandomStream random = random_stream(1, "round");
  const Round round = simulate_round(s, random);  // all 130 are selected
  EXPECT_EQ(round.received, 100u);
  EXPECT_EQ(round.late, 30u);
  EXPECT_LT(round.collection, times_of(s, s.clients[1]).total());
}

TEST(FederatedRound, ADeadlineEndsTheCollection) {
  FederatedSpec s = averaging();
  s.clients = {device(60, 50.0), device(100, 0.001)};
  s.deadline = 10.0 * units::second;
  s.over_selection = 1.6;
  RandomStream random = random_stream(1, "round");
  const Round round = simulate_round(s, random);
  EXPECT_DOUBLE_EQ(round.collection.si(), 10.0);
  EXPECT_EQ(round.received, 60u);
  EXPECT_EQ(round.late, 100u);
}

TEST(FederatedRound, TheSameSeedGivesTheSameRound) {
  FederatedSpec s = averaging();
  s.dropout_probability = 0.1;
  RandomStream one = random_stream(7, "round"), other = random_stream(7, "round");
  EXPECT_EQ(simulate_round(s, one).energy.total(), simulate_round(s, other).energy.total());
}

RC_GTEST_PROP(FederatedRound, LosesNoDeviceAndNoEnergy, ()) {
  FederatedSpec s = averaging();
  s.clients = {device(*rc::gen::inRange(1, 200), 5.0), device(*rc::gen::inRange(1, 200), 0.2)};
  s.updates_per_round = *rc::gen::inRange(1, 200);
  s.over_selection = *rc::gen::inRange(10, 20) / 10.0;
  s.dropout_probability = *rc::gen::inRange(0, 11) / 10.0;
  if (*rc::gen::arbitrary<bool>()) s.deadline = Duration::si(*rc::gen::inRange(1, 100) / 10.0);
  RandomStream random = random_stream(*rc::gen::arbitrary<std::uint64_t>(), "round");
  const Round round = simulate_round(s, random);
  RC_ASSERT(round.received + round.late + round.dropped == round.selected);
  RC_ASSERT(static_cast<std::int64_t>(round.received) <= s.updates_per_round);
  RC_ASSERT(!s.deadline || round.collection <= *s.deadline);
  // No device draws more than its highest power, and none that stays less than its lowest.
  const double longest = static_cast<double>(round.selected) * round.time.si();
  RC_ASSERT(round.energy.total().si() <= 7.0 * longest * (1 + 1e-12));
  const double staying = static_cast<double>(round.received + round.late) * round.time.si();
  RC_ASSERT(round.energy.total().si() >= 2.0 * staying * (1 - 1e-12));
}

TEST(FederatedCheck, SaysWhenThereAreTooFewDevices) {
  FederatedSpec s = averaging();
  s.updates_per_round = 301;
  const auto findings = check(s);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].message, "300 devices cannot send 301 updates in a round");
}

}  // namespace
}  // namespace icekeel::workloads
