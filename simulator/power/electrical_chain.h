// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The electrical chain at work: losses, loads and redundancy from the utility to the racks.

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "platforms/supply.h"
#include "simulator/config/finding.h"
#include "simulator/power/electrical_spec.h"
#include "simulator/power/part_graph.h"

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
  Power it;  ///< racks and switches, spread evenly over the cord groups
  Power mechanical;
  Power critical_mechanical;
  Power other;                ///< besides the lighting that the chain adds itself
  std::vector<Power> groups;  ///< racks by cord group, beside `it`; empty: none
};

/// A part at an instant.
struct PartState {
  std::int64_t out = 0;        ///< modules that have failed or are maintained
  bool running = false;        ///< of generators: they carry
  bool battery_empty = false;  ///< of UPS
  Power charging;              ///< of UPS: what their batteries take
};

/// The state of the whole chain.
struct ChainState {
  std::vector<PartState> parts;  ///< in the order of the graph
  FeedState isolated;            ///< feeds that are switched off as a whole
};

/// One stage at an instant. A stage without voltage is all zero.
struct StageStep {
  Power input;
  Power output;     ///< what it gives on, with what goes into its battery
  Power loss;       ///< from the loss function: input = output + loss is a check, not a definition
  double load = 0;  ///< output over the rating of the running modules
};

struct ChainStep {
  std::vector<StageStep> stages;  ///< in the order of `ElectricalChain::stages()`
  std::vector<Power> grid;        ///< by utility
  Power total;                    ///< all utilities
  Power generators;
  std::vector<Power> generated;    ///< of them, by part; empty while none gives power
  std::vector<Power> discharging;  ///< by stage: what comes from its battery
  Power batteries;                 ///< all of them
  Power charging;                  ///< into batteries
  Power losses_in_room;
  Power losses_outside;
  Power lighting;
  Power unserved_it;  ///< racks without voltage
  Power unserved;     ///< everything not served, the racks included
};

/// A part that has losses and a rating.
struct ChainStage {
  std::string name;  ///< "A/ups"
  std::size_t part = 0;
  std::size_t stage = 0;  ///< index in the list that describes it
  std::int64_t modules = 0;
  Power rating;  ///< of all modules
};

/// Parts, and the loads they share. Every load point takes its power evenly from those of its
/// cords that are alive; switches take the first of their inputs that is.
/// See simulator/docs/methods/electrical-chain.md.
class ElectricalChain {
 public:
  ElectricalChain(const ElectricalSpec& spec, const DesignLoad& design);

  ChainStep step(const ChainLoad& load, const ChainState& state) const;
  /// The same with whole feeds off.
  ChainStep step(const ChainLoad& load, FeedState on) const { return step(load, state(on)); }

  /// Everything in order; utilities are there and no generator runs.
  ChainState state(FeedState on) const;

  /// For each part whether its output has voltage.
  std::vector<char> alive(const ChainState& state) const;
  /// For each part whether it would have voltage without batteries.
  std::vector<char> sourced(const ChainState& state) const;

  /// Stages that carry more than their rating in this step.
  std::vector<config::Finding> overloads(const ChainStep& step) const;

  /// The design load on the modules that are needed, with each feed off in turn where one may be
  /// lost, and with all feeds on.
  std::vector<ChainStep> design_steps(const DesignLoad& design) const;
  /// Stages that cannot carry the design load in these steps; each once.
  std::vector<config::Finding> check_ratings(const DesignLoad& design) const;

  /// Whether the load of that name ("racks", "mechanical", "critical mechanical", "other") has a
  /// point with voltage.
  bool reaches(const std::string& load, FeedState on) const;
  bool reaches(LoadKind kind, const ChainState& state) const;

  /// Supplies of a node that have input, in racks of that cord group.
  std::int64_t supplies_on(const platforms::SupplySpec& supplies, const ChainState& state,
                           std::size_t group = 0) const;
  std::int64_t supplies_on(const platforms::SupplySpec& supplies, FeedState on,
                           std::size_t group = 0) const {
    return supplies_on(supplies, state(on), group);
  }

  std::size_t feeds() const { return spec_.feeds.size(); }
  /// The parts with their numbers of modules as sized.
  const PartGraph& graph() const { return graph_; }
  /// Each part comes after those that feed it.
  const std::vector<ChainStage>& stages() const { return stages_; }
  Power lighting() const { return lighting_; }
  /// Of all modules of a generator part, for the design load on those that are needed.
  Power generator_rating(std::size_t part) const { return generator_ratings_[part]; }
  /// Energy in the batteries of a stage when they are full.
  Energy battery(std::size_t stage) const;

 private:
  std::vector<char> voltage(const ChainState& state, bool batteries) const;
  std::vector<Power> design_outputs(const DesignLoad& design) const;
  void size_stages(const DesignLoad& design);
  std::vector<std::size_t> inputs_alive(const Part& part, const std::vector<char>& alive) const;
  std::vector<Power> serve(const ChainLoad& load, const std::vector<char>& alive,
                           ChainStep& step) const;
  StageStep convert(std::size_t stage, Power output, const PartState& state) const;
  void take_input(std::size_t part, Power input, const std::vector<char>& alive,
                  std::vector<Power>& outputs, ChainStep& step) const;

  ElectricalSpec spec_;
  Power lighting_;
  PartGraph graph_;
  std::vector<ChainStage> stages_;
  std::vector<Power> generator_ratings_;  // by part
  std::vector<std::optional<std::size_t>> stage_of_part_;
  std::vector<std::optional<std::size_t>> utility_of_part_;
  std::size_t utilities_ = 0;
};

/// Names of the utilities: of the feeds, or of the utilities that are drawn.
std::vector<std::string> utility_names(const ElectricalSpec& spec);

}  // namespace icekeel::power
