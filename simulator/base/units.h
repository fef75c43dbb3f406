// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Units to multiply with when a quantity is made, and to ask for when it is printed.

#include "simulator/base/quantity.h"

namespace icekeel::units {

inline constexpr auto second = Duration::si(1);
inline constexpr auto minute = Duration::si(60);
inline constexpr auto hour = Duration::si(3600);
inline constexpr auto day = Duration::si(86400);

inline constexpr auto metre = Length::si(1);
inline constexpr auto cubic_metre = Volume::si(1);
inline constexpr auto litre = Volume::si(1e-3);
inline constexpr auto gram = Mass::si(1e-3);
inline constexpr auto kilogram = Mass::si(1);
inline constexpr auto tonne = Mass::si(1e3);
inline constexpr auto pascal = Pressure::si(1);
inline constexpr auto kilopascal = Pressure::si(1e3);

inline constexpr auto kelvin = TemperatureDifference::si(1);
inline constexpr auto watt_per_kelvin = HeatCapacityRate::si(1);

inline constexpr auto watt = Power::si(1);
inline constexpr auto kilowatt = Power::si(1e3);
inline constexpr auto megawatt = Power::si(1e6);
inline constexpr auto joule = Energy::si(1);
inline constexpr auto kilowatt_hour = Energy::si(3.6e6);
inline constexpr auto megawatt_hour = Energy::si(3.6e9);

inline constexpr auto bit = Information::si(1);
inline constexpr auto byte = Information::si(8);
inline constexpr auto gigabyte = Information::si(8e9);
inline constexpr auto byte_per_second = Bandwidth::si(8);
inline constexpr auto gigabyte_per_second = Bandwidth::si(8e9);
inline constexpr auto gigabit_per_second = Bandwidth::si(1e9);

inline constexpr auto flop = Work::si(1);
inline constexpr auto teraflop = Work::si(1e12);
inline constexpr auto teraflop_per_second = ComputeRate::si(1e12);

inline constexpr auto gram_per_kilowatt_hour = CarbonIntensity::si(1e-3 / 3.6e6);
inline constexpr auto per_kilowatt_hour = EnergyPrice::si(1.0 / 3.6e6);

}  // namespace icekeel::units
