// SPDX-License-Identifier: Apache-2.0
#include "tests/verification/run/simulated_run.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <iostream>

#include "simulator/base/units.h"
#include "simulator/run/simulation.h"
#include "tests/support/scratch.h"

namespace icekeel::run {
namespace {

int simulate_file(const std::string& file, const std::string& output,
                  const std::vector<std::string>& settings) {
  config::Diagnostics diagnostics;
  const auto catalogue = config::Catalogue::installed();
  const auto scenario = scenario::load(file, {settings, {}}, catalogue, diagnostics);
  std::cerr << diagnostics.text();
  if (!scenario) return 2;
  RunOptions options;
  options.output = output;
  try {
    simulate(*scenario, options);
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << "\n";
    return 1;
  }
  return 0;
}

template <class Values>
const Values& column(const result::ResultFile& file, const std::string& table,
                     const std::string& name, std::optional<result::Column>& keep) {
  keep = file.column(table, name);
  return std::get<Values>(keep.value().values);
}

}  // namespace

std::string small_scenario(int racks) {
  return fmt::format(R"(schema: 1
name: small hall
start: 2026-03-01T00:00:00Z
duration: 1 d
sites:
  - name: here
    climate: {{like: paris}}
    grid: {{like: france, price: 0.12 EUR/kWh}}
    halls: [{{racks: {{like: dgx-a100-4, count: {}}}}}]
    fabric: {{like: fat-tree-hdr}}
    storage: {{like: parallel-flash-1-pb}}
    power: {{like: 2n}}
    cooling: {{like: chilled-water}}
seed: 7
)",
                     racks);
}

std::string small_training(int global_batch, int steps, const std::string& more) {
  return small_scenario() + fmt::format(R"(workload:
  jobs:
    - name: train
      training:
        model: {{like: llama-7b}}
        global_batch: {}
        steps: {}
        layout: {{micro_batch: 1, tensor_parallel: 8, data_parallel: 16}}
        {}
)",
                                        global_batch, steps, more);
}

SimulatedRun simulated(const std::string& scenario, const std::vector<std::string>& settings) {
  const auto input = written("run.yaml", scenario), output = input + ".h5";
  const pid_t child = fork();
  if (child == 0) _exit(simulate_file(input, output, settings));
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error("the simulation did not end well");
  SimulatedRun run{result::ResultFile::open(output)};
  unlink(output.c_str());
  return run;
}

double SimulatedRun::figure(const std::string& name) const {
  return file.scalar("/summary", name).value();
}

std::vector<double> SimulatedRun::series(const std::string& name) const {
  return file.values(name).value().values;
}

std::vector<double> SimulatedRun::widths() const {
  const auto intervals = file.intervals("time");
  std::vector<double> widths;
  for (std::size_t i = 0; i < intervals.size(); ++i)
    widths.push_back(intervals.to[i] - intervals.from[i]);
  return widths;
}

double SimulatedRun::job(const std::string& name, std::size_t row) const {
  const auto values = file.column("/jobs", name).value().values;
  if (const auto* counts = std::get_if<std::vector<std::int64_t>>(&values))
    return static_cast<double>(counts->at(row));
  return std::get<std::vector<double>>(values).at(row);
}

std::string SimulatedRun::job_text(const std::string& name, std::size_t row) const {
  std::optional<result::Column> keep;
  return column<std::vector<std::string>>(file, "/jobs", name, keep).at(row);
}

std::vector<std::pair<double, std::string>> SimulatedRun::events(const std::string& kind) const {
  std::optional<result::Column> time, what, text;
  const auto& times = column<std::vector<double>>(file, "/events", "time", time);
  const auto& kinds = column<std::vector<std::string>>(file, "/events", "kind", what);
  const auto& texts = column<std::vector<std::string>>(file, "/events", "text", text);
  std::vector<std::pair<double, std::string>> found;
  for (std::size_t i = 0; i < times.size(); ++i)
    if (kinds[i] == kind) found.emplace_back(times[i], texts[i]);
  return found;
}

Balance SimulatedRun::balance(const std::string& name) const {
  std::optional<result::Column> a, b, c, d;
  const auto& balances = column<std::vector<std::string>>(file, "/balances", "balance", a);
  const auto& sides = column<std::vector<std::string>>(file, "/balances", "side", b);
  const auto& terms = column<std::vector<std::string>>(file, "/balances", "term", c);
  const auto& energies = column<std::vector<double>>(file, "/balances", "energy", d);
  Balance books(name);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (balances[i] != name) continue;
    const Energy energy = energies[i] * units::megawatt_hour;
    sides[i] == "in" ? books.add_in(terms[i], energy) : books.add_out(terms[i], energy);
  }
  return books;
}

double mean(const SimulatedRun& run, const std::string& name, double from, double to) {
  const auto values = run.series(name);
  const auto times = run.file.intervals("time");
  double sum = 0, count = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (times.from[i] < from || times.to[i] > to) continue;
    sum += values[i];
    ++count;
  }
  return sum / count;
}

scenario::SiteSpec site_of(const std::string& scenario, const std::vector<std::string>& settings) {
  const auto file = written("site.yaml", scenario);
  config::Diagnostics diagnostics;
  return scenario::load(file, {settings, {}}, config::Catalogue::installed(), diagnostics)
      .value()
      .sites.front()
      .spec;
}

}  // namespace icekeel::run
