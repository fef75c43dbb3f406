// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Quantities as people write them: "10.2 kW", "400 Gbit/s", "3 d 14 h", "0.12 EUR/kWh".

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "simulator/base/quantity.h"

namespace icekeel::config {

/// A number with its unit, in SI units.
struct WrittenQuantity {
  double si = 0.0;
  Dimension dimension;
  bool has_unit = false;
  bool is_celsius = false;  ///< "degC": a point on the temperature scale, `si` in kelvin
  std::string currency;     ///< "EUR" of "0.12 EUR/kWh"
};

/// Why a text is no quantity.
struct NotAQuantity {
  std::string message;  ///< "'furlong' is not a unit"
  std::string unit;     ///< the part that is not understood, if it is the unit
  std::string remedy;
};

std::variant<WrittenQuantity, NotAQuantity> parse_quantity(std::string_view text);

/// A plain number, finite or not; nothing if the text is none.
std::optional<double> parse_number(std::string_view text);

/// A count: "24", "4e6", "1.4T", "65 B" (K, M, B, T: thousand to trillion). Nothing if the text is
/// no whole number.
std::optional<std::int64_t> parse_count(std::string_view text);

/// "a power", "an energy", "a duration"; for unnamed dimensions "a quantity".
std::string dimension_name(Dimension dimension);

/// Units to suggest for a dimension: "s, min, h, d".
std::string units_of(Dimension dimension);

/// The quantity in a handy unit, such that `parse_quantity` gives back the same double.
std::string quantity_text(double si, Dimension dimension, std::string_view currency);

}  // namespace icekeel::config
