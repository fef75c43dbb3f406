// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The electrical chain as a graph of parts, whether it was named in a line or drawn.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/config/finding.h"
#include "simulator/power/electrical_spec.h"

namespace icekeel::power {

/// Equal modules side by side: a utility, a transformer, a UPS ...
struct Part {
  std::string name;  ///< "A/ups"
  StageKind kind = StageKind::transformer;
  std::optional<std::size_t> feed;  ///< index, of parts that belong to one feed alone
  std::vector<std::size_t> from;    ///< parts that feed it, the preferred one first
  std::optional<StageSpec> spec;    ///< its losses and ratings; none: it passes power on
  std::size_t stage = 0;            ///< index in the list that describes it
  std::int64_t modules = 1;
  std::int64_t needed = 1;             ///< of its modules, to carry the design load
  Duration start{};                    ///< of generators: from the call until they carry
  std::optional<GeneratorSpec> set{};  ///< of generators

  /// Takes one input at a time: the first that is alive.
  bool switches() const {
    return kind == StageKind::transfer_switch || kind == StageKind::static_switch;
  }
  bool is_source() const { return kind == StageKind::utility || kind == StageKind::generator; }
};

/// At least so many of these parts have to deliver; a part that is named twice counts twice.
struct Requirement {
  std::int64_t least = 1;
  std::vector<std::size_t> parts;
};

enum class LoadKind { racks, mechanical, critical_mechanical };

/// Where a load hangs on the chain.
struct LoadPoint {
  LoadKind kind = LoadKind::racks;
  std::string name;                       ///< "racks", "racks on A" ...
  std::size_t group = 0;                  ///< of racks: index of the cord group
  double share = 1;                       ///< of all loads of that kind
  std::vector<std::size_t> cords;         ///< parts; those that are alive share the load
  std::vector<Requirement> requirements;  ///< so that what is left also has the capacity
};

/// Parts in an order in which each comes after those that feed it.
struct PartGraph {
  std::vector<Part> parts;
  std::vector<LoadPoint> loads;
};

/// \pre check_electrical finds nothing wrong
PartGraph part_graph(const ElectricalSpec& electrical);

/// What makes it impossible to build the graph of a drawn chain: loops, unknown names, loads and
/// parts without a source.
std::vector<config::Finding> check_drawn(const ElectricalSpec& electrical);

}  // namespace icekeel::power
