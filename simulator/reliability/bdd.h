// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Exact probabilities of a structure by binary decision diagrams.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <vector>

#include "simulator/reliability/structure.h"

namespace icekeel::reliability {

/// A structure whose diagrams do not fit: take random samples instead.
struct TooLarge : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Functions of "event i has failed", shared as reduced ordered decision diagrams. The variables
/// are ordered by their distance from the loads.
///
/// Source: Bryant, Graph-Based Algorithms for Boolean Function Manipulation, IEEE Transactions on
/// Computers C-35 (1986). Verified by: tests/verification/reliability/exact_test.cpp.
class Bdd {
 public:
  using Ref = std::uint32_t;
  static constexpr Ref never = 0, always = 1;
  struct Node {
    std::uint32_t level;  ///< of the variable; terminals come last
    Ref low;              ///< the event has not failed
    Ref high;             ///< it has
  };

  /// \param most_nodes more than these are refused with `TooLarge`
  explicit Bdd(const Structure& structure, std::size_t most_nodes = 4'000'000);

  /// That the place fails.
  Ref failure_of(Place place);

  /// Probability of a function, for the unavailability of each event.
  double probability(Ref function, const std::vector<double>& unavailability) const;

  /// How much more probable the function is when the event has failed than when it works, for
  /// each event (Birnbaum).
  std::vector<double> importance(Ref function, const std::vector<double>& unavailability) const;

  const Node& node(Ref ref) const { return nodes_[ref]; }
  /// The event at that level.
  std::size_t event_at(std::uint32_t level) const { return event_of_level_[level]; }
  std::size_t nodes() const { return nodes_.size(); }

  /// The node with these branches, made if it is new.
  Ref make(std::uint32_t level, Ref low, Ref high);

 private:
  struct Key {
    std::uint32_t a, b, c;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };

  void order_events();
  Ref if_then_else(Ref condition, Ref yes, Ref no);
  Ref at_least_fail(std::int64_t least, const std::vector<Ref>& inputs);
  std::vector<Ref> below(Ref function) const;
  std::vector<double> probabilities(const std::vector<Ref>& order,
                                    const std::vector<double>& unavailability) const;

  const Structure& structure_;
  std::size_t most_nodes_;
  std::vector<Node> nodes_;
  std::unordered_map<Key, Ref, Hash> unique_;
  std::unordered_map<Key, Ref, Hash> computed_;
  std::vector<std::uint32_t> level_of_event_;
  std::vector<std::size_t> event_of_level_;
  std::unordered_map<Place, Ref> failures_;
};

}  // namespace icekeel::reliability
