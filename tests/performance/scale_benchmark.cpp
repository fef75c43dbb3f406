// SPDX-License-Identifier: Apache-2.0
// A machine of 9,472 nodes with power and cooling under batch jobs: seconds and memory of whole
// runs, and how both grow with jobs and with racks. Each run is a process of its own.
//
//     scale_benchmark [year|overload]
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "simulator/run/simulation.h"

namespace {

using namespace icekeel;  // NOLINT: a program of its own

// Ten thousand jobs keep the machine as busy as real ones are: four fifths of the time.
std::string scenario_of(int racks, int jobs, double days, const std::string& backfill,
                        const std::string& record) {
  return fmt::format(R"(schema: 1
name: scale
start: 2026-01-01T00:00:00Z
duration: {2} d
sites: [{{like: sites/frontier, halls: [{{name: hall, racks: {{like: racks/frontier-128, count: {0}}}, layout: {{racks_per_row: 10}}}}]}}]
queue: {{backfill: {3}}}
workload:
  streams:
    - name: mix
      jobs: {1}
      arrivals: {{rate: {4} 1/d, daily: [1,1,1,1,1,1,1,2,3,4,4,4,4,4,4,4,4,3,3,2,2,2,1,1], weekly: [4,4,4,4,4,2,2]}}
      kinds:
        - {{name: small, share: 8, nodes: {{least: 1, most: 128}}, run_time: {{least: 2 min, most: 12 h, median: 40 min, spread: 1.3}}, utilisation: {{least: 0.1, most: 0.9}}}}
        - {{name: large, share: 1, nodes: {{least: 129, most: {5}}}, run_time: {{least: 30 min, most: 24 h, median: 90 min, spread: 1}}, utilisation: {{least: 0.3, most: 1}}}}
record: {6}
seed: 1
)",
                     racks, jobs, days, backfill, jobs / days, racks * 20, record);
}

struct Measured {
  double seconds = 0;
  double megabytes = 0;
};

Measured measured(const std::string& text) {
  const auto folder =
      std::filesystem::temp_directory_path() / fmt::format("icekeel-scale-{}", getpid());
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "a.yaml") << text;
  const auto begin = std::chrono::steady_clock::now();
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    config::Diagnostics diagnostics;
    const auto loaded =
        scenario::load(folder / "a.yaml", {}, config::Catalogue::installed(), diagnostics);
    if (!loaded) {
      std::cerr << diagnostics.text();
      _exit(2);
    }
    run::RunOptions options;
    options.output = folder / "a.h5";
    run::simulate(*loaded, options);
    _exit(0);
  }
  int status = 0;
  rusage used{};
  wait4(child, &status, 0, &used);
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  std::filesystem::remove(folder / "a.h5");
  std::filesystem::remove(folder / "a.yaml");
  std::filesystem::remove(folder);
  if (status != 0) std::exit(1);
  const auto cpu = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  fmt::print("{:7.2f} s wall {:7.2f} s processor {:7.0f} MB", wall.count(),
             cpu(used.ru_utime) + cpu(used.ru_stime), static_cast<double>(used.ru_maxrss) / 1024);
  std::cout << std::endl;
  return {cpu(used.ru_utime) + cpu(used.ru_stime), static_cast<double>(used.ru_maxrss) / 1024};
}

void print_exponent(const char* of, double ratio, const Measured& a, const Measured& b) {
  fmt::print("  time grows as {}^{:.2f}\n", of, std::log(b.seconds / a.seconds) / std::log(ratio));
}

void run_year() {
  fmt::print("365,000 jobs in a year, racks  ");
  measured(scenario_of(74, 365000, 365, "easy", "{every: 1 min, racks: {every: 1 min}}"));
}

// Twice as many jobs as the machine can take: those who wait become ever more.
void run_overload() {
  for (const char* backfill : {"easy", "conservative", "conservative, depth: 100"}) {
    fmt::print("{:25} 10,000 jobs in 5 d  ", backfill);
    const auto few = measured(scenario_of(74, 10000, 5, backfill, "{every: 1 h}"));
    fmt::print("{:25} 40,000 jobs in 20 d ", backfill);
    print_exponent("jobs", 4, few,
                   measured(scenario_of(74, 40000, 20, backfill, "{every: 1 h}")));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::strcmp(argv[1], "year") == 0) return run_year(), 0;
  if (argc > 1 && std::strcmp(argv[1], "overload") == 0) return run_overload(), 0;
  const std::string sparse = "{every: 1 h}";
  for (const char* backfill : {"none", "easy", "conservative"}) {
    fmt::print("{:13} 10,000 jobs in 10 d  ", backfill);
    const auto few = measured(scenario_of(74, 10000, 10, backfill, sparse));
    fmt::print("{:13} 80,000 jobs in 80 d  ", backfill);
    print_exponent("jobs", 8, few, measured(scenario_of(74, 80000, 80, backfill, sparse)));
  }
  fmt::print("12 racks, 16,000 jobs          ");
  const auto racks = measured(scenario_of(12, 16000, 10, "easy", sparse));
  fmt::print("120 racks, 16,000 jobs         ");
  print_exponent("racks", 10, racks, measured(scenario_of(120, 16000, 10, "easy", sparse)));
  return 0;
}
