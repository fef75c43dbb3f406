// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A parameter of a study: from a number between 0 and 1 to what is set in the scenario.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/studies/study_spec.h"

namespace icekeel::studies {

/// "18 degC" as a number and the unit that was written.
struct NumberWithUnit {
  double number = 0.0;
  std::string unit;  ///< empty for a pure number
};
/// Nothing if the text is not one number with at most one unit.
std::optional<NumberWithUnit> number_with_unit(const std::string& text);

/// The unit as result files spell it (UDUNITS): "kW-1 h-1" for "EUR/kWh", "1" for none. Money and
/// operations have no unit there.
std::string udunits_of(std::string_view unit);

/// What a parameter is in one point.
struct Value {
  std::string text;                   ///< "18 degC", or the name of a case
  double number = 0.0;                ///< in the unit of the parameter, if it is numeric
  std::vector<std::string> settings;  ///< path=value
};

struct Parameter {
  std::string name;
  std::string path;           ///< empty for cases
  std::string unit;           ///< as written
  bool numeric = false;       ///< all values are numbers with the same unit
  std::vector<Value> levels;  ///< empty for a range that is sampled
  double from = 0.0, to = 0.0;
  bool integer = false;
  Scale scale = Scale::linear;

  /// The value at a place between 0 and 1. Levels and whole numbers have equal shares of it.
  Value at(double place) const;
};

/// The range or the values of the spec. Ends of a range that are no numbers are reported as text.
/// \param on_grid whether a range is divided into its steps
/// \param problem why the spec gives no parameter
std::optional<Parameter> parameter_of(const ParameterSpec& spec, bool on_grid,
                                      std::string& problem);

}  // namespace icekeel::studies
