// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Nodes and their parts that fail: each cause is a Poisson process over all parts of a site.
///
/// Verified by: tests/verification/run/breakdowns_test.cpp.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "platforms/network.h"
#include "simulator/base/random.h"
#include "simulator/engine/kernel.h"
#include "simulator/reliability/node_failures.h"
#include "simulator/scenario/scenario.h"

namespace icekeel::run {

class Breakdowns {
 public:
  /// Nodes of a site that stop at this instant, why, and for how long they are away.
  using Strike = std::function<void(const std::vector<std::size_t>& nodes, const std::string& cause,
                                    Duration repair)>;

  /// A part of the fabric that fails, and until when.
  struct FabricStrikes {
    std::function<std::size_t(platforms::FabricPart)> parts;  ///< that there are
    std::function<void(platforms::FabricPart part, std::size_t index, const std::string& cause,
                       Duration repair)>
        strike;
  };

  /// \param leaf_of leaf switch of each node
  Breakdowns(engine::Kernel& kernel, const scenario::Site& site, std::vector<std::size_t> leaf_of,
             std::uint64_t seed, Strike strike, FabricStrikes fabric);

  /// Books the first failure of each cause; each books the next.
  void book();

 private:
  struct Cause {
    std::string name;
    reliability::FailureCauseSpec spec;
    Frequency rate;  ///< over all parts
    RandomStream random;
  };
  void book_next(std::size_t cause);
  void happen(Cause& cause);
  std::vector<std::size_t> struck(Cause& cause) const;

  engine::Kernel& kernel_;
  const scenario::Site& site_;
  std::vector<std::vector<std::size_t>> nodes_of_leaf_;
  Strike strike_;
  FabricStrikes fabric_;
  std::vector<Cause> causes_;
};

}  // namespace icekeel::run
