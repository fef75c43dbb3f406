// SPDX-License-Identifier: Apache-2.0
#include "platforms/machine.h"

namespace icekeel::platforms {

void describe(config::Fields& f, MachineSpec& machine) {
  f.optional("name", machine.name, "Name of the machine in answers.");
  f.required("node", machine.node, "Its nodes, of the catalogue.");
  f.required("nodes", machine.nodes, "How many of them there are.", {.least = 1, .most = 1e6});
}

}  // namespace icekeel::platforms
