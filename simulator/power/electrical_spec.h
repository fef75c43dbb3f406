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
#include "simulator/power/generator_spec.h"

namespace icekeel::power {

/// Loss of a running module per unit of its rating, at load x = output over rating:
///
///     loss / rating = no_load + linear x + quadratic x^2
struct LossSpec {
  double no_load = 0;
  double linear = 0;
  double quadratic = 0;
};

enum class StageKind {
  transformer,
  switchboard,
  ups,
  pdu,
  busway,
  utility,
  generator,
  transfer_switch,
  static_switch
};
enum class LossPlace { room, outside };

/// What carries the load of a UPS while its input is gone.
struct BatterySpec {
  Duration autonomy;    ///< at the output that the UPS is built for
  double charging = 0;  ///< power into the battery after an outage, over the rating of the UPS
};

/// One stage of the chain: equal modules side by side that share the load.
struct StageSpec {
  static constexpr std::string_view catalogue_kind = "stages";
  std::string name;
  StageKind kind = StageKind::transformer;
  LossSpec losses;
  std::optional<Power> module_rating;   ///< output; absent: sized from the design load
  std::optional<std::int64_t> modules;  ///< that carry the design load; absent: as many as it needs
  LossPlace heat_to = LossPlace::room;
  std::optional<BatterySpec> battery;  ///< of a UPS
  std::optional<UpsInputSpec> input;   ///< of a UPS; absent: it follows its load at once
};

/// A part of a chain that is drawn part by part.
struct PartSpec : StageSpec {
  std::vector<std::string> from;     ///< parts that feed it; switches take the first that is alive
  std::int64_t spare = 0;            ///< of its modules
  std::optional<Duration> start;     ///< of generators: from the call until they carry
  std::optional<GeneratorSpec> set;  ///< of generators: how they take steps, what they burn
};

/// Generators of each feed, and the switch that goes over to them.
struct BackupSpec {
  std::string after;                 ///< stage behind which the switch sits
  std::int64_t generators = 1;       ///< of each feed, that carry its design load
  Duration start;                    ///< from the loss of the utility until they carry
  std::optional<GeneratorSpec> set;  ///< how they take steps of load, what they burn
};

enum class Redundancy { n, n_plus_1, two_n, two_n_plus_1, three_n_over_two, block };

struct ElectricalSpec {
  static constexpr std::string_view catalogue_kind = "electrical";
  Redundancy topology = Redundancy::two_n;
  std::vector<std::string> feeds{"A", "B"};
  std::vector<StageSpec> stages;          ///< of every feed, from the utility to the racks
  std::string mechanical_after;           ///< stage that feeds cooling plant and the building
  std::string critical_mechanical_after;  ///< stage that feeds pumps and fans that must not stop
  double lighting = 0;                    ///< lighting and small loads over the design IT power
  std::optional<BackupSpec> backup;
  std::optional<ConnectionSpec> connection;  ///< what the utility allows
  // Instead of stages: parts, of which the racks hang on those that `feeds` names.
  std::vector<PartSpec> parts;
  std::vector<std::string> mechanical_from;
  std::vector<std::string> critical_mechanical_from;

  bool drawn() const { return !parts.empty(); }
};

/// Whether each feed can carry the whole load alone.
bool carries_all_alone(Redundancy topology);

/// The feeds, by index, to which racks are corded; racks take these groups in turn. All feeds with
/// 2N; one feed each with N; each pair with 3N/2; a block and the reserve with block.
std::vector<std::vector<std::size_t>> cord_groups(const ElectricalSpec& electrical);

/// What a feed is built to carry, over the whole load.
double design_share(const ElectricalSpec& electrical);

/// Modules beyond those that the load needs, in each stage of each feed.
std::int64_t spare_modules(Redundancy topology);

std::vector<config::Finding> check_electrical(const ElectricalSpec& electrical);

void describe(config::Fields& f, LossSpec& losses);
void describe(config::Fields& f, StageSpec& stage);
void describe(config::Fields& f, BatterySpec& battery);
void describe(config::Fields& f, PartSpec& part);
void describe(config::Fields& f, BackupSpec& backup);
void describe(config::Fields& f, ElectricalSpec& electrical);

}  // namespace icekeel::power

template <>
struct icekeel::config::Choices<icekeel::power::StageKind> {
  static constexpr std::array<std::string_view, 9> names{
      "transformer", "switchboard",     "ups",          "pdu", "busway", "utility",
      "generator",   "transfer-switch", "static-switch"};
};
template <>
struct icekeel::config::Choices<icekeel::power::LossPlace> {
  static constexpr std::array<std::string_view, 2> names{"room", "outside"};
};
template <>
struct icekeel::config::Choices<icekeel::power::Redundancy> {
  static constexpr std::array<std::string_view, 6> names{"N", "N+1", "2N", "2N+1", "3N/2", "block"};
};
