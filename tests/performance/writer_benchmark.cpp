// SPDX-License-Identifier: Apache-2.0
// How fast results are written: a year of minutes for 80 racks, and a month of a small site.
#include <benchmark/benchmark.h>

#include <boost/random/normal_distribution.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "simulator/base/random.h"
#include "simulator/base/units.h"
#include "simulator/result/result_writer.h"

namespace icekeel::result {
namespace {

// A day of power readings, repeated: making the numbers must not be what is measured.
std::vector<std::vector<double>> day_of_rows(std::size_t columns) {
  auto stream = random_stream(1, "writer benchmark");
  boost::random::normal_distribution<double> noise(28'000.0, 200.0);
  std::vector<std::vector<double>> rows(1440, std::vector<double>(columns));
  for (auto& row : rows)
    for (auto& value : row) value = noise(stream);
  return rows;
}

ResultWriter begin(const std::filesystem::path& path, std::size_t racks) {
  ResultWriter writer(path, {.title = "benchmark",
                             .history = "",
                             .source = "icekeel",
                             .start = {},
                             .seed = 1,
                             .scenario_sha256 = "",
                             .created = {}});
  std::vector<std::string> names(racks);
  for (std::size_t i = 0; i < racks; ++i) names[i] = std::to_string(i);
  writer.add_labels("rack", names, "rack");
  return writer;
}

// Every value differs from its neighbours: the worst case for the compression.
void write_noise(benchmark::State& state, int rows, std::size_t site_series, std::size_t racks) {
  const auto path = std::filesystem::temp_directory_path() / "icekeel-writer-benchmark.h5";
  const auto values = day_of_rows(site_series + racks);
  for (auto unused : state) {
    ResultWriter writer = begin(path, racks);
    const auto time = writer.add_time_axis("time");
    for (std::size_t i = 0; i < site_series; ++i)
      writer.add_series(time, {.name = "site_" + std::to_string(i),
                               .units = "W",
                               .long_name = "site",
                               .dimensions = {"time"}});
    writer.add_series(time, {.name = "rack_power",
                             .units = "W",
                             .long_name = "racks",
                             .dimensions = {"time", "rack"},
                             .wide = true});
    for (int i = 0; i < rows; ++i) {
      const Duration from = i * units::minute;
      writer.append(time, from, from + units::minute, values[static_cast<std::size_t>(i) % 1440]);
    }
    writer.finish("complete");
  }
  state.counters["rows/s"] =
      benchmark::Counter(rows, benchmark::Counter::kIsIterationInvariantRate);
  state.counters["MB"] = static_cast<double>(std::filesystem::file_size(path)) * 1e-6;
  std::filesystem::remove(path);
}

void YearOfMinutesForEightyRacks(benchmark::State& state) {
  write_noise(state, 525'600, 0, 80);
}
BENCHMARK(YearOfMinutesForEightyRacks)->Unit(benchmark::kMillisecond);

void ThreeWeeksOfASiteAndItsRacks(benchmark::State& state) {
  write_noise(state, 30'000, 12, 64);
}
BENCHMARK(ThreeWeeksOfASiteAndItsRacks)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace icekeel::result

BENCHMARK_MAIN();
