// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Flows that share links alike: one of each kind stands for all of them.

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/engine/kernel.h"

namespace icekeel::run {

/// A flow as others see it.
struct SeenFlow {
  std::size_t phase = 0;  ///< flows of one phase begin together
  Information bytes;
  std::span<const engine::LinkId> links;
};

/// One flow that stands for all that are like it.
struct StandIn {
  std::size_t phase = 0;
  Information bytes;
  std::size_t count = 0;  ///< flows that it stands for
  /// One link of each kind, as often as flows that are alike pass it: a flow that lists a link k
  /// times weighs k times on it.
  std::vector<engine::LinkId> links{};
};

/// Of one job, by phase of its step.
using PhaseStandIns = std::vector<std::vector<StandIn>>;

/// Stands in for flows by their kinds. Two flows are of a kind if they begin together, carry the
/// same bytes, and pass links of the same kinds in the same order; two links are of a kind if they
/// have the same capacity and carry as many flows of each kind. This is the coarsest equitable
/// partition of flows and links, found by refining colours. Under max-min sharing all flows of a
/// kind have the same rate at any moment: where one of them is held back by a link, so are all
/// others by links of its kind. Links that carry all that the first links of their flows let
/// through hold nobody back and do not count. The stand-ins, on one link of each kind, therefore
/// take exactly as long as all flows on all links.
///
/// \param capacity of a link
/// Verified by: tests/verification/run/alike_flows_test.cpp.
std::vector<StandIn> stand_ins(std::span<const SeenFlow> flows,
                               const std::function<Bandwidth(engine::LinkId)>& capacity);

}  // namespace icekeel::run
