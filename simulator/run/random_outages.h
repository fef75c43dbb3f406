// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Failures, common causes and planned maintenance of a site, drawn and planned from its
/// reliability data.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "simulator/base/random.h"
#include "simulator/engine/kernel.h"
#include "simulator/power/part_graph.h"
#include "simulator/reliability/failure_data.h"
#include "simulator/scenario/scenario.h"

namespace icekeel::run {

/// Components side by side, of the chain or of the cooling plant.
struct ComponentGroup {
  std::string name;
  std::string kind;
  std::int64_t modules = 1;
  std::optional<std::size_t> part;                ///< of the chain
  const reliability::CoolingPartSpec* cooling{};  ///< else of the plant
};

/// Groups of a site of whose kind there are data.
std::vector<ComponentGroup> component_groups(const scenario::SiteSpec& site,
                                             const power::PartGraph& chain);

/// Books outages; each date is drawn when the one before has come. Every module of every group has
/// a random stream of its own, and so has the common cause of every kind.
class RandomOutages {
 public:
  /// Modules of a group are out from a date, for a time.
  struct Outage {
    const ComponentGroup* group;
    std::int64_t modules;
    Duration at, lasting;
    std::string reason;
    bool planned = false;
  };
  using Book = std::function<void(const Outage&)>;

  /// \param groups outlive it
  RandomOutages(engine::Kernel& kernel, const reliability::ReliabilitySpec& data,
                const std::vector<ComponentGroup>& groups, Book book);

  void book_failures(const std::string& site, std::uint64_t seed);
  /// Each module once a year, one after the other, evenly over the year.
  void book_maintenance();

 private:
  struct Process {
    std::vector<const ComponentGroup*> groups;
    std::int64_t modules = 1;
    reliability::FailureSpec data;
    RandomStream random;
    std::string reason;
  };
  void add_common_causes(const std::string& site, std::uint64_t seed);
  void fail_later(const std::shared_ptr<Process>& process);
  void maintain_later(const ComponentGroup& group, Duration at, Duration lasting);

  engine::Kernel& kernel_;
  const reliability::ReliabilitySpec& data_;
  const std::vector<ComponentGroup>& groups_;
  Book book_;
  std::map<std::string, std::int64_t> count_;  // of modules, by kind
};

}  // namespace icekeel::run
