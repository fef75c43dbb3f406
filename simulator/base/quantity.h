// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Physical quantities as types: a number that knows its dimension, at no cost at run time.
///
///     constexpr Power limit = 132.0 * units::kilowatt;
///     const Energy used = limit * Duration::si(3600.0);
///     used.in(units::kilowatt_hour);   // leaves the type system only with a unit in hand
///
/// Values are kept in SI units. Information (bit), floating-point work (flop) and money are
/// dimensions of their own, so that bits, flops and euros cannot be confused.

#include <compare>

namespace icekeel {

/// Exponents of the base units: m, kg, s, K, bit, flop, currency unit.
struct Dimension {
  int length = 0;
  int mass = 0;
  int time = 0;
  int temperature = 0;
  int information = 0;
  int work = 0;
  int money = 0;

  constexpr bool operator==(const Dimension&) const = default;
};

constexpr Dimension operator+(const Dimension& a, const Dimension& b) {
  return {a.length + b.length,
          a.mass + b.mass,
          a.time + b.time,
          a.temperature + b.temperature,
          a.information + b.information,
          a.work + b.work,
          a.money + b.money};
}
constexpr Dimension operator-(const Dimension& a, const Dimension& b) {
  return {a.length - b.length,
          a.mass - b.mass,
          a.time - b.time,
          a.temperature - b.temperature,
          a.information - b.information,
          a.work - b.work,
          a.money - b.money};
}

template <Dimension D>
class Quantity;

namespace detail {
/// A quantity without dimension is a plain number.
template <Dimension D>
constexpr auto made(double si) {
  if constexpr (D == Dimension{})
    return si;
  else
    return Quantity<D>::si(si);
}
}  // namespace detail

/// A value with a dimension, in SI units.
template <Dimension D>
class Quantity {
 public:
  static constexpr Dimension dimension = D;

  constexpr Quantity() = default;
  static constexpr Quantity si(double value) {
    Quantity q;
    q.value_ = value;
    return q;
  }
  /// The value in the given unit, e.g. `limit.in(units::megawatt)`.
  constexpr double in(Quantity unit) const { return value_ / unit.value_; }
  constexpr double si() const { return value_; }

  constexpr auto operator<=>(const Quantity&) const = default;
  constexpr Quantity operator-() const { return si(-value_); }
  constexpr Quantity& operator+=(Quantity o) { return value_ += o.value_, *this; }
  constexpr Quantity& operator-=(Quantity o) { return value_ -= o.value_, *this; }
  constexpr Quantity& operator*=(double f) { return value_ *= f, *this; }
  constexpr Quantity& operator/=(double f) { return value_ /= f, *this; }

 private:
  double value_ = 0.0;
};

template <Dimension D>
constexpr Quantity<D> operator+(Quantity<D> a, Quantity<D> b) {
  return a += b;
}
template <Dimension D>
constexpr Quantity<D> operator-(Quantity<D> a, Quantity<D> b) {
  return a -= b;
}
template <Dimension D>
constexpr Quantity<D> operator*(double f, Quantity<D> q) {
  return q *= f;
}
template <Dimension D>
constexpr Quantity<D> operator*(Quantity<D> q, double f) {
  return q *= f;
}
template <Dimension D>
constexpr Quantity<D> operator/(Quantity<D> q, double f) {
  return q /= f;
}
template <Dimension A, Dimension B>
constexpr auto operator*(Quantity<A> a, Quantity<B> b) {
  return detail::made<A + B>(a.si() * b.si());
}
template <Dimension A, Dimension B>
constexpr auto operator/(Quantity<A> a, Quantity<B> b) {
  return detail::made<A - B>(a.si() / b.si());
}
template <Dimension D>
constexpr auto operator/(double f, Quantity<D> q) {
  return detail::made<Dimension{} - D>(f / q.si());
}

using Duration = Quantity<Dimension{.time = 1}>;
using Frequency = Quantity<Dimension{.time = -1}>;
using Length = Quantity<Dimension{.length = 1}>;
using Area = Quantity<Dimension{.length = 2}>;
using Volume = Quantity<Dimension{.length = 3}>;
using VolumeFlow = Quantity<Dimension{.length = 3, .time = -1}>;
using Mass = Quantity<Dimension{.mass = 1}>;
using MassFlow = Quantity<Dimension{.mass = 1, .time = -1}>;
using Density = Quantity<Dimension{.length = -3, .mass = 1}>;
/// Mass per area, e.g. the load on a floor.
using SurfaceDensity = Quantity<Dimension{.length = -2, .mass = 1}>;
using Pressure = Quantity<Dimension{.length = -1, .mass = 1, .time = -2}>;
using Energy = Quantity<Dimension{.length = 2, .mass = 1, .time = -2}>;
using Power = Quantity<Dimension{.length = 2, .mass = 1, .time = -3}>;
using TemperatureDifference = Quantity<Dimension{.temperature = 1}>;
/// Also thermal conductance UA [W/K].
using HeatCapacityRate = Quantity<Dimension{.length = 2, .mass = 1, .time = -3, .temperature = -1}>;
using HeatCapacity = Quantity<Dimension{.length = 2, .mass = 1, .time = -2, .temperature = -1}>;
using SpecificHeat = Quantity<Dimension{.length = 2, .time = -2, .temperature = -1}>;
/// Also latent heat [J/kg].
using SpecificEnthalpy = Quantity<Dimension{.length = 2, .time = -2}>;
using Information = Quantity<Dimension{.information = 1}>;
using Bandwidth = Quantity<Dimension{.time = -1, .information = 1}>;
using Work = Quantity<Dimension{.work = 1}>;
using ComputeRate = Quantity<Dimension{.time = -1, .work = 1}>;
using Money = Quantity<Dimension{.money = 1}>;
using EnergyPrice = Quantity<Dimension{.length = -2, .mass = -1, .time = 2, .money = 1}>;
/// Mass of CO2 equivalent per energy [kg/J].
using CarbonIntensity = Quantity<Dimension{.length = -2, .time = 2}>;

/// A point on the temperature scale: it subtracts, it does not add.
class Temperature {
 public:
  constexpr Temperature() = default;
  static constexpr Temperature from_kelvin(double k) { return Temperature(k); }
  static constexpr Temperature from_celsius(double c) { return Temperature(c + zero_celsius); }
  constexpr double kelvin() const { return kelvin_; }
  constexpr double celsius() const { return kelvin_ - zero_celsius; }
  constexpr auto operator<=>(const Temperature&) const = default;

  friend constexpr TemperatureDifference operator-(Temperature a, Temperature b) {
    return TemperatureDifference::si(a.kelvin_ - b.kelvin_);
  }
  friend constexpr Temperature operator+(Temperature t, TemperatureDifference d) {
    return Temperature(t.kelvin_ + d.si());
  }
  friend constexpr Temperature operator-(Temperature t, TemperatureDifference d) {
    return Temperature(t.kelvin_ - d.si());
  }

 private:
  static constexpr double zero_celsius = 273.15;
  explicit constexpr Temperature(double k) : kelvin_(k) {}
  double kelvin_ = zero_celsius;
};

}  // namespace icekeel
