// SPDX-License-Identifier: Apache-2.0
#include "simulator/config/units_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "simulator/base/expect.h"

namespace icekeel::config {
namespace {

constexpr Dimension none{};
constexpr Dimension time_{.time = 1};
constexpr Dimension length_{.length = 1};
constexpr Dimension area{.length = 2};
constexpr Dimension volume{.length = 3};
constexpr Dimension mass_{.mass = 1};
constexpr Dimension kelvin_{.temperature = 1};
constexpr Dimension energy = Energy::dimension;
constexpr Dimension power = Power::dimension;
constexpr Dimension pressure = Pressure::dimension;
constexpr Dimension info{.information = 1};
constexpr Dimension work_{.work = 1};
constexpr Dimension money_{.money = 1};
constexpr Dimension frequency = Frequency::dimension;

struct Unit {
  std::string_view name;
  double factor;
  Dimension dimension;
};

constexpr std::array units{Unit{"%", 0.01, none},
                           Unit{"ns", 1e-9, time_},
                           Unit{"us", 1e-6, time_},
                           Unit{"ms", 1e-3, time_},
                           Unit{"s", 1, time_},
                           Unit{"min", 60, time_},
                           Unit{"h", 3600, time_},
                           Unit{"d", 86400, time_},
                           Unit{"week", 604800, time_},
                           Unit{"a", 31557600, time_},
                           Unit{"mm", 1e-3, length_},
                           Unit{"cm", 1e-2, length_},
                           Unit{"m", 1, length_},
                           Unit{"km", 1e3, length_},
                           Unit{"mm2", 1e-6, area},
                           Unit{"cm2", 1e-4, area},
                           Unit{"m2", 1, area},
                           Unit{"m3", 1, volume},
                           Unit{"l", 1e-3, volume},
                           Unit{"L", 1e-3, volume},
                           Unit{"mg", 1e-6, mass_},
                           Unit{"g", 1e-3, mass_},
                           Unit{"kg", 1, mass_},
                           Unit{"t", 1e3, mass_},
                           Unit{"K", 1, kelvin_},
                           Unit{"J", 1, energy},
                           Unit{"kJ", 1e3, energy},
                           Unit{"MJ", 1e6, energy},
                           Unit{"GJ", 1e9, energy},
                           Unit{"Wh", 3600, energy},
                           Unit{"kWh", 3.6e6, energy},
                           Unit{"MWh", 3.6e9, energy},
                           Unit{"GWh", 3.6e12, energy},
                           Unit{"TWh", 3.6e15, energy},
                           Unit{"mW", 1e-3, power},
                           Unit{"W", 1, power},
                           Unit{"kW", 1e3, power},
                           Unit{"MW", 1e6, power},
                           Unit{"GW", 1e9, power},
                           Unit{"Pa", 1, pressure},
                           Unit{"kPa", 1e3, pressure},
                           Unit{"bar", 1e5, pressure},
                           Unit{"hPa", 1e2, pressure},
                           Unit{"bit", 1, info},
                           Unit{"kbit", 1e3, info},
                           Unit{"Mbit", 1e6, info},
                           Unit{"Gbit", 1e9, info},
                           Unit{"Tbit", 1e12, info},
                           Unit{"B", 8, info},
                           Unit{"kB", 8e3, info},
                           Unit{"MB", 8e6, info},
                           Unit{"GB", 8e9, info},
                           Unit{"TB", 8e12, info},
                           Unit{"PB", 8e15, info},
                           Unit{"EB", 8e18, info},
                           Unit{"KiB", 8192, info},
                           Unit{"MiB", 8388608, info},
                           Unit{"GiB", 8589934592, info},
                           Unit{"TiB", 8796093022208, info},
                           Unit{"flop", 1, work_},
                           Unit{"kflop", 1e3, work_},
                           Unit{"Mflop", 1e6, work_},
                           Unit{"Gflop", 1e9, work_},
                           Unit{"Tflop", 1e12, work_},
                           Unit{"Pflop", 1e15, work_},
                           Unit{"Eflop", 1e18, work_},
                           Unit{"Zflop", 1e21, work_},
                           Unit{"Hz", 1, frequency},
                           Unit{"kHz", 1e3, frequency},
                           Unit{"MHz", 1e6, frequency},
                           Unit{"GHz", 1e9, frequency}};

constexpr std::array<std::string_view, 9> currencies{"EUR", "USD", "GBP", "CHF", "JPY",
                                                     "CNY", "SEK", "INR", "CAD"};

struct Named {
  Dimension dimension;
  std::string_view name;
  std::string_view units;  // what to suggest, and to print in: small to large
};

constexpr std::array named{
    Named{none, "a pure number", "%"},
    Named{time_, "a duration", "ns, us, ms, s, min, h, d"},
    Named{length_, "a length", "mm, cm, m, km"},
    Named{area, "an area", "mm2, cm2, m2"},
    Named{volume, "a volume", "l, m3"},
    Named{mass_, "a mass", "g, kg, t"},
    Named{kelvin_, "a temperature difference", "K"},
    Named{energy, "an energy", "J, kJ, Wh, kWh, MWh, GWh"},
    Named{power, "a power", "W, kW, MW, GW"},
    Named{pressure, "a pressure", "Pa, kPa, bar"},
    Named{info, "an amount of data", "bit, B, kB, MB, GB, TB, PB, KiB, MiB, GiB, TiB"},
    Named{Bandwidth::dimension, "a data rate", "bit/s, Mbit/s, Gbit/s, B/s, MB/s, GB/s, TB/s"},
    Named{work_, "an amount of floating-point work", "flop, Gflop, Tflop, Pflop, Eflop"},
    Named{ComputeRate::dimension, "a compute rate", "Gflop/s, Tflop/s, Pflop/s"},
    Named{money_, "an amount of money", "EUR"},
    Named{Dimension{.time = -1, .money = 1}, "a price of use", "EUR/h, EUR/d"},
    Named{Dimension{.length = -2, .mass = -1, .time = 3, .money = 1}, "a price of power",
          "EUR/kW, EUR/MW"},
    Named{EnergyPrice::dimension, "a price of energy", "EUR/kWh, EUR/MWh, EUR/J"},
    Named{CarbonIntensity::dimension, "a carbon intensity or mass per energy",
          "g/kWh, kg/kWh, kg/J"},
    Named{energy - info, "an energy per data", "J/GB, Wh/GB, kWh/GB, J/B"},
    Named{VolumeFlow::dimension, "a volume flow", "l/s, m3/s, m3/h"},
    Named{MassFlow::dimension, "a mass flow", "kg/s, t/h"},
    Named{Density::dimension, "a density", "kg/m3"},
    Named{HeatCapacityRate::dimension, "a conductance", "W/K, kW/K, MW/K"},
    Named{HeatCapacity::dimension, "a heat capacity", "J/K, kJ/K"},
    Named{SpecificHeat::dimension, "a specific heat", "J/kg/K, kJ/kg/K"},
    Named{SpecificEnthalpy::dimension, "an energy per mass", "J/kg, kJ/kg"},
    Named{Dimension{.mass = 1, .time = -2, .temperature = -1}, "a heat capacity over an area",
          "J/K/m2, kJ/K/m2, MJ/K/m2"},
    Named{Dimension{.length = 2, .mass = 1, .time = -4}, "a ramp of power",
          "W/s, kW/s, MW/s, MW/min"},
    Named{Dimension{.length = 1, .mass = -1, .time = 2}, "a volume per energy", "l/kWh"},
    Named{Dimension{.length = -3, .money = 1}, "a price of volume", "EUR/l, EUR/m3"},
    Named{frequency, "a rate", "1/s, 1/h, 1/d, Hz"},
    Named{mass_ - power, "a mass per power", "kg/kW, t/MW"},
    Named{Dimension{.length = -1}, "a share per distance", "1/km, 1/m"},
    Named{Dimension{.length = -2, .mass = 1}, "a mass per area", "kg/m2"},
    Named{Dimension{.length = -1, .mass = 0, .time = 0, .temperature = 1}, "a gradient", "K/m"}};

const Named* name_of(Dimension dimension) {
  const auto found = std::find_if(named.begin(), named.end(),
                                  [&](const Named& n) { return n.dimension == dimension; });
  return found == named.end() ? nullptr : &*found;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes a number off the front; nothing if there is none.
std::optional<double> take_number(std::string_view& text) {
  std::string_view digits = text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  double value = 0.0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::result_out_of_range)  // infinity or zero, for the range check to refuse
    value = std::strtod(std::string(digits.data(), end).c_str(), nullptr);
  else if (error != std::errc{})
    return std::nullopt;
  text = std::string_view(end, static_cast<std::size_t>(digits.data() + digits.size() - end));
  return value;
}

std::string unit_remedy(std::string_view unit) {
  if (unit.find("bps") != std::string_view::npos || unit.find("Bps") != std::string_view::npos)
    return "bits or bytes? write 'Gbit/s' or 'GB/s'";
  if (unit.find("FLOP") != std::string_view::npos || unit.find("flops") != std::string_view::npos)
    return "write 'Tflop' for work and 'Tflop/s' for a rate";
  if (unit == "C" || unit == "°C" || unit == "degc") return "write 'degC'";
  if (unit == "Kbit" || unit == "KB") return "write 'kB' (1000) or 'KiB' (1024)";
  return {};
}

struct UnitValue {
  double factor = 1.0;
  Dimension dimension;
  bool is_celsius = false;
  std::string currency;
};

// One name between slashes: "kWh", "EUR", "1".
std::variant<UnitValue, NotAQuantity> parse_unit_name(std::string_view name) {
  if (name == "1") return UnitValue{};
  if (name == "degC") return UnitValue{1.0, kelvin_, true, {}};
  for (const auto& unit : units)
    if (unit.name == name) return UnitValue{unit.factor, unit.dimension, false, {}};
  for (const auto currency : currencies)
    if (currency == name) return UnitValue{1.0, money_, false, std::string(currency)};
  return NotAQuantity{fmt::format("'{}' is not a unit", name), std::string(name),
                      unit_remedy(name)};
}

// "kW", "EUR/kWh", "kJ/kg/K": the first name, divided by the others.
std::variant<UnitValue, NotAQuantity> parse_unit(std::string_view text) {
  UnitValue whole;
  for (bool first = true; first || !text.empty(); first = false) {
    const std::size_t slash = std::min(text.find('/'), text.size());
    const auto parsed = parse_unit_name(trimmed(text.substr(0, slash)));
    if (const auto* problem = std::get_if<NotAQuantity>(&parsed)) return *problem;
    const auto& unit = std::get<UnitValue>(parsed);
    whole.factor = first ? unit.factor : whole.factor / unit.factor;
    whole.dimension = first ? unit.dimension : whole.dimension - unit.dimension;
    whole.is_celsius = unit.is_celsius && first && slash == text.size();
    if (!unit.currency.empty()) whole.currency = unit.currency;
    if (slash + 1 == text.size())
      return NotAQuantity{"a unit is missing after '/'", std::string(text), {}};
    text.remove_prefix(std::min(slash + 1, text.size()));
  }
  return whole;
}

// "3 d 14 h": the pairs after the first one add to a duration.
std::size_t end_of_unit(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i)
    if (text[i - 1] == ' ' && ((text[i] >= '0' && text[i] <= '9') || text[i] == '.')) return i;
  return text.size();
}

std::variant<WrittenQuantity, NotAQuantity> parse_pair(std::string_view& text) {
  const auto number = take_number(text);
  if (!number) return NotAQuantity{fmt::format("'{}' is not a number with a unit", text), {}, {}};
  text = trimmed(text);
  const std::size_t end = end_of_unit(text);
  const auto unit_text = trimmed(text.substr(0, end));
  text.remove_prefix(end);
  if (unit_text.empty()) return WrittenQuantity{*number, none, false, false, {}};
  const auto parsed = parse_unit(unit_text);
  if (const auto* problem = std::get_if<NotAQuantity>(&parsed)) return *problem;
  const auto& unit = std::get<UnitValue>(parsed);
  // Dividing by the reciprocal keeps decimal factors such as 1e-3 exact to the last digit.
  const double si = unit.factor < 1.0 ? *number / (1.0 / unit.factor) : *number * unit.factor;
  if (unit.is_celsius)
    return WrittenQuantity{Temperature::from_celsius(*number).kelvin(), kelvin_, true, true, {}};
  return WrittenQuantity{si, unit.dimension, true, false, unit.currency};
}

}  // namespace

