// SPDX-License-Identifier: Apache-2.0
// Real weather files: direct and diffuse radiation on a horizontal plane give the file's own global
// radiation. The files lie beside the project; without them these tests are skipped.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iostream>
#include <sstream>

#include "simulator/facility/epw.h"
#include "simulator/facility/solar_array.h"
#include "tests/unit/facility/catalogue.h"
#include "tests/verification/facility/weather_folder.h"

namespace icekeel::facility {
namespace {

// Global horizontal radiation of the year [kWh/m2], from column 14 of the file itself.
double stated_global(const std::string& name) {
  std::ifstream in(weather_folder + name);
  std::string line;
  double sum = 0.0;
  for (int row = 1; std::getline(in, line); ++row) {
    if (row <= 8) continue;
    std::istringstream cells(line);
    std::string cell;
    for (int i = 0; i <= 13; ++i) std::getline(cells, cell, ',');
    sum += std::stod(cell) / 1000.0;
  }
  return sum;
}

// At twelve moments of each hour, as arrays see it.
double on_horizontal(const SolarYear& year) {
  const Timestamp reference = reference_year(year.hours.size());
  double sum = 0.0;
  for (std::size_t h = 0; h < year.hours.size(); ++h) {
    int shining = 0;
    double up = 0.0;
    for (int i = 0; i < 12; ++i) {
      const auto at =
          year.first + Duration::si(3600.0 * (static_cast<double>(h) + (i + 0.5) / 12.0));
      const auto sun = sun_position(reference, at, year.latitude, year.longitude);
      if (sun.up <= 0.0) continue;
      ++shining;
      up += sun.up;
    }
    sum += (year.hours[h].diffuse + (shining > 0 ? year.hours[h].direct * up / shining : 0.0)) /
           1000.0;
  }
  return sum;
}

class SolarFiles : public ::testing::TestWithParam<const char*> {};

// 2 %: a file's three columns are measured or modelled each by itself.
TEST_P(SolarFiles, DirectAndDiffuseGiveTheGlobalRadiation) {
  const std::string name = GetParam();
  if (!std::ifstream(weather_folder + name))
    GTEST_SKIP() << "no weather file " << weather_folder << name;
  std::ifstream in(weather_folder + name);
  const auto read = read_epw(in);
  ASSERT_TRUE(read.sun.has_value());
  const double stated = stated_global(name), own = on_horizontal(*read.sun);
  std::cout << name << ": stated " << stated << ", own " << own << " kWh/m2\n";
  EXPECT_NEAR(own / stated, 1.0, 0.02);
}

INSTANTIATE_TEST_SUITE_P(Both, SolarFiles,
                         ::testing::Values("USA_CO_Denver.Intl.AP.725650_TMY3.epw",
                                           "USA_WA_Seattle-Tacoma.epw"));

// The estimate from the daily range of temperature, as FAO states it: good for months to about
// 20 %. Said before the first run.
TEST(GeneratedRadiation, IsWithinAFifthOfMeasuredOnes) {
  struct Case {
    const char* climate;
    const char* file;
  };
  for (const auto& [climate, file] :
       {Case{"climates/denver", "USA_CO_Denver.Intl.AP.725650_TMY3.epw"},
        Case{"climates/seattle", "USA_WA_Seattle-Tacoma.epw"}}) {
    if (!std::ifstream(weather_folder + file))
      GTEST_SKIP() << "no weather file " << weather_folder << file;
    const auto spec = test::entry<ClimateSpec>(climate);
    const auto weather = expand(spec, random_stream(1, "weather"));
    const double own = on_horizontal(radiation_of(spec, weather)), stated = stated_global(file);
    std::cout << climate << ": generated " << own << ", measured " << stated << " kWh/m2\n";
    EXPECT_NEAR(own / stated, 1.0, 0.2) << climate;
  }
}

}  // namespace
}  // namespace icekeel::facility
