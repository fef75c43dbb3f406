// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Events in order of (date, priority, order of booking).

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <vector>

#include "simulator/base/quantity.h"

namespace icekeel::engine {

/// What happens first at one instant. Ends of work come before arrivals, these before decisions,
/// and those who watch come last.
enum class Priority : std::uint8_t { end, change, arrival, decision, observation };

/// A booked event, to cancel it. Stays safe to use after the event.
struct EventId {
  std::size_t slot = 0;
  std::uint64_t booking = 0;  ///< 0: no event
};

/// A queue of events; knows nothing of what carries the clock.
class Agenda {
 public:
  using Action = std::function<void()>;

  EventId book(Duration date, Priority priority, Action action);
  /// An event that has happened or was cancelled before stays so.
  void cancel(EventId event);
  void clear();

  /// Date of the next event, if there is one.
  std::optional<Duration> next();
  /// Takes the next event if its date is not after `now`; empty if there is none.
  Action take(Duration now);

 private:
  struct Booked {
    double date;
    Priority priority;
    std::uint64_t booking;
    std::size_t slot;
    bool operator<(const Booked& other) const;
  };
  struct Slot {
    std::uint64_t booking = 0;
    Action action;
  };
  void drop_cancelled();

  std::priority_queue<Booked> queue_;
  std::vector<Slot> slots_;
  std::vector<std::size_t> free_;
  std::uint64_t bookings_ = 0;
};

}  // namespace icekeel::engine
