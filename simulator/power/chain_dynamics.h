// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The electrical chain from moment to moment: what is out of service, how full the batteries
/// are, which generators are called and when they carry.

#include <optional>
#include <vector>

#include "simulator/power/electrical_chain.h"
#include "simulator/power/fuel_tank.h"

namespace icekeel::power {

/// The state of a chain, and what happens to it with time. It knows no clock: it is told how long
/// a step has lasted, and says how long the next one may last.
///
/// A battery starts full. While its UPS takes power from it, energy falls by power times time;
/// when it is empty, which is seen within a step of the jobs, a UPS without input is dead, and one
/// that carries more than its modules can has to shed load. With its input back it charges at a
/// share of the rating until it is full. See simulator/docs/methods/electrical-events.md.
class ChainDynamics {
 public:
  explicit ChainDynamics(const ElectricalChain& chain);

  const ChainState& state() const { return state_; }

  /// Takes modules of a part out of service, or brings them back. As many as it has, or more, are
  /// the whole part; that may happen while single ones are out, and each comes back by itself.
  void lose(std::size_t part, std::int64_t modules);
  void restore(std::size_t part, std::int64_t modules);
  void isolate(std::size_t feed, bool off) { state_.isolated.set(feed, off); }

  /// Generators whose switch has lost the inputs it prefers, and which are not called yet; those
  /// that are no longer needed stop at once.
  std::vector<std::size_t> call_generators();
  /// The end of the start of a generator part: so many of its modules failed to start. True if
  /// the others are enough to carry.
  bool started(std::size_t part, std::int64_t failed);
  bool called(std::size_t part) const { return called_[part] != 0; }

  /// Counts what batteries gave and took in a step that lasted that long.
  void pass(const ChainStep& step, Duration length);
  /// How long this step can go on before a battery is empty or full; nothing: for ever. Loads come
  /// and go within a step of a job: it reckons with the larger of this one and the last one passed.
  std::optional<Duration> next_change(const ChainStep& step) const;
  /// Marks batteries that are empty, and ends the charging of those that are full. True if any
  /// was.
  bool batteries_changed(const ChainStep& step);
  /// Stops generators whose tank is empty. True if any was.
  bool tanks_changed();
  void fill_tank(std::size_t part);
  /// Burns the fuel of a test.
  void test_generators(std::size_t part);
  /// Of generators with fuel data, by part; nothing for others.
  const std::vector<std::optional<FuelTank>>& tanks() const { return tanks_; }

  /// UPS that carry more than their modules can and have nothing left in their batteries.
  std::vector<std::size_t> overloaded(const ChainStep& step) const;

  /// Whether anything is not as on the first day.
  bool disturbed() const;

  Energy stored(std::size_t stage) const { return stored_[stage]; }

 private:
  void count_out(std::size_t part, std::int64_t modules, std::int64_t times);
  void choose_charging();
  /// Of the generators of a part while they run.
  VolumeFlow fuel_flow_of(std::size_t part, const ChainStep& step) const;

  const ElectricalChain& chain_;
  ChainState state_;
  std::vector<char> called_;    // by part
  std::vector<Energy> stored_;  // by stage
  std::vector<Energy> full_;
  std::vector<std::optional<FuelTank>> tanks_;  // by part
  std::vector<Power> given_;                    // mean of the last step, by stage
  std::vector<std::int64_t> whole_;             // by part: how often it is out as a whole
  std::vector<std::int64_t> single_;            // and how many of its modules are out one by one
};

}  // namespace icekeel::power
