// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How near an open cooling tower brings its water to the wet bulb.

#include <array>
#include <variant>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"

namespace icekeel::facility {

/// Approach of the York correlation [K]: 27 coefficients, quadratic in each of its inputs.
///
/// \param wet_bulb_celsius -34.4..26.7   \param range_kelvin 1.1..22.2
/// \param water_to_air ratio of the water and air flow ratios, at most 8
/// Source: coefficients of EnergyPlus CoolingTower:VariableSpeed (YorkCalc), also in Modelica
/// Buildings, Fluid.HeatExchangers.CoolingTowers.Correlations.yorkCalc.
double york_approach(double wet_bulb_celsius, double range_kelvin, double water_to_air);

struct TowerApproach {
  TemperatureDifference approach;
  int out_of_range = 0;  ///< inputs that had to be clamped
};

/// The York correlation at one wet bulb and range, by the ratio alone; inputs are clamped.
class YorkCurve {
 public:
  static constexpr double most_ratio = 8.0;

  YorkCurve(Temperature wet_bulb, TemperatureDifference range);
  TowerApproach at(double water_to_air) const;
  /// The ratio that gives this approach, between two where one gives less and one more.
  double ratio_for(TemperatureDifference approach, double least, double most) const;

 private:
  int out_of_range_ = 0;
  std::array<double, 3> of_ratio_;  ///< coefficients of 1, ratio and its square
};

/// What a tower has to do, by Merkel's theory: the integral of cp dT / (hs(T) - h) over the water
/// from leaving to entering, where the air gains enthalpy as the water loses it.
///
///     number = sum over T_j of cp range / 4 / (hs(T_j) - h_j),   h_j = h_in + (L/G) cp (T_j -
///     leaving)
///
/// with Chebyshev's four points at 0.1, 0.4, 0.6 and 0.9 of the range.
class MerkelDemand {
 public:
  MerkelDemand(Temperature wet_bulb, TemperatureDifference range, TemperatureDifference approach,
               Pressure pressure);
  /// \param water_to_air mass flows; infinite where the air would be warmer than the water
  double number(double water_to_air) const;

 private:
  double range_heat_;             ///< cp range [J/kg]
  std::array<double, 4> excess_;  ///< hs(T_j) - h_in [J/kg]
};

/// What a fill can do: number = design number (ratio to design)^-exponent.
struct MerkelFill {
  double number = 0;        ///< at design
  double exponent = 0;      ///< of the ratio of water to air
  double water_to_air = 0;  ///< mass flows at design
};

/// A fill at one wet bulb and range: the approach at which it can do what it has to.
class MerkelCurve {
 public:
  static constexpr double most_ratio = 50.0;

  MerkelCurve(Temperature wet_bulb, TemperatureDifference range, Pressure pressure,
              const MerkelFill& fill);
  /// \param ratio of the water to the air flow, over that at design
  TowerApproach at(double ratio) const;
  double ratio_for(TemperatureDifference approach, double least, double most) const;

 private:
  double supplied(double ratio) const;
  Temperature wet_bulb_;
  TemperatureDifference range_;
  Pressure pressure_;
  MerkelFill fill_;
};

/// One of them.
class TowerCurve {
 public:
  TowerCurve(YorkCurve curve) : curve_(curve) {}
  TowerCurve(MerkelCurve curve) : curve_(curve) {}
  TowerApproach at(double ratio) const {
    return std::visit([&](const auto& curve) { return curve.at(ratio); }, curve_);
  }
  double ratio_for(TemperatureDifference approach, double least, double most) const {
    return std::visit([&](const auto& c) { return c.ratio_for(approach, least, most); }, curve_);
  }
  double most_ratio() const {
    return std::visit([](const auto& curve) { return curve.most_ratio; }, curve_);
  }

 private:
  std::variant<YorkCurve, MerkelCurve> curve_;
};

struct MerkelSpec {
  double exponent = 0.6;
};

void describe(config::Fields& f, MerkelSpec& merkel);

}  // namespace icekeel::facility
