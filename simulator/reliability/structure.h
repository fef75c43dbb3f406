// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What has to work for a load to work: events that fail, and gates over them.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "simulator/base/quantity.h"

namespace icekeel::reliability {

/// Equal components side by side of which some number has to work. The event is that fewer do.
struct Event {
  std::string name;                  ///< "A/ups"
  std::string family;                ///< equal events share it; cut sets are told apart by families
  std::string kind;                  ///< of the component, "ups"
  std::int64_t modules = 1;          ///< components
  std::int64_t needed = 1;           ///< of them
  double module_unavailability = 0;  ///< share of the time that one component is down
  Frequency module_failures;         ///< of one component, while it is up
  bool common_cause = false;         ///< one cause that takes all components of a kind
  double maintenance = 0;            ///< share of the time that one component is out, planned

  /// Probability that fewer than `needed` work: components fail independently of each other.
  double unavailability() const { return unavailability_with(modules); }
  /// The same with one component out for maintenance.
  double unavailability_in_maintenance() const { return unavailability_with(modules - 1); }
  /// How often the event begins: one of exactly `needed` working components fails.
  Frequency failures() const;

 private:
  double unavailability_with(std::int64_t there) const;
};

/// Works if at least `least` of its inputs work. An input that is named twice counts twice.
struct Gate {
  std::int64_t least = 1;
  std::vector<std::size_t> inputs;
};

/// A place in the structure: an event or a gate.
using Place = std::size_t;

/// Events and gates; a gate only has inputs that were there before it, so there are no circles.
class Structure {
 public:
  Place add(Event event);
  Place all(std::vector<Place> inputs);
  Place any(std::vector<Place> inputs) { return at_least(1, std::move(inputs)); }
  Place at_least(std::int64_t least, std::vector<Place> inputs);

  const std::vector<Event>& events() const { return events_; }
  std::vector<Event>& events() { return events_; }
  std::size_t size() const { return places_.size(); }

  /// The event at that place, or null for a gate.
  const Event* event_at(Place place) const;
  std::size_t event_index(Place place) const { return places_[place].index; }
  const Gate& gate_at(Place place) const { return gates_[places_[place].index]; }

  /// For each place whether it works, given whether each event has failed.
  std::vector<char> evaluate(const std::vector<char>& event_failed) const;

 private:
  struct Slot {
    bool is_event;
    std::size_t index;
  };
  std::vector<Slot> places_;
  std::vector<Event> events_;
  std::vector<Gate> gates_;
};

}  // namespace icekeel::reliability