std::variant<WrittenQuantity, NotAQuantity> parse_quantity(std::string_view text) {
  const std::string_view whole = text = trimmed(text);
  auto first = parse_pair(text);
  if (text.empty() || std::holds_alternative<NotAQuantity>(first)) return first;
  auto& sum = std::get<WrittenQuantity>(first);
  while (!text.empty()) {
    const auto next = parse_pair(text);
    if (std::holds_alternative<NotAQuantity>(next)) return next;
    const auto& part = std::get<WrittenQuantity>(next);
    if (part.dimension != time_ || sum.dimension != time_)
      return NotAQuantity{fmt::format("'{}' is more than one quantity", whole),
                          {},
                          "only durations add up, as in '3 d 14 h'"};
    sum.si += part.si;
  }
  return first;
}

std::optional<double> parse_number(std::string_view text) {
  text = trimmed(text);
  const auto value = take_number(text);
  text = trimmed(text);
  if (!value || (!text.empty() && text != "%")) return std::nullopt;
  return text == "%" ? *value / 100.0 : *value;
}

std::optional<std::int64_t> parse_count(std::string_view text) {
  text = trimmed(text);
  auto value = take_number(text);
  if (!value) return std::nullopt;
  constexpr std::string_view suffixes = "KMBT";
  text = trimmed(text);
  if (text.size() == 1 && suffixes.find(text[0]) != std::string_view::npos) {
    for (std::size_t i = 0; i <= suffixes.find(text[0]); ++i) *value *= 1000.0;
    text = {};
  }
  constexpr double largest = 9e15;  // whole numbers are exact in a double up to here
  // 65.2B is whole in decimal even where the product is not to the last bit.
  const double whole = std::round(*value);
  const bool is_whole = std::abs(*value - whole) <= 1e-9 * std::abs(whole);
  if (!text.empty() || !is_whole || !(std::abs(whole) <= largest)) return std::nullopt;
  return static_cast<std::int64_t>(whole);
}

