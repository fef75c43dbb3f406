// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/tower_curve.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "simulator/facility/fluids.h"
#include "simulator/facility/psychrometrics.h"
#include "simulator/facility/root.h"

namespace icekeel::facility {
namespace {

// Index 9 k + 3 j + i: wet bulb to the i, range to the j, water to air ratio to the k.
constexpr std::array<double, 27> york{
    -0.359741205,     -0.055053608,      0.0023850432,     0.173926877,         -0.0248473764,
    0.00048430224,    -0.005589849456,   0.0005770079712,  -0.00001342427256,   2.84765801111111,
    -0.121765149,     0.0014599242,      1.680428651,      -0.0166920786,       -0.0007190532,
    -0.025485194448,  0.0000487491696,   0.00002719234152, -0.0653766255555556, -0.002278167,
    0.0002500254,     -0.0910565458,     0.00318176316,    0.000038621772,      -0.0034285382352,
    0.00000856589904, -0.000001516821552};

// Range of the correlation [degC, K, -].
constexpr double coldest_wet_bulb = -34.4, warmest_wet_bulb = 26.7;
constexpr double least_range = 1.1, most_range = 22.2;
constexpr double least_approach = 1.1, most_approach = 40.0;

double clamped(double value, double least, double most, int& out_of_range) {
  if (value < least || value > most) ++out_of_range;
  return std::clamp(value, least, most);
}

/// The correlation at a wet bulb [degC] and a range [K]: coefficients of 1, ratio and its square.
std::array<double, 3> york_in_ratio(double wet_bulb_celsius, double range_kelvin) {
  std::array<double, 3> of_ratio{};
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t j = 3; j-- > 0;) {
      const double* c = &york[9 * k + 3 * j];
      of_ratio[k] =
          of_ratio[k] * range_kelvin + c[0] + wet_bulb_celsius * (c[1] + wet_bulb_celsius * c[2]);
    }
  return of_ratio;
}

double polynomial(const std::array<double, 3>& c, double x) {
  return c[0] + x * (c[1] + x * c[2]);
}

SpecificEnthalpy saturated(Temperature t, Pressure pressure) {
  return enthalpy(t, humidity_ratio(t, 1.0, pressure));
}

}  // namespace

double york_approach(double wet_bulb_celsius, double range_kelvin, double water_to_air) {
  return polynomial(york_in_ratio(wet_bulb_celsius, range_kelvin), water_to_air);
}

YorkCurve::YorkCurve(Temperature wet_bulb, TemperatureDifference range)
    : of_ratio_(york_in_ratio(
          clamped(wet_bulb.celsius(), coldest_wet_bulb, warmest_wet_bulb, out_of_range_),
          clamped(range.si(), least_range, most_range, out_of_range_))) {}

TowerApproach YorkCurve::at(double water_to_air) const {
  TowerApproach result;
  result.out_of_range = out_of_range_;
  int& out = result.out_of_range;
  const double ratio = clamped(water_to_air, 0.0, most_ratio, out);
  result.approach = TemperatureDifference::si(
      clamped(polynomial(of_ratio_, ratio), least_approach, most_approach, out));
  return result;
}

double YorkCurve::ratio_for(TemperatureDifference approach, double least, double most) const {
  const auto [c, b, a] = of_ratio_;
  const double missing = c - approach.si();
  // One change of sign means one root between the bounds; this form loses no digits in either.
  const double q =
      -0.5 * (b + std::copysign(std::sqrt(std::max(b * b - 4.0 * a * missing, 0.0)), b));
  const double one = q / a, other = missing / q;
  const double middle = 0.5 * (least + most);
  const double root = std::abs(one - middle) < std::abs(other - middle) ? one : other;
  return std::clamp(root, least, most);
}

// --- Merkel ------------------------------------------------------------------------------------

MerkelDemand::MerkelDemand(Temperature wet_bulb, TemperatureDifference range,
                           TemperatureDifference approach, Pressure pressure)
    : range_heat_((water_specific_heat * range).si()) {
  constexpr std::array points{0.1, 0.4, 0.6, 0.9};
  const SpecificEnthalpy entering = saturated(wet_bulb, pressure);
  for (std::size_t j = 0; j < points.size(); ++j)
    excess_[j] = (saturated(wet_bulb + approach + points[j] * range, pressure) - entering).si();
}

double MerkelDemand::number(double water_to_air) const {
  constexpr std::array points{0.1, 0.4, 0.6, 0.9};
  double sum = 0.0;
  for (std::size_t j = 0; j < points.size(); ++j) {
    const double drive = excess_[j] - water_to_air * points[j] * range_heat_;
    if (drive <= 0.0) return std::numeric_limits<double>::infinity();
    sum += 0.25 * range_heat_ / drive;
  }
  return sum;
}

MerkelCurve::MerkelCurve(Temperature wet_bulb, TemperatureDifference range, Pressure pressure,
                         const MerkelFill& fill)
    : wet_bulb_(wet_bulb), range_(range), pressure_(pressure), fill_(fill) {}

double MerkelCurve::supplied(double ratio) const {
  return fill_.number * std::pow(ratio, -fill_.exponent);
}

// The warmer the water leaves, the less has to be done for it.
TowerApproach MerkelCurve::at(double ratio) const {
  // Saturated air boils not far above; a tower that hot has failed.
  const double most = std::max((hottest_air - wet_bulb_ - range_).si(), least_approach);
  const double able = 1.0 / supplied(ratio);
  const auto miss = [&](double approach) {
    const MerkelDemand asked(wet_bulb_, range_, TemperatureDifference::si(approach), pressure_);
    return 1.0 / asked.number(ratio * fill_.water_to_air) - able;
  };
  TowerApproach result;
  if (miss(most) < 0.0) {
    result.approach = TemperatureDifference::si(most);
    result.out_of_range = 1;
    return result;
  }
  result.approach = TemperatureDifference::si(root_between(miss, 0.0, most, 1e-11));
  return result;
}

double MerkelCurve::ratio_for(TemperatureDifference approach, double least, double most) const {
  const MerkelDemand asked(wet_bulb_, range_, approach, pressure_);
  const auto miss = [&](double log_ratio) {
    const double ratio = std::exp(log_ratio);
    return 1.0 / asked.number(ratio * fill_.water_to_air) - 1.0 / supplied(ratio);
  };
  return std::exp(root_between(miss, std::log(least), std::log(most), 1e-12));
}

void describe(config::Fields& f, MerkelSpec& merkel) {
  f.optional("exponent", merkel.exponent,
             "How the Merkel number falls with the ratio of water to air. Estimate: 0.6; fills are "
             "measured between 0.4 and 0.9.",
             {.most = 1.0, .above_least = true});
}

}  // namespace icekeel::facility
