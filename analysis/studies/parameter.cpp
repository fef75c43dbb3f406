// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/parameter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <variant>

#include "simulator/config/units_text.h"

namespace icekeel::studies {
namespace {

std::string written(double number, const std::string& unit) {
  return unit.empty() ? fmt::format("{}", number) : fmt::format("{} {}", number, unit);
}

Value value_of(const Parameter& parameter, double number) {
  const auto text = written(number, parameter.unit);
  return {text, number, {fmt::format("{}={}", parameter.path, text)}};
}

// Seven digits are finer than any setting is known, and can be read.
double rounded(double number) {
  return std::stod(fmt::format("{:.7g}", number));
}

double in_range(const Parameter& p, double place) {
  if (p.integer) return std::min(p.to, std::floor(p.from + place * (p.to - p.from + 1.0)));
  const double number = p.scale == Scale::log ? p.from * std::pow(p.to / p.from, place)
                                              : p.from + place * (p.to - p.from);
  return std::clamp(rounded(number), p.from, p.to);
}

// One name between slashes: what UDUNITS calls it, word by word.
std::string udunits_word(std::string_view name) {
  static const std::map<std::string_view, std::string_view> other{{"a", "365.25 d"},
                                                                  {"KiB", "1024 byte"},
                                                                  {"MiB", "1048576 byte"},
                                                                  {"GiB", "1073741824 byte"},
                                                                  {"TiB", "1099511627776 byte"},
                                                                  {"flop", "1"},
                                                                  {"kflop", "1e3"},
                                                                  {"Mflop", "1e6"},
                                                                  {"Gflop", "1e9"},
                                                                  {"Tflop", "1e12"},
                                                                  {"Pflop", "1e15"},
                                                                  {"Eflop", "1e18"},
                                                                  {"Zflop", "1e21"},
                                                                  {"l", "L"}};
  if (const auto found = other.find(name); found != other.end()) return std::string(found->second);
  if (name.ends_with("Wh")) return std::string(name.substr(0, name.size() - 1)) + " h";
  if (name.ends_with("B") && name.size() <= 2)
    return std::string(name.substr(0, name.size() - 1)) + "byte";
  const auto parsed = config::parse_quantity(fmt::format("1 {}", name));
  const auto* quantity = std::get_if<config::WrittenQuantity>(&parsed);
  return quantity && quantity->currency.empty() ? std::string(name) : "1";
}

std::optional<std::array<double, 2>> ends_of(const ParameterSpec& spec, std::string& unit,
                                             std::string& problem) {
  const auto from = number_with_unit(*spec.from);
  const auto to = number_with_unit(*spec.to);
  if (!from || !to)
    problem = fmt::format("'{}' is not a number with a unit", from ? *spec.to : *spec.from);
  else if (from->unit != to->unit)
    problem = fmt::format("'{}' and '{}' are not in the same unit", *spec.from, *spec.to);
  else if (!(from->number < to->number))
    problem = fmt::format("'{}' is not below '{}'", *spec.from, *spec.to);
  else if (spec.integer &&
           (std::floor(from->number) != from->number || std::floor(to->number) != to->number))
    problem = "the ends of whole numbers are whole numbers";
  else if (spec.scale == Scale::log && (from->number <= 0.0 || spec.integer))
    problem = "a logarithmic range starts above 0 and is not of whole numbers";
  if (!problem.empty()) return std::nullopt;
  unit = from->unit;
  return std::array{from->number, to->number};
}

// The steps of a range; equal whole numbers come once.
std::vector<Value> steps_of(const Parameter& p, std::int64_t steps) {
  std::set<double> numbers;
  for (std::int64_t k = 0; k < steps; ++k) {
    const double place = static_cast<double>(k) / static_cast<double>(steps - 1);
    numbers.insert(p.integer ? std::round(p.from + place * (p.to - p.from)) : in_range(p, place));
  }
  std::vector<Value> values;
  values.reserve(numbers.size());
  for (const double number : numbers) values.push_back(value_of(p, number));
  return values;
}

std::vector<Value> values_of(const ParameterSpec& spec) {
  std::vector<Value> values;
  for (const auto& text : spec.values)
    values.push_back({text, 0.0, {fmt::format("{}={}", spec.path, text)}});
  for (const auto& each : spec.cases) values.push_back({each.name, 0.0, each.set});
  return values;
}

void find_numbers(Parameter& parameter) {
  std::vector<NumberWithUnit> numbers;
  for (const auto& level : parameter.levels) {
    auto number = number_with_unit(level.text);
    if (!number || (!numbers.empty() && numbers.front().unit != number->unit)) return;
    numbers.push_back(std::move(*number));
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) parameter.levels[i].number = numbers[i].number;
  parameter.unit = numbers.front().unit;
  parameter.numeric = true;
}

}  // namespace

std::optional<NumberWithUnit> number_with_unit(const std::string& text) {
  double number = 0.0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || !std::isfinite(number)) return std::nullopt;
  std::string unit(rest, end);
  unit.erase(0, unit.find_first_not_of(' '));
  if (unit.empty()) return NumberWithUnit{number, {}};
  if (const auto count = config::parse_count(text); count && unit.size() == 1 && unit != "K")
    return NumberWithUnit{static_cast<double>(*count), {}};
  if (unit.find(' ') != std::string::npos) return std::nullopt;  // "3 d 14 h"
  const auto parsed = config::parse_quantity(text);
  if (std::holds_alternative<config::NotAQuantity>(parsed)) return std::nullopt;
  return NumberWithUnit{number, unit};
}

std::string udunits_of(std::string_view unit) {
  std::string all;
  bool below = false;
  while (!unit.empty()) {
    const auto slash = std::min(unit.find('/'), unit.size());
    auto word = udunits_word(unit.substr(0, slash));
    if (below && word != "1") {
      if (const auto blank = word.find(' '); blank != std::string::npos) word.insert(blank, "-1");
      word += "-1";
    }
    if (word != "1") all += (all.empty() ? "" : " ") + word;
    unit.remove_prefix(std::min(slash + 1, unit.size()));
    below = true;
  }
  return all.empty() ? "1" : all;
}

Value Parameter::at(double place) const {
  if (levels.empty()) return value_of(*this, in_range(*this, place));
  const auto count = static_cast<double>(levels.size());
  return levels[static_cast<std::size_t>(std::clamp(std::floor(place * count), 0.0, count - 1.0))];
}

std::optional<Parameter> parameter_of(const ParameterSpec& spec, bool on_grid,
                                      std::string& problem) {
  Parameter parameter{.name = name_of(spec), .path = spec.path, .unit = {}};
  if (!spec.from) {
    parameter.levels = values_of(spec);
    if (spec.cases.empty()) find_numbers(parameter);
    return parameter;
  }
  const auto ends = ends_of(spec, parameter.unit, problem);
  if (!ends) return std::nullopt;
  parameter.numeric = true;
  parameter.from = ends->front();
  parameter.to = ends->back();
  parameter.integer = spec.integer;
  parameter.scale = spec.scale;
  if (on_grid) parameter.levels = steps_of(parameter, spec.steps);
  return parameter;
}

}  // namespace icekeel::studies
