// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Compression chiller: a share of the Carnot efficiency, or a manufacturer's curves.

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::facility {

/// a + b x + c x^2
struct Quadratic {
  double a = 1, b = 0, c = 0;
  double at(double x) const { return a + x * (b + x * c); }
};

/// a + b x + c x^2 + d y + e y^2 + f x y
struct Biquadratic {
  double a = 1, b = 0, c = 0, d = 0, e = 0, f = 0;
  double at(double x, double y) const { return a + x * (b + c * x) + y * (d + e * y) + f * x * y; }
};

/// COP = carnot_fraction part_load(q) Te / (Tc - Te), for any temperatures.
struct CarnotChillerSpec {
  double carnot_fraction = 0;                 ///< 0..1
  TemperatureDifference evaporator_approach;  ///< leaving chilled water above Te
  TemperatureDifference condenser_approach;   ///< Tc above leaving condenser water
  TemperatureDifference least_lift;           ///< of Tc - Te that the compressor needs
  double most_cop = 0;
  Quadratic part_load;  ///< relative efficiency at a share of the capacity
};

/// Reformulated from a record of the EnergyPlus / Modelica Buildings kind (ElectricEIR).
struct CurveChillerSpec {
  double reference_cop = 0;
  Biquadratic capacity;        ///< of leaving chilled and entering condenser water [degC]
  Biquadratic eir;             ///< energy input ratio, of the same
  Quadratic part_load;         ///< energy input ratio at a share of the capacity
  double least_part_load = 0;  ///< below, the chiller cycles
  double least_unloading = 0;  ///< below, hot gas keeps the compressor loaded
  double most_part_load = 1;
  Temperature coldest_evaporator, warmest_evaporator;
  Temperature coldest_condenser, warmest_condenser;
};

enum class ChillerModel { carnot, curves };

struct ChillerSpec {
  ChillerModel model = ChillerModel::carnot;
  std::optional<Power> capacity;   ///< at the reference point; else derived from the design load
  double capacity_per_kelvin = 0;  ///< relative gain per kelvin of warmer chilled water, once
                                   ///< the load exceeds the capacity at the set point
  std::optional<CarnotChillerSpec> carnot;
  std::optional<CurveChillerSpec> curves;
};

void describe(config::Fields& f, Quadratic& curve);
void describe(config::Fields& f, Biquadratic& curve);
void describe(config::Fields& f, CarnotChillerSpec& chiller);
void describe(config::Fields& f, CurveChillerSpec& chiller);
void describe(config::Fields& f, ChillerSpec& chiller);

/// The record of the chosen model is there.
std::vector<config::Finding> check(const ChillerSpec& chiller);

struct ChillerStep {
  Power compressor;
  Power condenser_heat;  ///< heat taken plus compressor
  double cop = 0;        ///< 0 without load
  int out_of_range = 0;  ///< inputs of the curves that had to be clamped
};

class Chiller {
 public:
  /// \param spec with its capacity and the record of its model
  explicit Chiller(const ChillerSpec& spec);

  /// Most heat taken from water leaving at `chilled` while the condenser gets water at
  /// `condenser`.
  Power capacity(Temperature chilled, Temperature condenser) const;

  /// In steady state. A load above the capacity is carried as if at full load (the plant then
  /// lets the water get warmer, see capacity_per_kelvin).
  /// \param heat to take from the chilled water, not negative
  /// \param chilled leaving chilled water (or air)
  /// \param condenser entering condenser water (or air)   \param condenser_rate its capacity rate,
  /// above 0
  ChillerStep run(Power heat, Temperature chilled, Temperature condenser,
                  HeatCapacityRate condenser_rate) const;

  const ChillerSpec& spec() const { return spec_; }

 private:
  ChillerSpec spec_;
};

}  // namespace icekeel::facility

template <>
struct icekeel::config::Choices<icekeel::facility::ChillerModel> {
  static constexpr std::array<std::string_view, 2> names{"carnot", "curves"};
};
