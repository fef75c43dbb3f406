// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/direct_emissions.h"

#include <cmath>

#include "simulator/base/units.h"

namespace icekeel::facility {
namespace {

constexpr Duration year = 365.0 * units::day;

}  // namespace

Mass direct_emissions(const DirectEmissionsSpec& emissions, Duration time) {
  Mass sum;
  if (const auto& gas = emissions.refrigerant)
    sum += gas->warming * gas->leak_per_year * (time / year) * gas->charge;
  if (const auto& tests = emissions.generator_tests)
    sum += std::floor(time / tests->every) * (tests->power * tests->lasting) * tests->carbon;
  return sum;
}

std::vector<config::Finding> check(const DirectEmissionsSpec& emissions) {
  const auto& tests = emissions.generator_tests;
  if (!tests || tests->lasting <= tests->every) return {};
  return {{"generator_tests.lasting", "a test is longer than the time to the next one",
           "give a shorter test, or a longer 'every'"}};
}

void describe(config::Fields& f, RefrigerantSpec& refrigerant) {
  f.required("charge", refrigerant.charge, "Refrigerant in all chillers and room units.");
  f.required("leak_per_year", refrigerant.leak_per_year, "Share of it that leaks in a year.",
             {.most = 1.0});
  f.required("warming", refrigerant.warming,
             "Mass of CO2 that warms as much over a hundred years, for the same mass.",
             {.most = 1e5});
}

void describe(config::Fields& f, GeneratorTestSpec& tests) {
  f.required("every", tests.every, "Time from one test to the next.", {.above_least = true});
  f.required("lasting", tests.lasting, "How long a test lasts.");
  f.required("power", tests.power, "Power of all generators on test.");
  f.required("carbon", tests.carbon, "Greenhouse gas for what they generate.");
}

void describe(config::Fields& f, DirectEmissionsSpec& emissions) {
  f.optional("refrigerant", emissions.refrigerant, "Refrigerant that leaks.");
  f.optional("generator_tests", emissions.generator_tests,
             "Generators that run on test; what they give is not used.");
}

}  // namespace icekeel::facility
