// SPDX-License-Identifier: Apache-2.0
#include "simulator/reliability/cut_sets.h"

#include <algorithm>
#include <unordered_map>

namespace icekeel::reliability {
namespace {

using Ref = std::uint32_t;

// Families of sets of levels, as zero-suppressed diagrams: `low` holds the sets without the level,
// `high` those with it, the level itself left out.
class Families {
 public:
  static constexpr Ref nothing = 0, empty_set = 1;

  explicit Families(const Bdd& bdd) : bdd_(bdd), nodes_{{last, 0, 0}, {last, 1, 1}} {}

  Ref minimal(Bdd::Ref function) {
    if (function <= Bdd::always) return function;
    if (const auto known = minimal_.find(function); known != minimal_.end()) return known->second;
    const auto node = bdd_.node(function);
    const Ref low = minimal(node.low);
    const Ref high = without(minimal(node.high), low);
    return minimal_[function] = make(node.level, low, high);
  }

  struct Node {
    std::uint32_t level;
    Ref low, high;
  };
  const Node& node(Ref ref) const { return nodes_[ref]; }

  // How many sets of each size.
  const std::vector<double>& sizes(Ref family) {
    if (const auto known = sizes_.find(family); known != sizes_.end()) return known->second;
    std::vector<double> counts;
    if (family == empty_set) counts = {1.0};
    if (family > empty_set) {
      counts = sizes(nodes_[family].low);
      const auto& with = sizes(nodes_[family].high);
      counts.resize(std::max(counts.size(), with.size() + 1));
      for (std::size_t i = 0; i < with.size(); ++i) counts[i + 1] += with[i];
    }
    return sizes_[family] = std::move(counts);
  }

 private:
  static constexpr std::uint32_t last = 0xFFFFFFFF;
  struct Pair {
    std::uint64_t a, b;
    bool operator==(const Pair&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Pair& p) const {
      return (p.a * 0x9E3779B97F4A7C15ULL) ^ (p.b * 0xC2B2AE3D27D4EB4FULL);
    }
  };

  Ref make(std::uint32_t level, Ref low, Ref high) {
    if (high == nothing) return low;
    const auto [place, fresh] =
        unique_.try_emplace({(std::uint64_t{level} << 32U) | low, high}, Ref{0});
    if (fresh) {
      if (nodes_.size() > 4'000'000) throw TooLarge("there are too many sets of failures");
      place->second = static_cast<Ref>(nodes_.size());
      nodes_.push_back({level, low, high});
    }
    return place->second;
  }

  // The sets of `family` that contain no set of `others`.
  Ref without(Ref family, Ref others) {
    if (family == nothing || others == empty_set || family == others) return nothing;
    if (others == nothing || family == empty_set) return family;
    const Pair key{family, others};
    if (const auto known = without_.find(key); known != without_.end()) return known->second;
    const Node f = nodes_[family], g = nodes_[others];
    Ref result = nothing;
    if (f.level < g.level)
      result = make(f.level, without(f.low, others), without(f.high, others));
    else if (f.level > g.level)
      result = without(family, g.low);
    else
      result = make(f.level, without(f.low, g.low), without(without(f.high, g.high), g.low));
    return without_[key] = result;
  }

  const Bdd& bdd_;
  std::vector<Node> nodes_;
  std::unordered_map<Pair, Ref, Hash> unique_, without_;
  std::unordered_map<Bdd::Ref, Ref> minimal_;
  std::unordered_map<Ref, std::vector<double>> sizes_;
};

// Writes out the sets of a family that have at most `most_events` events.
void collect(Families& families, const Bdd& bdd, Ref family, std::size_t most_events,
             std::vector<std::size_t>& chosen, const std::vector<double>& unavailability,
             std::vector<CutSet>& sets) {
  if (family == Families::nothing) return;
  if (family == Families::empty_set) {
    double probability = 1.0;
    for (const std::size_t event : chosen) probability *= unavailability[event];
    sets.push_back({chosen, probability});
    return;
  }
  const auto node = families.node(family);
  collect(families, bdd, node.low, most_events, chosen, unavailability, sets);
  if (chosen.size() == most_events) return;
  chosen.push_back(bdd.event_at(node.level));
  collect(families, bdd, node.high, most_events, chosen, unavailability, sets);
  chosen.pop_back();
}

}  // namespace

CutSets minimal_cut_sets(Bdd& bdd, Bdd::Ref function, const std::vector<double>& unavailability,
                         std::size_t most) {
  Families families(bdd);
  const Ref all = families.minimal(function);
  CutSets found;
  found.count_by_order = families.sizes(all);
  std::size_t order = 0;
  double total = 0.0;
  while (order < found.count_by_order.size() &&
         total + found.count_by_order[order] <= static_cast<double>(most))
    total += found.count_by_order[order++];
  found.complete = order == found.count_by_order.size();
  if (order == 0) return found;
  std::vector<std::size_t> chosen;
  collect(families, bdd, all, order - 1, chosen, unavailability, found.sets);
  std::stable_sort(found.sets.begin(), found.sets.end(),
                   [](const CutSet& a, const CutSet& b) { return a.probability > b.probability; });
  return found;
}

}  // namespace icekeel::reliability
