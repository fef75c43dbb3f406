// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What happens to the electrical chain of a site on the clock: losses and repairs, generators
/// that start or do not, batteries that run down, load that is shed.

#include <functional>
#include <optional>
#include <set>
#include <string>

#include "simulator/base/random.h"
#include "simulator/engine/kernel.h"
#include "simulator/reliability/failure_data.h"
#include "simulator/run/site_plant.h"

namespace icekeel::run {

class ChainEvents {
 public:
  /// What it asks of those around it.
  struct Calls {
    std::function<void()> settle;                ///< books what has passed, before a change
    std::function<void(bool restored)> changed;  ///< who has voltage may be different now
    std::function<ItLoad()> load;                ///< what hangs on the chain at this instant
    /// Takes power from some racks of these cord groups; their name, or nothing left.
    std::function<std::optional<std::string>(const std::set<std::size_t>&)> shed;
    std::function<void(const std::string& kind, const std::string& subject, const std::string&)>
        note;
  };

  ChainEvents(engine::Kernel& kernel, const scenario::Site& site, SitePlant& plant,
              double start_failure, RandomStream random, Calls calls);

  /// Books a scripted outage.
  void book(const scenario::Outage& outage);
  /// Books failures and repairs of every part, drawn from these data.
  void book_random(const reliability::ReliabilitySpec& data, std::uint64_t seed);

  /// To be called when loads have changed: books the moment when a battery will be empty.
  void rebook();

 private:
  void set(const scenario::Outage& outage, bool lost);
  void respond(bool restored);
  void call(std::size_t generators);
  void generators_carry(std::size_t generators);
  void reach_threshold();
  void shed_overloads();
  power::ChainStep step_now() const;
  std::set<std::size_t> groups_behind(std::size_t part) const;
  std::string name_of(std::size_t part) const;
  void fail_later(std::size_t part, const reliability::FailureSpec& data,
                  std::shared_ptr<RandomStream> random, std::int64_t modules);

  engine::Kernel& kernel_;
  const scenario::Site& site_;
  SitePlant& plant_;
  double start_failure_;
  RandomStream random_;
  Calls calls_;
  engine::EventId threshold_;
};

}  // namespace icekeel::run