std::string dimension_name(Dimension dimension) {
  const auto* known = name_of(dimension);
  return known ? std::string(known->name) : "a quantity of another kind";
}

std::string units_of(Dimension dimension) {
  const auto* known = name_of(dimension);
  return known ? std::string(known->units) : std::string();
}

std::string quantity_text(double si, Dimension dimension, std::string_view currency) {
  if (dimension == none) return fmt::format("{}", si);
  ICEKEEL_EXPECT(name_of(dimension) != nullptr);
  std::string best;
  std::string_view list = name_of(dimension)->units;
  // The shortest text that reads back to the same double.
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(", "), list.size());
    std::string unit(list.substr(0, end));
    list.remove_prefix(std::min(end + 2, list.size()));
    if (const auto at = unit.find("EUR"); at != std::string::npos) unit.replace(at, 3, currency);
    const double factor = std::get<UnitValue>(parse_unit(unit)).factor;
    for (const double value : {si / factor, std::round(si / factor * 1e9) / 1e9}) {
      const auto text = fmt::format("{} {}", value, unit);
      const auto back = parse_quantity(text);
      const auto* same = std::get_if<WrittenQuantity>(&back);
      if (same && same->si == si && (best.empty() || text.size() < best.size())) best = text;
    }
  }
  return best;
}

}  // namespace icekeel::config
