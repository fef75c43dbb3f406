// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How often the parts of a cluster fail under their jobs, as the user describes it.
///
/// Each cause strikes as a Poisson process whose rate is that of one part times the number of such
/// parts. See simulator/docs/methods/node-failures.md.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/base/units.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::reliability {

/// What a rate is counted by.
enum class FailingPart { node, chip, adapter, leaf_switch, upper_switch, cable };

struct FailureCauseSpec {
  FailingPart part = FailingPart::node;
  Frequency rate;      ///< of one such part
  Duration repair;     ///< until its nodes are back; 0: software, or a reset does
  bool slows = false;  ///< the fabric goes on without the part, slower, instead of stopping nodes
  /// Whether it takes capacity from the fabric rather than nodes from jobs.
  bool is_of_fabric() const {
    return slows || part == FailingPart::upper_switch || part == FailingPart::cable;
  }
};

struct NodeFailureSpec {
  static constexpr std::string_view catalogue_kind = "failures";
  std::map<std::string, FailureCauseSpec> causes;
  Duration detection;       ///< until somebody notices; the job stands still
  Duration restart;         ///< from then until the job reads its checkpoint
  std::int64_t spares = 0;  ///< nodes of each kind that stand by for those that failed
};

void describe(config::Fields& f, FailureCauseSpec& cause);
void describe(config::Fields& f, NodeFailureSpec& failures);

std::vector<config::Finding> check(const NodeFailureSpec& failures);

/// How many parts of each kind a set of nodes has.
struct PartCounts {
  double nodes = 0, chips = 0, adapters = 0, leaf_switches = 0;
  double of(FailingPart part) const;
};

/// Failures of all causes together that stop a job, in a time.
Frequency rate_of_all(const NodeFailureSpec& failures, const PartCounts& parts);

}  // namespace icekeel::reliability

template <>
struct icekeel::config::Choices<icekeel::reliability::FailingPart> {
  static constexpr std::array<std::string_view, 6> names{"node",        "chip",         "adapter",
                                                         "leaf-switch", "upper-switch", "cable"};
};
