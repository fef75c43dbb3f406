// SPDX-License-Identifier: Apache-2.0
// The facts about the kernel that everything relies on. A process holds one simulation, so every
// test here runs in a process of its own.
#include "simulator/engine/kernel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

#include "simulator/base/expect.h"
#include "simulator/base/units.h"

namespace icekeel::engine {
namespace {

using units::gigabyte;
using units::gigabyte_per_second;
using units::second;

TEST(Kernel, SharesATrunkEquallyWhateverTheLatencies) {
  Kernel kernel;
  const auto trunk = kernel.add_link("trunk", 50.0 * gigabyte_per_second);
  const auto a = kernel.add_link("a", 50.0 * gigabyte_per_second);
  const auto b = kernel.add_link("b", 50.0 * gigabyte_per_second);
  double a_ends = 0, b_ends = 0;
  kernel.at(0 * second, Priority::arrival, [&] {
    kernel.send(std::vector{a, trunk}, 50.0 * gigabyte, 1e-6 * second,
                [&] { a_ends = kernel.now().si(); });
    kernel.send(std::vector{b, trunk}, 50.0 * gigabyte, 1e-5 * second,
                [&] { b_ends = kernel.now().si(); });
  });
  kernel.run();
  // a has the trunk alone for the 9 us by which its latency is shorter, then half of it; b has it
  // alone for the last 9 us. The trunk is never idle in between.
  EXPECT_NEAR(a_ends, 1e-5 + (2.0 - 2.0 * 9e-6), 1e-9);
  EXPECT_NEAR(b_ends, 1e-6 + 2.0, 1e-9);
}

TEST(Kernel, SharesMaxMinFairlyWhenOneFlowArrivesLater) {
  Kernel kernel;
  const auto trunk = kernel.add_link("trunk", 50.0 * gigabyte_per_second);
  std::vector<double> ends(2);
  for (const std::size_t i : {0U, 1U})
    kernel.at(static_cast<double>(i) * second, Priority::arrival, [&, i] {
      kernel.send(std::vector{trunk}, 100.0 * gigabyte, 2e-6 * second,
                  [&, i] { ends[i] = kernel.now().si(); });
    });
  kernel.run();
  EXPECT_NEAR(ends[0], 3.0, 1e-5);
  EXPECT_NEAR(ends[1], 4.0, 1e-5);
}

TEST(Kernel, FillsThreeLinksProgressively) {
  // Flows: x over l1 and l2, y over l1, z over l2 and l3; capacities 10, 4, 1 GB/s. Progressive
  // filling: z is held to 1 by l3, x gets the rest of l2, y the rest of l1.
  Kernel kernel;
  const auto l1 = kernel.add_link("l1", 10.0 * gigabyte_per_second);
  const auto l2 = kernel.add_link("l2", 4.0 * gigabyte_per_second);
  const auto l3 = kernel.add_link("l3", 1.0 * gigabyte_per_second);
  std::vector<double> ends;
  const auto note = [&] { ends.push_back(kernel.now().si()); };
  kernel.at(0 * second, Priority::arrival, [&] {
    kernel.send(std::vector{l1, l2}, 3.0 * gigabyte, 1e-9 * second, note);
    kernel.send(std::vector{l1}, 7.0 * gigabyte, 1e-9 * second, note);
    kernel.send(std::vector{l2, l3}, 1.0 * gigabyte, 1e-9 * second, note);
  });
  kernel.run();
  ASSERT_EQ(ends.size(), 3U);
  for (const double end : ends) EXPECT_NEAR(end, 1.0, 1e-6);
}

TEST(Kernel, NoLinkCarriesMoreThanItsCapacity) {
  Kernel kernel;
  const auto link = kernel.add_link("link", 1.0 * gigabyte_per_second);
  double last = 0;
  kernel.at(0 * second, Priority::arrival, [&] {
    for (int i = 1; i <= 10; ++i)
      kernel.send(std::vector{link}, i * gigabyte, Duration{}, [&] { last = kernel.now().si(); });
  });
  kernel.run();
  EXPECT_NEAR(last, 55.0, 1e-6);
}

TEST(Kernel, EventsMayBookAndCancelOthers) {
  Kernel kernel;
  std::string log;
  EventId doomed;
  kernel.at(1 * second, Priority::end, [&] {
    log += 'a';
    kernel.cancel(doomed);
    kernel.after(1 * second, Priority::end, [&] { log += 'c'; });
    kernel.after(0 * second, Priority::end, [&] { log += 'b'; });
  });
  doomed = kernel.at(3 * second, Priority::end, [&] { log += 'x'; });
  kernel.run();
  EXPECT_EQ(log, "abc");
  EXPECT_DOUBLE_EQ(kernel.now().si(), 2.0);
}

TEST(Kernel, StopDropsWhatIsPending) {
  Kernel kernel;
  const auto link = kernel.add_link("link", 1.0 * gigabyte_per_second);
  bool reached = false;
  kernel.at(0 * second, Priority::arrival, [&] {
    kernel.send(std::vector{link}, 10.0 * gigabyte, Duration{}, [&] { reached = true; });
    kernel.at(5 * second, Priority::end, [&] { reached = true; });
  });
  kernel.at(1 * second, Priority::change, [&] { kernel.stop(); });
  kernel.run();
  EXPECT_FALSE(reached);
}

TEST(Kernel, LooksAtAFlagBeforeEveryEvent) {
  Kernel kernel;
  const auto link = kernel.add_link("link", 1.0 * gigabyte_per_second);
  std::atomic<bool> flag{false};
  int arrived = 0, alarms = 0;
  kernel.at(0 * second, Priority::arrival, [&] {
    for (int i = 1; i <= 10; ++i)
      kernel.send(std::vector{link}, i * gigabyte, Duration{}, [&] { flag = ++arrived == 3; });
  });
  kernel.watch(flag, [&] {
    ++alarms;
    kernel.stop();
  });
  kernel.run();
  EXPECT_EQ(arrived, 3);
  EXPECT_EQ(alarms, 1);
}

TEST(Kernel, CarriesAnExceptionOutOfAnEvent) {
  Kernel kernel;
  kernel.at(1 * second, Priority::end, [] { throw std::runtime_error("pump"); });
  kernel.at(2 * second, Priority::end, [] { FAIL(); });
  EXPECT_THROW(kernel.run(), std::runtime_error);
}

TEST(Kernel, RefusesASecondSimulationInTheProcess) {
  Kernel kernel;
  EXPECT_THROW(Kernel(), ContractViolation);
}

TEST(Kernel, MovesNothingInItsLatency) {
  Kernel kernel;
  double end = -1;
  kernel.at(1 * second, Priority::end, [&] {
    kernel.send({}, Information{}, 3e-6 * second, [&] { end = kernel.now().si(); });
  });
  kernel.run();
  EXPECT_NEAR(end, 1.000003, 1e-9);
}

}  // namespace
}  // namespace icekeel::engine
