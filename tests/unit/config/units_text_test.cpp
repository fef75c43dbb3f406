// SPDX-License-Identifier: Apache-2.0
// Quantities in text: what is understood, what is refused, and that texts read back exactly.
#include "simulator/config/units_text.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace icekeel::config {
namespace {

WrittenQuantity read(std::string_view text) {
  return std::get<WrittenQuantity>(parse_quantity(text));
}
NotAQuantity refused(std::string_view text) {
  return std::get<NotAQuantity>(parse_quantity(text));
}

TEST(UnitsText, ReadsNumbersWithUnits) {
  EXPECT_DOUBLE_EQ(read("10.2 kW").si, 10200.0);
  EXPECT_DOUBLE_EQ(read("400 Gbit/s").si, 400e9);
  EXPECT_DOUBLE_EQ(read("80 GB").si, 640e9);
  EXPECT_DOUBLE_EQ(read("1 GiB").si, 8.0 * 1024 * 1024 * 1024);
  EXPECT_DOUBLE_EQ(read("25 degC").si, 298.15);
  EXPECT_NEAR(read("44 g/kWh").si, 0.044 / 3.6e6, 1e-20);
  EXPECT_EQ(read("0.12 EUR/kWh").currency, "EUR");
  EXPECT_EQ(read("1.5 kW/K").dimension, HeatCapacityRate::dimension);
  EXPECT_EQ(read("4.19 kJ/kg/K").dimension, SpecificHeat::dimension);
  EXPECT_DOUBLE_EQ(read("96 %").si, 0.96);
}

TEST(UnitsText, AddsDurations) {
  EXPECT_DOUBLE_EQ(read("3 d 14 h").si, 3 * 86400.0 + 14 * 3600.0);
  EXPECT_NE(refused("3 kW 5 W").message.find("more than one"), std::string::npos);
}

TEST(UnitsText, SaysWhichUnitItDoesNotKnow) {
  EXPECT_EQ(refused("5 furlong").unit, "furlong");
  EXPECT_EQ(refused("5 Gbps").remedy, "bits or bytes? write 'Gbit/s' or 'GB/s'");
  EXPECT_EQ(refused("21 C").remedy, "write 'degC'");
  EXPECT_EQ(refused("5 kW/").message, "a unit is missing after '/'");
  EXPECT_TRUE(refused("kW").unit.empty());
}

TEST(UnitsText, CountsMayCarryTheirThousands) {
  EXPECT_EQ(parse_count("1.4T"), 1'400'000'000'000);
  EXPECT_EQ(parse_count("65.2B"), 65'200'000'000);
  EXPECT_EQ(parse_count("4e6"), 4'000'000);
  EXPECT_EQ(parse_count("-3"), -3);
  for (const char* text : {"1.5", "nan", "inf", "1e300", "ten", "", "5 X"})
    EXPECT_FALSE(parse_count(text)) << text;
}

RC_GTEST_PROP(UnitsText, PrintsWhatItReadsBackExactly, (double mantissa)) {
  if (!std::isfinite(mantissa)) return;
  for (const Dimension dimension :
       {Power::dimension, Duration::dimension, EnergyPrice::dimension, CarbonIntensity::dimension,
        Bandwidth::dimension, VolumeFlow::dimension}) {
    const auto text = quantity_text(mantissa, dimension, "EUR");
    RC_ASSERT(std::get<WrittenQuantity>(parse_quantity(text)).si == mantissa);
  }
}

RC_GTEST_PROP(UnitsText, NeverCrashesOnAnyText, (const std::string& text)) {
  (void)parse_quantity(text);
  (void)parse_count(text);
  (void)parse_number(text);
}

}  // namespace
}  // namespace icekeel::config
