// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The electrical chain from the utility to the racks, as the user describes it.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::power {

/// Loss of a running module per unit of its rating, at load x = output over rating:
///
///     loss / rating = no_load + linear x + quadratic x^2
struct LossSpec {
  double no_load = 0;
  double linear = 0;
  double quadratic = 0;
};

enum class StageKind { transformer, switchboard, ups, pdu, busway };
enum class LossPlace { room, outside };

/// One stage of the chain: equal modules side by side that share the load.
struct StageSpec {
  static constexpr std::string_view catalogue_kind = "stages";
  std::string name;
  StageKind kind = StageKind::transformer;
  LossSpec losses;
  std::optional<Power> module_rating;  ///< output; absent: sized from the design load
  std::int64_t modules = 1;            ///< that carry the design load, where no rating is given
  LossPlace heat_to = LossPlace::room;
};

enum class Redundancy { n, n_plus_1, two_n, two_n_plus_1 };

struct ElectricalSpec {
  static constexpr std::string_view catalogue_kind = "electrical";
  Redundancy topology = Redundancy::two_n;
  std::vector<std::string> feeds{"A", "B"};
  std::vector<StageSpec> stages;          ///< of every feed, from the utility to the racks
  std::string mechanical_after;           ///< stage that feeds cooling plant and the building
  std::string critical_mechanical_after;  ///< stage that feeds pumps and fans that must not stop
  double lighting = 0;                    ///< lighting and small loads over the design IT power
};

/// Whether each feed can carry the whole load alone.
bool carries_all_alone(Redundancy topology);

/// Modules beyond those that the load needs, in each stage of each feed.
std::int64_t spare_modules(Redundancy topology);

std::vector<config::Finding> check_electrical(const ElectricalSpec& electrical);

void describe(config::Fields& f, LossSpec& losses);
void describe(config::Fields& f, StageSpec& stage);
void describe(config::Fields& f, ElectricalSpec& electrical);

}  // namespace icekeel::power

template <>
struct icekeel::config::Choices<icekeel::power::StageKind> {
  static constexpr std::array<std::string_view, 5> names{"transformer", "switchboard", "ups", "pdu",
                                                         "busway"};
};
template <>
struct icekeel::config::Choices<icekeel::power::LossPlace> {
  static constexpr std::array<std::string_view, 2> names{"room", "outside"};
};
template <>
struct icekeel::config::Choices<icekeel::power::Redundancy> {
  static constexpr std::array<std::string_view, 4> names{"N", "N+1", "2N", "2N+1"};
};
