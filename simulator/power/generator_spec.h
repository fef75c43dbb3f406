// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Generator sets and the input of a UPS, as the user describes them: how they take steps of load,
/// what they burn, and what the utility allows.

#include <optional>
#include <string_view>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::power {

/// Change of power with time [W/s].
using Ramp = Quantity<Dimension{.length = 2, .mass = 1, .time = -4}>;
/// Volume of fuel for an energy [m3/J].
using Consumption = Quantity<Dimension{.length = 1, .mass = -1, .time = 2}>;
using VolumePrice = Quantity<Dimension{.length = -3, .money = 1}>;

/// Generators run from time to time on a load that is not used.
struct GeneratorTestSpec {
  Duration every;
  Duration lasting;
  double load = 0;  ///< over the rating
};

/// Fuel flow of a running set at load x = output over rating:
///
///     flow / rating = no_load + linear x + quadratic x^2
struct FuelSpec {
  Consumption no_load;
  Consumption linear;
  Consumption quadratic;
  Density carbon;  ///< greenhouse gas of burning it, over its volume
  std::optional<VolumePrice> price;
  std::optional<Duration> tank;      ///< how long a full one lasts at the rating; absent: for ever
  std::optional<Duration> delivery;  ///< from the start of the sets until the tank is full again
};

struct GeneratorSpec {
  static constexpr std::string_view catalogue_kind = "generators";
  Duration inertia;          ///< H: energy of the turning masses over the rating
  Duration response;         ///< time constant with which the torque follows
  double frequency_dip = 0;  ///< of its class: largest after a step, over the nominal frequency
  Duration recovery;         ///< of its class: longest, back to the nominal frequency
  std::optional<FuelSpec> fuel;
  std::optional<GeneratorTestSpec> tests;
};

/// How the input of a UPS follows its load.
struct UpsInputSpec {
  Duration walk_in;    ///< from the return of its source until it carries the whole load
  Duration smoothing;  ///< time constant with which its batteries or capacitors even out the load
};

/// What the utility allows at the connection of the site.
struct ConnectionSpec {
  Ramp largest_ramp;  ///< from one second to the next
};

std::vector<config::Finding> check(const GeneratorSpec& generator);

void describe(config::Fields& f, GeneratorTestSpec& tests);
void describe(config::Fields& f, FuelSpec& fuel);
void describe(config::Fields& f, GeneratorSpec& generator);
void describe(config::Fields& f, UpsInputSpec& input);
void describe(config::Fields& f, ConnectionSpec& connection);

}  // namespace icekeel::power
