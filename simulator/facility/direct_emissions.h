// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What a site emits itself: refrigerants that leak, and generators on test.

#include <optional>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::facility {

struct RefrigerantSpec {
  Mass charge;               ///< in all chillers and room units
  double leak_per_year = 0;  ///< share of the charge
  double warming = 0;        ///< mass of CO2 with the same effect over a hundred years, per mass
};

/// Generators run from time to time without need; what they give then is not used.
struct GeneratorTestSpec {
  Duration every;
  Duration lasting;
  Power power;
  CarbonIntensity carbon;  ///< of what they generate
};

struct DirectEmissionsSpec {
  std::optional<RefrigerantSpec> refrigerant;
  std::optional<GeneratorTestSpec> generator_tests;
};

void describe(config::Fields& f, RefrigerantSpec& refrigerant);
void describe(config::Fields& f, GeneratorTestSpec& tests);
void describe(config::Fields& f, DirectEmissionsSpec& emissions);

/// A test is shorter than the time to the next one.
std::vector<config::Finding> check(const DirectEmissionsSpec& emissions);

/// CO2 equivalent over a time: leaks run steadily, of tests only whole ones count.
///
///     charge leak warming t / year  +  floor(t / every) power lasting carbon
Mass direct_emissions(const DirectEmissionsSpec& emissions, Duration time);

}  // namespace icekeel::facility
