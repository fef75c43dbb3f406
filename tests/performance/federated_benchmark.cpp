// SPDX-License-Identifier: Apache-2.0
// Rounds of federated jobs: 1,000 rounds of 1,000 clients have 3 s, 100 rounds of 100,000 have 30 s
// and 2 GB, with a million clients registered.
#include <benchmark/benchmark.h>

#include "simulator/base/units.h"
#include "workloads/federated_rounds.h"

namespace {

using namespace icekeel;             // NOLINT: a program of its own
using namespace icekeel::workloads;  // NOLINT

FederatedSpec phones(std::int64_t at_once, FederatedMode mode) {
  ClientSpec client;
  client.count = 250000;
  client.device.compute_rate = ComputeRate::si(1e9);
  client.device.training_power = 1.0 * units::watt;
  client.line.download = Bandwidth::si(50e6);
  client.line.upload = Bandwidth::si(20e6);
  client.samples = 34;
  client.samples_spread = client.speed_spread = 0.6;
  FederatedSpec spec;
  for (int zone = 0; zone < 4; ++zone) {
    spec.clients.push_back(client);
    if (zone > 0)
      spec.clients.back().available = {20.0 * units::hour, 6.0 * units::hour, 4.0 * units::hour,
                                       static_cast<double>(zone) * units::hour};
  }
  spec.parameters = 1400000;
  spec.work_per_sample = Work::si(84e6);
  spec.mode = mode;
  spec.updates_per_round = at_once * 10 / 13;
  spec.concurrency = at_once;
  spec.dropout_probability = 0.08;
  spec.server.aggregation_work = Work::si(4.2e6);
  spec.server.compute_rate = ComputeRate::si(1e11);
  return spec;
}

// Arguments: rounds, clients at work, mode, and the uplink in Gbit/s, 0 for none.
void rounds(benchmark::State& state) {
  FederatedSpec spec = phones(state.range(1), static_cast<FederatedMode>(state.range(2)));
  if (state.range(3) > 0)
    spec.server.uplink = static_cast<double>(state.range(3)) * units::gigabit_per_second;
  for (auto unused : state) {
    FederatedRounds jobs(spec, random_stream(1, "benchmark"), 22.0 * units::hour);
    for (std::int64_t i = 0; i < state.range(0); ++i) benchmark::DoNotOptimize(jobs.next());
  }
}
BENCHMARK(rounds)
    ->Unit(benchmark::kSecond)
    ->Iterations(1)
    ->Args({1000, 1000, 0, 0})
    ->Args({100, 100000, 0, 0})
    ->Args({100, 100000, 1, 0})
    ->Args({100, 100000, 2, 0})
    ->Args({100, 100000, 0, 100});

}  // namespace

BENCHMARK_MAIN();
