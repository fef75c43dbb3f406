// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The electrical chain as a graph: losses, loads and redundancy from the utility to the racks.

#include <bitset>
#include <boost/graph/adjacency_list.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "platforms/supply.h"
#include "simulator/config/finding.h"
#include "simulator/power/electrical_spec.h"

namespace icekeel::power {

inline constexpr std::size_t most_feeds = 8;

/// Which feeds have voltage.
using FeedState = std::bitset<most_feeds>;

FeedState all_feeds(std::size_t count);

/// What the chain is built for. Mechanical means the cooling plant.
struct DesignLoad {
  Power it;
  Power mechanical;           ///< not on the UPS
  Power critical_mechanical;  ///< on the UPS: pumps and fans that must not stop
};

/// What hangs on the chain at an instant, summed before: independent of the number of nodes.
struct ChainLoad {
  Power it;  ///< racks and switches
  Power mechanical;
  Power critical_mechanical;
  Power other;  ///< besides the lighting that the chain adds itself
};

/// One stage of one feed at an instant. A stage without voltage is all zero.
struct StageStep {
  Power input;
  Power output;
  Power loss;       ///< from the loss function: input = output + loss is a check, not a definition
  double load = 0;  ///< output over the rating of the running modules
};

struct ChainStep {
  std::vector<StageStep> stages;  ///< in the order of `ElectricalChain::stages()`
  std::vector<Power> grid;        ///< by feed
  Power total;                    ///< all feeds
  Power losses_in_room;
  Power losses_outside;
  Power lighting;
  Power unserved_it;  ///< racks whose only feed is lost
  Power unserved;     ///< everything not served, the racks included
};

/// A place in the chain.
struct ChainVertex {
  enum class Kind { utility, stage, load };
  Kind kind = Kind::stage;
  std::string name;  ///< "A/ups"; loads: "racks", "mechanical" ...
  std::size_t feed = 0;
  std::size_t stage = 0;  ///< index in the spec
  std::int64_t modules = 0;
  Power rating;  ///< of all modules
};

/// Feeds with the same stages, and the loads they share. With 2N every feed can carry all; the
/// load is shared evenly among the feeds that are on. With N and N+1 every feed is built for its
/// share, each rack hangs on one feed, and a lost feed leaves its share unserved.
/// See simulator/docs/methods/electrical-chain.md.
class ElectricalChain {
 public:
  /// Edges point from the utility to the loads.
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, ChainVertex>;

  ElectricalChain(const ElectricalSpec& spec, const DesignLoad& design);

  ChainStep step(const ChainLoad& load, FeedState on) const;

  /// Stages that carry more than their rating in this step.
  std::vector<config::Finding> overloads(const ChainStep& step) const;

  /// Whether the load of that name ("racks", "mechanical", "critical mechanical", "other") is
  /// connected to a feed that is on.
  bool reaches(const std::string& load, FeedState on) const;

  /// Supplies of a node that have input. Racks of a chain whose feeds cannot carry all alone
  /// are corded to one feed, `home_feed`; the others to all feeds.
  std::int64_t supplies_on(const platforms::SupplySpec& supplies, FeedState on,
                           std::size_t home_feed = 0) const;

  std::size_t feeds() const { return spec_.feeds.size(); }
  /// All stages of all feeds: the first feed's from utility to racks, then the next feed's.
  const std::vector<ChainVertex>& stages() const { return stages_; }
  const Graph& graph() const { return graph_; }
  Power lighting() const { return lighting_; }

 private:
  void size_stages(const DesignLoad& design);
  void build_graph();
  double share(FeedState on) const;

  ElectricalSpec spec_;
  std::size_t mechanical_tap_;
  std::size_t critical_tap_;
  Power lighting_;
  std::vector<ChainVertex> stages_;
  Graph graph_;
};

}  // namespace icekeel::power
