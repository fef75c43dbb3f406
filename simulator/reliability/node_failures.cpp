// SPDX-License-Identifier: Apache-2.0
#include "simulator/reliability/node_failures.h"

namespace icekeel::reliability {

void describe(config::Fields& f, FailureCauseSpec& cause) {
  f.optional(
      "part", cause.part,
      "What the rate is counted by: 'node', 'chip', 'adapter', 'leaf-switch', or of the fabric "
      "above 'upper-switch' and 'cable'.");
  f.required("rate", cause.rate, "Failures of one such part in a time.");
  f.optional("repair", cause.repair, "Until it is back; 0 where a restart of the job does.");
  f.optional(
      "slows", cause.slows,
      "Whether the fabric goes on without an adapter or a leaf switch, slower, where a way is "
      "left; it always does without upper switches and cables. Else their nodes stop.");
}

void describe(config::Fields& f, NodeFailureSpec& failures) {
  f.required("causes", failures.causes, "What fails, and how often.");
  f.optional("detection", failures.detection, "From a failure until it is noticed.");
  f.optional("restart", failures.restart, "From then until the job reads its checkpoint.");
  f.optional("spares", failures.spares,
             "Nodes of each kind that stand by to replace those that failed.", {.most = 1e6});
}

std::vector<config::Finding> check(const NodeFailureSpec& failures) {
  if (failures.causes.empty())
    return {{"causes", "there are no causes of failures", "give at least one, with its rate"}};
  std::vector<config::Finding> found;
  for (const auto& [name, cause] : failures.causes) {
    const auto path = "causes." + name;
    if (cause.slows && (cause.part == FailingPart::node || cause.part == FailingPart::chip))
      found.push_back({path + ".slows", "a node or chip that fails stops its job",
                       "take 'slows' out, or count the rate by 'adapter' or 'leaf-switch'"});
    else if (cause.is_of_fabric() && cause.repair <= Duration{})
      found.push_back({path, "a part of the fabric that fails is away for a time",
                       "give 'repair', as in '4 h'"});
  }
  return found;
}

double PartCounts::of(FailingPart part) const {
  switch (part) {
    case FailingPart::node:
      return nodes;
    case FailingPart::chip:
      return chips;
    case FailingPart::adapter:
      return adapters;
    case FailingPart::leaf_switch:
      return leaf_switches;
    case FailingPart::upper_switch:
    case FailingPart::cable:
      return 0;  // the fabric knows
  }
  return nodes;
}

Frequency rate_of_all(const NodeFailureSpec& failures, const PartCounts& parts) {
  Frequency sum;
  for (const auto& [name, cause] : failures.causes)
    if (!cause.is_of_fabric()) sum += parts.of(cause.part) * cause.rate;
  return sum;
}

}  // namespace icekeel::reliability
