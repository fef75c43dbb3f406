// SPDX-License-Identifier: Apache-2.0
// Estimates a second, and how long a search for a layout takes.
#include <benchmark/benchmark.h>

#include "analysis/estimate.h"
#include "analysis/inference.h"

namespace icekeel::analysis {
namespace {

EstimateCase gpt_175b(std::int64_t nodes) {
  EstimateCase c;
  c.model = "gpt-175b";
  c.node = "dgx-a100";
  c.nodes = nodes;
  c.global_batch = 12 * nodes;
  return c;
}

void OneConfigurationOn16384Gpus(benchmark::State& state) {
  Estimator estimator(config::Catalogue::installed());
  EstimateCase c = gpt_175b(2048);
  c.tensor_parallel = 8;
  c.pipeline_parallel = 8;
  c.micro_batch = 1;
  for (auto _ : state) benchmark::DoNotOptimize(estimator.estimate(c));
}
BENCHMARK(OneConfigurationOn16384Gpus)->Unit(benchmark::kMicrosecond);

void LayoutSearch(benchmark::State& state) {
  Estimator estimator(config::Catalogue::installed());
  const EstimateCase c = gpt_175b(state.range(0) / 8);
  for (auto _ : state) benchmark::DoNotOptimize(estimator.estimate(c));
}
BENCHMARK(LayoutSearch)->Arg(1024)->Arg(16384)->Unit(benchmark::kMillisecond);

// With the entries of the catalogue read each time.
void OneInference(benchmark::State& state) {
  const auto catalogue = config::Catalogue::installed();
  for (auto _ : state) benchmark::DoNotOptimize(infer({}, catalogue));
}
BENCHMARK(OneInference)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace icekeel::analysis

BENCHMARK_MAIN();
