// SPDX-License-Identifier: Apache-2.0
#include "simulator/reliability/node_failures.h"

namespace icekeel::reliability {

void describe(config::Fields& f, FailureCauseSpec& cause) {
  f.optional("part", cause.part,
             "What the rate is counted by: 'node', 'chip', 'adapter' or 'leaf-switch'.");
  f.required("rate", cause.rate, "Failures of one such part in a time.");
  f.optional("repair", cause.repair,
             "Until its nodes are back; 0 where a restart of the job does.");
}

void describe(config::Fields& f, NodeFailureSpec& failures) {
  f.required("causes", failures.causes, "What fails, and how often.");
  f.optional("detection", failures.detection, "From a failure until it is noticed.");
  f.optional("restart", failures.restart, "From then until the job reads its checkpoint.");
  f.optional("spares", failures.spares,
             "Nodes of each kind that stand by to replace those that failed.", {.most = 1e6});
}

std::vector<config::Finding> check(const NodeFailureSpec& failures) {
  if (!failures.causes.empty()) return {};
  return {{"causes", "there are no causes of failures", "give at least one, with its rate"}};
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
  }
  return nodes;
}

Frequency rate_of_all(const NodeFailureSpec& failures, const PartCounts& parts) {
  Frequency sum;
  for (const auto& [name, cause] : failures.causes) sum += parts.of(cause.part) * cause.rate;
  return sum;
}

}  // namespace icekeel::reliability
