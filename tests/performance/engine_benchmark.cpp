// SPDX-License-Identifier: Apache-2.0
// What the kernel adds to SimGrid: the same timers and transfers with it and without, each in a
// process of its own, as events a second and as a ratio.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <simgrid/kernel/Timer.hpp>
#include <vector>

#include "simulator/base/units.h"
#include "simulator/engine/fabric_zone.h"
#include "simulator/engine/kernel.h"

namespace icekeel::engine {
namespace {

using simgrid::kernel::timer::Timer;
namespace sg4 = simgrid::s4u;

// A year of a supercomputer: 365,000 jobs that start and end, 525,600 ticks of the facility.
constexpr int jobs = 365'000;
constexpr int ticks = 525'600;
constexpr double year = 31'536'000.0;
constexpr int timers = 2 * jobs + ticks;
// Clients on private links that send again as soon as they are done.
constexpr int clients = 500;
constexpr int rounds = 200;
constexpr int transfers = clients * rounds;

double start_of(int job) {
  return year * job / jobs;
}
double end_of(int job) {
  return start_of(job) + 3600.0 + (job * 7919) % 86400;
}

void kernel_timers() {
  Kernel kernel;
  for (int i = 0; i < jobs; ++i)
    kernel.at(Duration::si(start_of(i)), Priority::arrival,
              [&kernel, i] { kernel.at(Duration::si(end_of(i)), Priority::end, [] {}); });
  int left = ticks;
  std::function<void()> again = [&] {
    if (--left > 0) kernel.after(units::minute, Priority::observation, again);
  };
  kernel.after(units::minute, Priority::observation, again);
  kernel.run();
}

void bare_timers() {
  std::vector<std::string> texts{"bare", "--log=root.thresh:critical"};
  std::vector<char*> argv{texts[0].data(), texts[1].data(), nullptr};
  int argc = 2;
  sg4::Engine engine(&argc, argv.data());
  auto* zone = new FabricZone("fabric");  // an engine without a platform does not run
  zone->get_iface()->seal();
  for (int i = 0; i < jobs; ++i) Timer::set(start_of(i), [i] { Timer::set(end_of(i), [] {}); });
  int left = ticks;
  std::function<void()> again = [&] {
    if (--left > 0) Timer::set(sg4::Engine::get_clock() + 60.0, [&] { again(); });
  };
  Timer::set(60.0, [&] { again(); });
  engine.run();
}

void kernel_transfers() {
  Kernel kernel;
  std::vector<std::vector<LinkId>> paths;
  for (int i = 0; i < clients; ++i)
    paths.push_back({kernel.add_link("link " + std::to_string(i), Bandwidth::si(1e9))});
  std::vector<int> left(clients, rounds);
  std::function<void(std::size_t)> send = [&](std::size_t i) {
    kernel.send(paths[i], Information::si(1e6 * static_cast<double>(i + 1)), {}, [&, i] {
      if (--left[i] > 0) send(i);
    });
  };
  kernel.at({}, Priority::arrival, [&] {
    for (std::size_t i = 0; i < clients; ++i) send(i);
  });
  kernel.run();
}

void bare_transfers() {
  std::vector<std::string> texts{"bare", "--log=root.thresh:critical", "--cfg=network/model:CM02",
                                 "--cfg=network/crosstraffic:0"};
  std::vector<char*> argv;
  for (auto& text : texts) argv.push_back(text.data());
  argv.push_back(nullptr);
  int argc = static_cast<int>(texts.size());
  sg4::Engine engine(&argc, argv.data());
  auto* zone = new FabricZone("fabric");
  std::vector<FabricZone::Path> paths;
  for (int i = 0; i < clients; ++i)
    paths.push_back({zone->get_iface()->create_link("link " + std::to_string(i), 1e9 / 8)});
  zone->get_iface()->seal();
  std::vector<int> left(clients, rounds);
  std::vector<sg4::CommPtr> comms(clients);
  const auto send = [&](std::size_t i) {
    comms[i] =
        zone->send(paths[i], 1e6 * static_cast<double>(i + 1) / 8, reinterpret_cast<void*>(i + 1));
  };
  std::vector<std::size_t> done;
  sg4::Activity::on_completion_cb([&](const sg4::Activity& activity) {
    const auto i = reinterpret_cast<std::uintptr_t>(activity.get_data<void>()) - 1;
    if (done.empty())
      Timer::set(sg4::Engine::get_clock(), [&] {
        for (const auto each : std::exchange(done, {}))
          if (--left[each] > 0) send(each);
      });
    done.push_back(i);
  });
  Timer::set(0.0, [&] {
    for (std::size_t i = 0; i < clients; ++i) send(i);
  });
  engine.run();
}

struct Measured {
  double seconds;
  double megabytes;
};

// The median of three runs, each in a process of its own.
Measured measured(void (*work)()) {
  std::vector<Measured> runs;
  for (int i = 0; i < 3; ++i) {
    const auto began = std::chrono::steady_clock::now();
    std::fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
      work();
      _exit(0);
    }
    rusage usage{};
    wait4(child, nullptr, 0, &usage);
    runs.push_back({std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(),
                    static_cast<double>(usage.ru_maxrss) / 1024});
  }
  std::sort(runs.begin(), runs.end(),
            [](const Measured& a, const Measured& b) { return a.seconds < b.seconds; });
  return runs[1];
}

void compare(const char* what, int count, void (*with)(), void (*bare)()) {
  const auto ours = measured(with), theirs = measured(bare);
  std::printf(
      "%-10s %9d events  kernel %6.3f s %9.0f/s %4.0f MB  bare %6.3f s %9.0f/s %4.0f MB  "
      "ratio %.2f\n",
      what, count, ours.seconds, count / ours.seconds, ours.megabytes, theirs.seconds,
      count / theirs.seconds, theirs.megabytes, ours.seconds / theirs.seconds);
}

}  // namespace
}  // namespace icekeel::engine

int main() {
  using namespace icekeel::engine;  // NOLINT: a benchmark of this namespace
  compare("timers", timers, kernel_timers, bare_timers);
  compare("transfers", transfers, kernel_transfers, bare_transfers);
}
