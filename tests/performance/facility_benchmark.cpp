// SPDX-License-Identifier: Apache-2.0
// What a step of the facility costs, for few racks and for many.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "simulator/base/units.h"
#include "simulator/run/site_plant.h"
#include "simulator/scenario/scenario.h"

namespace icekeel::run {
namespace {

scenario::Scenario site_of(std::int64_t racks, const char* plant, const char* rack) {
  const auto file = fmt::format("facility-benchmark-{}.yaml", racks);
  std::ofstream(file) << fmt::format(
      "schema: 1\nname: benchmark\nstart: 2026-01-01\nduration: 1 d\nsites:\n  - name: here\n"
      "    climate: {{like: paris}}\n    grid: {{like: france}}\n"
      "    halls: [{{racks: {{like: {}, count: {}}}}}]\n    fabric: {{like: fat-tree-ndr}}\n"
      "    power: {{like: 2n}}\n    cooling: {{like: {}}}\n",
      rack, racks, plant);
  config::Diagnostics diagnostics;
  auto scenario = scenario::load(file, {}, config::Catalogue::installed(), diagnostics);
  std::remove(file.c_str());
  if (!scenario) std::cerr << diagnostics.text();
  return std::move(scenario.value());
}

void settle(benchmark::State& state, const char* plant, const char* rack) {
  const auto scenario = site_of(state.range(0), plant, rack);
  SitePlant site(scenario.sites[0], scenario.spec.start);
  const Power it = static_cast<double>(state.range(0)) * 30.0 * units::kilowatt;
  const Power liquid = std::string(plant) == "warm-water" ? 0.85 * it : Power{};
  Duration now;
  for (auto _ : state) {
    benchmark::DoNotOptimize(site.settle({it, liquid}, now, now + units::minute));
    now += units::minute;
  }
  state.SetLabel("a step of 60 s; a year has 525,600");
}
BENCHMARK_CAPTURE(settle, chilled_water, "chilled-water", "dgx-h200-4")->Arg(112)->Arg(11250);
BENCHMARK_CAPTURE(settle, warm_water, "warm-water", "dgx-h200-4-liquid")->Arg(112)->Arg(11250);

}  // namespace
}  // namespace icekeel::run

BENCHMARK_MAIN();
