// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The cooling of a site on the clock: what takes it away, and how long it takes to come back.

#include <functional>
#include <optional>
#include <set>
#include <string>

#include "simulator/engine/kernel.h"
#include "simulator/run/site_plant.h"

namespace icekeel::run {

/// What the events of a site ask of those around them.
struct EventCalls {
  std::function<void()> settle;                ///< books what has passed, before a change
  std::function<void(bool restored)> changed;  ///< who has voltage may be different now
  std::function<ItLoad()> load;                ///< what hangs on the chain at this instant
  /// Takes power from some racks of these cord groups; their name, or nothing left.
  std::function<std::optional<std::string>(const std::set<std::size_t>&)> shed;
  std::function<void(const std::string& kind, const std::string& subject, const std::string&)> note;
};

class CoolingEvents {
 public:
  CoolingEvents(engine::Kernel& kernel, const scenario::Site& site, SitePlant& plant,
                const EventCalls& calls);

  /// One more reason, or one less, why the pumps of the CDUs or the whole plant stand still; to be
  /// followed by `look`.
  void count_pumps(bool lost) { pumps_out_ += lost ? 1 : -1; }
  void count_plant(bool lost) { plant_out_ += lost ? 1 : -1; }

  /// After every change of the chain or of the counts: stops the plant, or books its restart.
  void look();

 private:
  void restarted();

  engine::Kernel& kernel_;
  const scenario::Site& site_;
  SitePlant& plant_;
  const EventCalls& calls_;
  int pumps_out_ = 0, plant_out_ = 0;
  bool restarting_ = false;
  engine::EventId restart_;
};

}  // namespace icekeel::run
