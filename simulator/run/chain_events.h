// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What happens to the electrical chain and the cooling of a site on the clock: losses and repairs,
/// maintenance, generators that start or do not, batteries and tanks that run down, load that is
/// shed.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "simulator/base/random.h"
#include "simulator/power/redundancy.h"
#include "simulator/run/cooling_events.h"
#include "simulator/run/generator_events.h"
#include "simulator/run/random_outages.h"

namespace icekeel::run {

class ChainEvents {
 public:
  /// \param random_starts whether generators may fail to start
  ChainEvents(engine::Kernel& kernel, const scenario::Site& site, SitePlant& plant,
              bool random_starts, RandomStream random, EventCalls calls);

  /// Books a scripted outage.
  void book(const scenario::Outage& outage);
  /// Books what the site's reliability data say.
  void book_random(std::uint64_t seed);
  void book_maintenance();

  /// To be called when loads have changed: books the moment when a battery will be empty.
  void rebook();

 private:
  /// Modules of a group of the cooling plant that do not work.
  struct GroupState {
    std::int64_t whole = 0;  ///< how often it is out as a whole
    std::int64_t single = 0;
  };

  void prepare_random();
  void book(const RandomOutages::Outage& outage);
  void set(const scenario::Outage& outage, bool lost);
  void set_part(const scenario::Outage& outage, bool lost);
  void set_group(const RandomOutages::Outage& outage, bool lost);
  void note_redundancy(std::size_t part);
  void respond(bool restored);
  void call(std::size_t generators);
  void generators_carry(std::size_t generators);
  void reach_threshold();
  void shed_overloads();
  power::ChainStep step_now() const;
  std::set<std::size_t> groups_behind(std::size_t part) const;
  std::string name_of(std::size_t part) const;

  engine::Kernel& kernel_;
  const scenario::Site& site_;
  SitePlant& plant_;
  double start_failure_ = 0;
  RandomStream random_;
  EventCalls calls_;
  CoolingEvents cooling_;
  GeneratorEvents generators_;
  engine::EventId threshold_;

  std::set<power::SinglePoint> points_in_order_;
  std::vector<ComponentGroup> groups_;
  std::map<const ComponentGroup*, GroupState> group_states_;
  std::optional<RandomOutages> outages_;
};

}  // namespace icekeel::run
