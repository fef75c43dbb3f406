// SPDX-License-Identifier: Apache-2.0
#include "platforms/machine.h"

#include <fmt/format.h>

namespace icekeel::platforms {

std::vector<config::Finding> check_machine(const MachineSpec& machine) {
  std::vector<config::Finding> findings;
  for (std::size_t i = 0; i < machine.listed.size(); ++i) {
    const ListedRun& run = machine.listed[i];
    // A list counts the cores of the run, and some count those of service nodes too.
    if (run.nodes + run.idle_nodes > machine.nodes + machine.nodes / 20)
      findings.push_back({fmt::format("listed[{}].nodes", i),
                          fmt::format("the run used {} nodes and left {} idle; the machine has {}",
                                      run.nodes, run.idle_nodes, machine.nodes),
                          "raise 'nodes' of the machine, or lower those of the run"});
  }
  return findings;
}

void describe(config::Fields& f, ListedRun& run) {
  f.required("list", run.list, "The list it stands on, as June 2024.");
  f.required("nodes", run.nodes, "Nodes that computed.", {.least = 1, .most = 1e6});
  f.optional("idle_nodes", run.idle_nodes, "Nodes without work on the same meter.", {.most = 1e6});
  f.required("rate", run.rate, "Rmax of the list.", {.above_least = true});
  f.optional("power", run.power, "Power of the list, where one was measured.",
             {.above_least = true});
  f.optional("order", run.order, "Nmax of the list: unknowns.", {.least = 1000, .most = 1e9});
  f.optional("use", run.use,
             "Whether constants of the model were chosen with this run (development) or not "
             "(test).");
  f.optional("remark", run.remark, "What to know of the run.");
}

void describe(config::Fields& f, MachineSpec& machine) {
  f.optional("name", machine.name, "Name of the machine in answers.");
  f.required("node", machine.node, "Its nodes, of the catalogue.");
  f.required("nodes", machine.nodes, "How many of them there are.", {.least = 1, .most = 1e6});
  f.optional("place", machine.place, "Where it stands.");
  f.optional("country", machine.country, "The country.");
  f.optional("switches", machine.switches, "Switches of its fabric on the meter of the nodes.",
             {.most = 1e6});
  f.optional("switch_power", machine.switch_power, "Power of one switch with its transceivers.");
  f.optional("pumps", machine.pumps,
             "Power of the cooling distribution units on the meter of the nodes.");
  f.optional("listed", machine.listed, "Runs of Linpack as lists publish them.");
}

}  // namespace icekeel::platforms
