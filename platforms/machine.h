// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A machine by its name: so many nodes of one kind, what joins them, and how it was listed.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::platforms {

/// What a published run of Linpack may be used for.
enum class RunUse {
  test,        ///< nothing of the model was chosen with it
  development  ///< the constants of the implementation were chosen with it
};

/// A run of Linpack as a list publishes it.
struct ListedRun {
  std::string list;                   ///< "June 2024"
  std::int64_t nodes = 0;             ///< that computed
  std::int64_t idle_nodes = 0;        ///< on the same meter, without work
  ComputeRate rate;                   ///< Rmax
  std::optional<Power> power;         ///< mean over the run
  std::optional<std::int64_t> order;  ///< unknowns (Nmax)
  RunUse use = RunUse::test;
  std::string remark;
};

struct MachineSpec {
  static constexpr std::string_view catalogue_kind = "machines";
  std::string name;
  std::string node;  ///< of the catalogue
  std::int64_t nodes = 1;
  std::string place;
  std::string country;
  std::int64_t switches = 0;  ///< of the fabric, on the meter of the nodes
  Power switch_power;         ///< of one, with its transceivers
  Power pumps;                ///< of the cooling distribution units on the same meter
  std::vector<ListedRun> listed;
};

std::vector<config::Finding> check_machine(const MachineSpec& machine);

void describe(config::Fields& f, ListedRun& run);
void describe(config::Fields& f, MachineSpec& machine);

}  // namespace icekeel::platforms

template <>
struct icekeel::config::Choices<icekeel::platforms::RunUse> {
  static constexpr std::array<std::string_view, 2> names{"test", "development"};
};
