// SPDX-License-Identifier: Apache-2.0
// Writes a small result file with every feature of the format, for open_with_tools.py.
#include <cmath>
#include <cstdio>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include "simulator/base/units.h"
#include "simulator/result/result_writer.h"

namespace icekeel::result {
namespace {

constexpr std::size_t racks = 3;
constexpr int minutes = 5000;
const double missing = std::numeric_limits<double>::quiet_NaN();

using Texts = std::vector<std::string>;
using Numbers = std::vector<double>;

// Site series each minute, one of them with gaps, and the sum of the racks' power.
double write_site(ResultWriter& writer, TimeAxisId time) {
  double energy = 0.0;
  for (int i = 0; i < minutes; ++i) {
    const double power = 9e4 + 1e3 * std::sin(2.0 * std::numbers::pi * i / 1440.0);
    const Duration from = i * units::minute;
    writer.append(time, from, from + units::minute, {{power, i % 7 == 0 ? missing : 32.0}});
    energy += power * 60.0;
  }
  return energy;
}

void write_racks(ResultWriter& writer, TimeAxisId time_rack) {
  for (int i = 0; i < minutes / 15; ++i) {
    const Duration from = 15.0 * i * units::minute;
    writer.append(time_rack, from, from + 15.0 * units::minute, {{3e4, 3.1e4, 2.9e4}});
  }
}

void write_tables(ResultWriter& writer) {
  writer.add_table(
      "/jobs", "job",
      std::vector<Column>{
          {.name = "name", .long_name = "name", .values = Texts{"llama-65b", "apprentissage é"}},
          {.name = "nodes",
           .units = "1",
           .long_name = "nodes",
           .values = std::vector<std::int64_t>{256, 1}},
          {.name = "wait_time",
           .units = "s",
           .long_name = "time in the queue",
           .values = Numbers{0.0, missing}}});
  writer.add_table(
      "/events", "event",
      std::vector<Column>{{.name = "time",
                           .units = "seconds since 2026-01-01T00:00:00Z",
                           .long_name = "time of the event",
                           .values = Numbers{}},
                          {.name = "text", .long_name = "what happened", .values = Texts{}}});
}

void write(const char* path) {
  ResultWriter writer(path, {.title = "a sample, é",
                             .history = "2026-01-02T00:00:00Z write_sample",
                             .source = "icekeel 0.1.0",
                             .start = Timestamp{1767225600},
                             .seed = 42,
                             .scenario_sha256 = std::string(64, '0'),
                             .created = Timestamp{1767312000}});
  writer.add_labels("rack", Texts{"A1", "A2", "Ünit 3"}, "rack");
  const auto time = writer.add_time_axis("time");
  const auto time_rack = writer.add_time_axis("time_rack");
  writer.add_series(
      time,
      {.name = "it_power", .units = "W", .long_name = "power of the IT", .dimensions = {"time"}});
  writer.add_series(time, {.name = "coolant_supply_temperature",
                           .units = "degC",
                           .long_name = "temperature of the water to the racks",
                           .dimensions = {"time"}});
  writer.add_series(time_rack, {.name = "rack_power",
                                .units = "W",
                                .long_name = "power of a rack",
                                .dimensions = {"time_rack", "rack"},
                                .wide = true});
  const double energy = write_site(writer, time);
  write_racks(writer, time_rack);
  write_tables(writer);
  writer.add_scalars(
      "/summary",
      std::vector<Scalar>{
          {.name = "it_energy_MWh",
           .units = "MW h",
           .long_name = "energy of the IT",
           .value = energy / 3.6e9},
          {.name = "cue_kg_per_kWh",
           .units = "kg kW-1 h-1",
           .long_name = "carbon an IT energy",
           .value = 0.05},
          {.name = "wue_L_per_kWh",
           .units = "L kW-1 h-1",
           .long_name = "water an IT energy",
           .value = 0.2},
          {.name = "carbon_operational_t", .units = "t", .long_name = "carbon", .value = 1.5},
          {.name = "water_m3", .units = "m3", .long_name = "water", .value = 3.0},
          {.name = "energy_cost", .units = "1", .long_name = "cost of energy", .value = 12.0},
          {.name = "erf", .units = "1", .long_name = "energy reuse factor"}});
  writer.add_texts("/summary", std::vector<Text>{{"scenario", "a sample, é"}, {"currency", "EUR"}});
  writer.add_texts("/provenance",
                   std::vector<Text>{{"scenario_text", "schema: 1\nname: é\n"}, {"empty", ""}});
  writer.add_plot({"power", {"it_power", "coolant_supply_temperature"}, {"time"}, "Power"});
  writer.add_plot({"rack_power", {"rack_power"}, {"time_rack", "rack"}, "Power of the racks"});
  writer.finish("complete");
}

}  // namespace
}  // namespace icekeel::result

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  try {
    icekeel::result::write(argv[1]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
