// SPDX-License-Identifier: Apache-2.0
// Loads a platform file as any user of SimGrid does, starts flows of a gigabyte between hosts at
// once and prints when each ends.   simgrid_flows PLATFORM.xml FROM TO [FROM TO]...
#include <cstdio>
#include <simgrid/s4u.hpp>
#include <vector>

namespace sg4 = simgrid::s4u;

int main(int argc, char** argv) {
  sg4::Engine engine(&argc, argv);
  engine.load_platform(argv[1]);
  engine.seal_platform();
  std::vector<double> ends(static_cast<std::size_t>(argc) / 2 - 1);
  for (std::size_t i = 0; i < ends.size(); ++i) {
    auto* from = engine.host_by_name(argv[2 + 2 * i]);
    auto* to = engine.host_by_name(argv[3 + 2 * i]);
    sg4::Actor::create("flow", from, [from, to, end = &ends[i]] {
      sg4::Comm::sendto(from, to, 1'000'000'000);
      *end = sg4::Engine::get_clock();
    });
  }
  engine.run();
  for (const double end : ends) std::printf("%.17g\n", end);
}
