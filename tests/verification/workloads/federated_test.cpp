// SPDX-License-Identifier: Apache-2.0
// Federated rounds against their closed forms, conservation of devices and energy, and the laws
// that measurements of production systems follow.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "simulator/base/units.h"
#include "workloads/federated_rounds.h"

namespace icekeel::workloads {
namespace {

constexpr double model_bits = 200000 * 32.0;

ClientSpec device(std::int64_t count, double speed) {
  ClientSpec c;
  c.name = "device";
  c.count = count;
  c.device.compute_rate = ComputeRate::si(speed * 1e9);
  c.device.idle_power = 2.0 * units::watt;
  c.device.training_power = 7.0 * units::watt;
  c.device.receiving_power = 3.0 * units::watt;
  c.device.sending_power = 4.0 * units::watt;
  c.line.download = Bandwidth::si(80e6);
  c.line.upload = Bandwidth::si(8e6);
  c.line.latency = Duration::si(0.05);
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

FederatedRounds rounds_of(const FederatedSpec& spec, std::uint64_t seed = 1) {
  return {spec, random_stream(seed, "rounds")};
}

Energy device_energy(const FederatedRounds& rounds) {
  Energy sum;
  for (const ClientTotals& totals : rounds.totals()) sum += totals.energy.total();
  return sum;
}

// Coefficient of determination of y = a x.
double r_squared(const std::vector<double>& x, const std::vector<double>& y) {
  double xy = 0, xx = 0, mean = 0;
  for (std::size_t i = 0; i < x.size(); ++i) xy += x[i] * y[i], xx += x[i] * x[i], mean += y[i];
  mean /= static_cast<double>(y.size());
  double residual = 0, total = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    residual += std::pow(y[i] - xy / xx * x[i], 2);
    total += std::pow(y[i] - mean, 2);
  }
  return 1.0 - residual / total;
}

TEST(FederatedRound, OfEqualDevicesIsTheClosedForm) {
  const FederatedSpec s = averaging();
  auto rounds = rounds_of(s);
  const Round round = rounds.next();
  const double down = 0.05 + model_bits / 80e6, compute = 5 * 200 * 1.2e6 / 5e9,
               up = 0.05 + model_bits / 8e6;
  const double aggregation = 100 * 6e5 / 1e9;
  EXPECT_EQ(round.selected, 130);
  EXPECT_EQ(round.received, 100);
  EXPECT_NEAR(round.time.si(), down + compute + up + aggregation, 1e-12);
  EXPECT_NEAR(round.energy.download.si(), 130 * 3 * down, 1e-9);
  EXPECT_NEAR(round.energy.compute.si(), 130 * 7 * compute, 1e-9);
  EXPECT_NEAR(round.energy.upload.si(), 130 * 4 * up, 1e-9);
  EXPECT_NEAR(round.energy.waiting.si(), 130 * 2 * aggregation, 1e-9);
  EXPECT_NEAR(round.uploaded.si() / (130 * model_bits), 1.0, 1e-12);
}

// All upload at once: the last bit has left when the uplink has moved all of them.
TEST(FederatedRound, OnAFullUplinkTakesAsLongAsItsBytes) {
  FederatedSpec s = averaging();
  s.over_selection = 1.0;
  s.clients[0].line.latency = {};
  s.server.uplink = Bandwidth::si(200e6);
  auto rounds = rounds_of(s);
  const Round round = rounds.next();
  const double compute = 5 * 200 * 1.2e6 / 5e9, each = 100 * model_bits / 200e6;
  EXPECT_NEAR(round.collection.si(), each + compute + each, 1e-9);
  EXPECT_NEAR(round.energy.upload.si(), 100 * 4 * each, 1e-6);
}

TEST(FederatedRound, OverSelectionDoesNotWaitForSlowDevices) {
  FederatedSpec s = averaging();
  s.clients = {device(100, 50.0), device(30, 0.01)};
  auto rounds = rounds_of(s);
  const Round round = rounds.next();  // all 130 are selected
  EXPECT_EQ(round.received, 100);
  EXPECT_EQ(round.late, 30);
  EXPECT_LT(round.collection, times_of(s, s.clients[1]).total());
}

TEST(FederatedRound, ADeadlineEndsTheCollection) {
  FederatedSpec s = averaging();
  s.clients = {device(60, 50.0), device(100, 0.001)};
  s.deadline = 10.0 * units::second;
  s.over_selection = 1.6;
  auto rounds = rounds_of(s);
  const Round round = rounds.next();
  EXPECT_DOUBLE_EQ(round.collection.si(), 10.0);
  EXPECT_EQ(round.received, 60);
  EXPECT_EQ(round.late, 100);
  EXPECT_FALSE(round.failed);
}

TEST(FederatedRound, FailsAndGoesOnWhereNoDeviceCanMeetTheDeadline) {
  for (const auto mode :
       {FederatedMode::synchronous, FederatedMode::semi_synchronous, FederatedMode::asynchronous}) {
    FederatedSpec s = averaging();
    s.mode = mode;
    s.deadline = 0.1 * units::second;
    auto rounds = rounds_of(s);
    for (int i = 1; i <= 3; ++i) {
      const Round round = rounds.next();
      EXPECT_TRUE(round.failed);
      EXPECT_EQ(round.received, 0);
      EXPECT_GE(round.late, 130);
      // Where rounds overlap, the server gives up when twice as many were lost as work at once.
      const double length = mode == FederatedMode::synchronous ? 0.1 : 0.2;
      EXPECT_NEAR(rounds.now().si(), length * i, 1e-12);
    }
    EXPECT_GT(device_energy(rounds).si(), 0.0);
  }
}

TEST(FederatedRound, FailsAndAsksAgainWhereNobodyIsThere) {
  FederatedSpec s = averaging();
  s.clients[0].available = {22.0 * units::hour, 23.0 * units::hour, {}, {}};
  FederatedRounds rounds(s, random_stream(1, "rounds"), 21.75 * units::hour);
  EXPECT_TRUE(rounds.next().failed);  // 21:45
  EXPECT_DOUBLE_EQ(rounds.now().si(), 600.0);
  EXPECT_TRUE(rounds.next().failed);  // 21:55
  EXPECT_EQ(rounds.next().received, 100);
}

// Each hour of the day as many as the shape of their days says: a window of 8 h that begins evenly
// over 4 h is full for 4 h.
TEST(Population, IsThereInItsHours) {
  FederatedSpec s = averaging();
  s.clients[0].count = 100000;
  s.clients[0].available = {20.0 * units::hour, 4.0 * units::hour, 4.0 * units::hour,
                            1.0 * units::hour};
  Population population(s, 7);
  const double share[24] = {1, 1, 1, 1, 1, .75, .5, .25, 0, 0,   0,  0,
                            0, 0, 0, 0, 0, 0,   0,  0,   0, .25, .5, .75};
  RandomStream random = random_stream(3, "draws");
  for (int hour = 0; hour < 24; ++hour) {
    const Duration utc = (hour + 1.0 - 2.0 + 24.0) * units::hour;  // local time is an hour ahead
    EXPECT_NEAR(static_cast<double>(population.available(utc)), 1e5 * share[hour], 1.0) << hour;
    for (const ClientId& client : population.draw(50, utc, random)) {
      EXPECT_GT(population.stays(client, utc), Duration{});
      EXPECT_LE(population.stays(client, utc), 8.0 * units::hour);
      population.release(client);
    }
  }
}

TEST(Population, DrawsEverybodyOnceWhereAllAreWanted) {
  FederatedSpec s = averaging();
  Population population(s, 7);
  RandomStream random = random_stream(3, "draws");
  EXPECT_EQ(population.draw(200, {}, random).size(), 200u);
  EXPECT_EQ(population.draw(1, {}, random).size(), 1u);
  EXPECT_EQ(population.draw(500, {}, random).size(), 99u);
  EXPECT_TRUE(population.draw(1, {}, random).empty());
}

TEST(FederatedRound, TheSameSeedGivesTheSameRounds) {
  FederatedSpec s = averaging();
  s.dropout_probability = 0.1;
  s.clients[0].speed_spread = 0.5;
  auto one = rounds_of(s, 7), other = rounds_of(s, 7);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(one.next().energy.total(), other.next().energy.total());
}

RC_GTEST_PROP(FederatedRound, LosesNoDeviceAndNoEnergy, ()) {
  FederatedSpec s = averaging();
  s.clients = {device(*rc::gen::inRange(100, 300), 5.0), device(*rc::gen::inRange(100, 300), 0.2)};
  s.clients[0].speed_spread = *rc::gen::inRange(0, 10) / 10.0;
  s.mode = static_cast<FederatedMode>(*rc::gen::inRange(0, 3));
  s.updates_per_round = *rc::gen::inRange(1, 100);
  s.over_selection = *rc::gen::inRange(10, 20) / 10.0;
  s.dropout_probability = *rc::gen::inRange(0, 11) / 10.0;
  if (*rc::gen::arbitrary<bool>()) s.deadline = Duration::si(*rc::gen::inRange(1, 100) / 10.0);
  if (*rc::gen::arbitrary<bool>())
    s.server.uplink = Bandwidth::si(1e6 * *rc::gen::inRange(1, 1000));
  auto rounds = rounds_of(s, *rc::gen::arbitrary<std::uint64_t>());
  Duration time;
  DeviceEnergy energy;
  for (int i = 0; i < 4; ++i) {
    const Round round = rounds.next();
    time += round.time;
    RC_ASSERT(round.received <= s.updates_per_round);
    RC_ASSERT(round.failed == (round.received == 0));
    energy.waiting += round.energy.total();
  }
  RC_ASSERT(std::abs((time - rounds.now()).si()) <= 1e-9 * rounds.now().si());
  RC_ASSERT(std::abs(energy.waiting / device_energy(rounds) - 1.0) < 1e-9);
  rounds.stop();
  std::int64_t selected = 0, ended = 0;
  Information moved;
  Duration device_time;
  for (const ClientTotals& t : rounds.totals()) {
    selected += t.selected;
    ended += t.received + t.dropped + t.late;
    moved += t.downloaded + t.uploaded;
    device_time += t.line_time;
  }
  RC_ASSERT(selected == ended);
  RC_ASSERT(moved.si() <= static_cast<double>(selected) * 2.0 * model_bits * (1 + 1e-9));
  // No device draws more than its highest power, none less than its lowest.
  const double joules = device_energy(rounds).si();
  RC_ASSERT(joules <= 7.0 * device_time.si() * (1 + 1e-9));
  RC_ASSERT(joules >= 2.0 * device_time.si() * (1 - 1e-9));
}

// Little's law: a device sees as many updates of others as work beside it.
TEST(AsynchronousAveraging, HasTheStalenessOfLittlesLaw) {
  FederatedSpec s = averaging();
  s.mode = FederatedMode::asynchronous;
  s.updates_per_round = 1;
  s.concurrency = 40;
  s.clients[0].speed_spread = 0.5;
  auto rounds = rounds_of(s);
  double staleness = 0;
  constexpr int versions = 20000;
  for (int i = 0; i < versions; ++i) staleness += static_cast<double>(rounds.next().staleness);
  EXPECT_NEAR(staleness / versions, 39.0, 0.1);
}

TEST(AsynchronousAveraging, ThrowsAwayWhatIsTooOld) {
  FederatedSpec s = averaging();
  s.mode = FederatedMode::asynchronous;
  s.clients = {device(50, 50.0), device(50, 0.01)};
  s.updates_per_round = 1;
  s.concurrency = 100;
  s.most_staleness = 60;
  auto rounds = rounds_of(s);
  for (int i = 0; i < 20000; ++i) EXPECT_LE(rounds.next().staleness, 60);
  EXPECT_GT(rounds.totals()[1].late, 0);
  EXPECT_EQ(rounds.totals()[1].received, 0);
}

// Measured in production (arXiv 2303.14604): emissions follow rounds times concurrency where
// rounds are synchronous, and hours times concurrency where they are not.
TEST(FederatedLaws, EnergyFollowsRoundsTimesConcurrency) {
  std::vector<double> product, energy;
  for (const std::int64_t updates : {50, 100, 200, 500, 1000})
    for (const int count : {5, 20, 50}) {
      FederatedSpec s = averaging();
      s.clients = {device(20000, 5.0)};
      s.clients[0].device.idle_power = {};
      s.clients[0].speed_spread = 0.6;
      s.clients[0].samples_spread = 0.6;
      s.dropout_probability = 0.08;
      s.updates_per_round = updates;
      auto rounds = rounds_of(s);
      for (int i = 0; i < count; ++i) rounds.next();
      product.push_back(static_cast<double>(count * concurrency_of(s)));
      energy.push_back(device_energy(rounds).si());
    }
  const double fit = r_squared(product, energy);
  RecordProperty("r_squared", std::to_string(fit));
  EXPECT_GT(fit, 0.99);
}

TEST(FederatedLaws, AsynchronousEnergyFollowsHoursTimesConcurrency) {
  std::vector<double> product, energy;
  for (const std::int64_t concurrency : {50, 100, 200, 500})
    for (const double length : {60.0, 200.0, 600.0}) {
      FederatedSpec s = averaging();
      s.clients = {device(20000, 5.0)};
      s.clients[0].speed_spread = 0.6;
      s.dropout_probability = 0.08;
      s.mode = FederatedMode::asynchronous;
      s.updates_per_round = concurrency / 5;
      s.concurrency = concurrency;
      auto rounds = rounds_of(s);
      while (rounds.now().si() < length) rounds.next();
      product.push_back(rounds.now().si() * static_cast<double>(concurrency));
      energy.push_back(device_energy(rounds).si());
    }
  const double fit = r_squared(product, energy);
  RecordProperty("r_squared", std::to_string(fit));
  EXPECT_GT(fit, 0.99);
}

// A quarter of the bits: (0.4 + 0.6 / 4) of the energy where the network had
// 60 % of it.
TEST(FederatedPayload, InEightBitsSavesThreeQuartersOfTheNetworksShare) {
  FederatedSpec s = averaging();
  s.clients[0].line.latency = {};
  s.clients[0].device.idle_power = {};
  s.over_selection = 1.0;
  const auto energies = [](const FederatedSpec& spec) {
    auto rounds = rounds_of(spec);
    return rounds.next().energy;
  };
  // The share of communication is set by the work; both scale exactly.
  const DeviceEnergy before = energies(s);
  s.work_per_sample *= (before.download + before.upload) / before.compute * 0.4 / 0.6;
  const DeviceEnergy wide = energies(s);
  EXPECT_NEAR((wide.download + wide.upload) / wide.total(), 0.6, 1e-9);
  s.parameter_size = Information::si(8);
  EXPECT_NEAR(wide.total() / energies(s).total(), 1.0 / (0.4 + 0.6 / 4), 1e-9);
}

TEST(FederatedPayload, CountsIndicesMasksAndShares) {
  FederatedSpec s = averaging();
  s.update_parameter_size = Information::si(8);
  s.update_share = 0.01;
  EXPECT_DOUBLE_EQ(payload_of(s).upload.si(), 2000 * (8 + 18));  // 200,000 < 2^18
  s.update_share = 1.0;
  s.secure_aggregation =
      SecureAggregationSpec{100, Information::si(512), Bandwidth::si(1e9), Bandwidth::si(1e10)};
  EXPECT_DOUBLE_EQ(payload_of(s).upload.si(), 200000 * (8 + 7) + 100 * 512);  // 100 < 2^7
  EXPECT_DOUBLE_EQ(payload_of(s).download.si(), model_bits + 100 * 512);
  const double masks = 100 * payload_of(s).upload.si();
  EXPECT_NEAR(times_of(s, s.clients[0]).compute.si(), 0.24 + masks / 1e9, 1e-9);
  EXPECT_NEAR(aggregation_time(s, 90, 10).si(),
              90 * 6e-4 + (90 + 10 * 100) * payload_of(s).upload.si() / 1e10, 1e-9);
}

TEST(FederatedTopologies, ARingPassesEachPartRoundTwice) {
  FederatedSpec s = averaging();
  s.topology = FederatedTopology::ring;
  s.updates_per_round = 50;
  auto rounds = rounds_of(s);
  const Round round = rounds.next();
  const double step = 0.05 + model_bits / 50 / 8e6;
  EXPECT_NEAR(round.time.si(), 0.24 + 2 * 49 * step, 1e-9);
  EXPECT_NEAR(round.uploaded.si(), 50 * model_bits * 2 * 49 / 50.0, 1.0);
  EXPECT_NEAR(round.energy.total().si(), 50 * (0.24 * 7 + 2 * 49 * step * 4), 1e-6);
  s.dropout_probability = 1.0;
  auto broken = rounds_of(s);
  EXPECT_TRUE(broken.next().failed);
}

TEST(FederatedTopologies, AHierarchySendsOneUpdateAnEdgeServer) {
  FederatedSpec s = averaging();
  s.topology = FederatedTopology::hierarchical;
  s.edges = EdgeServersSpec{10, device(1, 1.0).device, device(1, 1.0).line, {}};
  auto rounds = rounds_of(s);
  const Round round = rounds.next();
  const double down = 0.05 + model_bits / 80e6, up = 0.05 + model_bits / 8e6;
  const double at_edges = 100.0 / 10 * 6e5 / 1e9, at_server = 10 * 6e5 / 1e9;
  EXPECT_NEAR(round.time.si(), 2 * down + 0.24 + 2 * up + at_edges + at_server, 1e-9);
  EXPECT_NEAR(rounds.totals().back().uploaded.si(), 10 * model_bits, 1e-3);
  const double waiting = down + 0.24 + up + at_server;
  EXPECT_NEAR(rounds.totals().back().energy.total().si(),
              10 * (3 * down + 7 * at_edges + 4 * up + 2 * waiting), 1e-6);
}

TEST(FederatedCarbon, IsThatOfTheYearOfTheCountry) {
  ClientGridSpec grid;
  const auto per_energy = Mass::si(1e-3) / units::kilowatt_hour;
  grid.carbon = 50.0 * per_energy;
  grid.years = {{2021, 67.0 * per_energy}, {2023, 56.0 * per_energy}, {2023, 53.0 * per_energy}};
  EXPECT_EQ(carbon_of(grid), 50.0 * per_energy);
  grid.year = 2023;
  EXPECT_EQ(carbon_of(grid), 56.0 * per_energy);
  grid.year = 2021;
  EXPECT_EQ(carbon_of(grid), 67.0 * per_energy);
}

TEST(FederatedCheck, SaysWhenThereAreTooFewDevices) {
  FederatedSpec s = averaging();
  s.updates_per_round = 301;
  const auto findings = check(s);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].message, "300 devices cannot send 301 updates in a round");
}

TEST(FederatedCheck, SaysAllThatDoesNotFitAtOnce) {
  FederatedSpec s = averaging();
  s.topology = FederatedTopology::hierarchical;
  s.clients[0].device.training_power = {};
  s.clients[0].available = {22.0 * units::hour, 22.0 * units::hour, {}, {}};
  s.concurrency = 400;
  s.least_updates = 101;
  std::vector<std::string> paths;
  for (const auto& finding : check(s)) paths.push_back(finding.path);
  EXPECT_EQ(paths, (std::vector<std::string>{"concurrency", "least_updates", "edges",
                                             "clients[0].device.training_power",
                                             "clients[0].available.until"}));
}

}  // namespace
}  // namespace icekeel::workloads
