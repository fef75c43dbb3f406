// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Those who wait, in the order in which they are looked at.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "simulator/scheduler/request.h"

namespace icekeel::scheduler {

/// When and how a job will start at the latest.
struct Reservation {
  std::size_t choice = 0;
  Duration start = never;
};

/// More than any node has: nobody asks for a part.
inline constexpr std::uint32_t no_parts = parts_of_node + 1;

/// The least that any request of a stretch of the line asks for.
struct Least {
  std::size_t nodes = 0;
  Duration walltime;
  std::uint32_t parts = no_parts;  ///< of those who ask for a part of a node
  Duration due;  ///< when it has to be looked at: its reservation begins, or it has none yet
};

/// A line with a tree over it, so that those who can start are found without looking at all.
class Line {
 public:
  static constexpr auto end = static_cast<std::size_t>(-1);

  std::size_t size() const { return waiting_; }
  void add(Request request);
  void remove(std::size_t place);
  const Request& request(std::size_t place) const { return entries_[place].request; }
  const std::optional<Reservation>& reservation(std::size_t place) const {
    return entries_[place].reservation;
  }
  void reserve(std::size_t place, std::optional<Reservation> reservation);

  /// The first place not before `from`, or `end`, that may be of interest. `interesting` is asked
  /// of stretches and of single requests; it must not say no to a stretch that holds one to which
  /// it says yes.
  template <class Interesting>
  std::size_t next(std::size_t from, const Interesting& interesting) const {
    return from < entries_.size() ? search(1, 0, width_, from, interesting) : end;
  }
  std::size_t next(std::size_t from) const {
    return next(from, [](const Least&) { return true; });
  }

  /// The place of the one who has so many before it, or `end`.
  std::size_t place_after(std::size_t waiting) const;

  /// Forgets those who left. Places change.
  void tidy();
  /// Sorts by falling value, equal ones as they stand. Places change.
  template <class Value>
  void sort(const Value& value) {
    for (auto& entry : entries_) entry.value = entry.waits ? value(entry.request) : 0.0;
    sort_by_value();
  }

 private:
  struct Entry {
    Request request;
    std::optional<Reservation> reservation;
    double value = 0;
    bool waits = true;
  };
  struct Stretch {
    Least least;
    std::size_t waiting = 0;
  };

  template <class Interesting>
  std::size_t search(std::size_t node, std::size_t begin, std::size_t width, std::size_t from,
                     const Interesting& interesting) const {
    if (begin + width <= from || tree_[node].waiting == 0 || !interesting(tree_[node].least))
      return end;
    if (width == 1) return begin;
    const std::size_t left = search(2 * node, begin, width / 2, from, interesting);
    return left != end ? left
                       : search(2 * node + 1, begin + width / 2, width / 2, from, interesting);
  }
  void sort_by_value();
  void rebuild();
  void refresh(std::size_t place);
  Stretch leaf(std::size_t place) const;
  static Stretch joined(const Stretch& a, const Stretch& b);

  std::vector<Entry> entries_;
  std::size_t waiting_ = 0;
  std::size_t width_ = 1;
  std::vector<Stretch> tree_ = std::vector<Stretch>(2);  // root at 1, leaves from width_ on
};

}  // namespace icekeel::scheduler
