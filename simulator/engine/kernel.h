// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The discrete-event kernel: a clock, events, and transfers that share links max-min fairly.
/// SimGrid carries the clock and the flows; nothing outside this folder sees it.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "simulator/base/id.h"
#include "simulator/base/quantity.h"
#include "simulator/engine/agenda.h"

namespace icekeel::engine {

using LinkId = Id<struct EngineLink>;

/// One simulation. A process holds one in its life: a second one would start at the first one's
/// end time, so it is refused.
class Kernel {
 public:
  using Action = Agenda::Action;

  Kernel();
  ~Kernel();
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  /// Time since the start of the simulation.
  Duration now() const;

  /// Books an event; a date in the past means now.
  EventId at(Duration date, Priority priority, Action action);
  EventId after(Duration delay, Priority priority, Action action) {
    return at(now() + delay, priority, std::move(action));
  }
  void cancel(EventId event);

  /// A link that transfers share. To be added before `run`.
  LinkId add_link(const std::string& name, Bandwidth capacity);
  /// Transfers that are on their way go on at the new rate.
  void set_capacity(LinkId link, Bandwidth capacity);
  Bandwidth capacity(LinkId link) const;

  /// Moves bytes over the links of a path; concurrent transfers share each link max-min fairly,
  /// whatever their latencies: the first byte enters the links `latency` from now. `done` is called
  /// as an event of priority `end`, when the last one has left. Only to be called from events.
  void send(std::span<const LinkId> path, Information bytes, Duration latency, Action done);

  /// Runs until no event and no transfer is left, or `stop` is called. An exception that leaves
  /// an event stops the run and is thrown again here.
  void run();
  /// Drops all events and transfers; `run` returns.
  void stop();
  /// Looks at a flag before every event; calls `action` once when it is set.
  void watch(const std::atomic<bool>& flag, Action action);

  /// Events that have happened.
  std::uint64_t events() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace icekeel::engine
