// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Numbers and texts as people read them in a terminal.

#include <cstddef>
#include <string>
#include <string_view>

#include "simulator/base/quantity.h"

namespace icekeel::analysis {

/// Four digits that matter, or all of a larger whole number: "1,022,361", "483.2", "1.076",
/// "0.01234", "3.1e-09"; "-" for what is no number.
std::string number_text(double value);

/// In the unit that suits it: "12.34 s", "34.50 min", "12.10 h", "23.40 d".
std::string duration_text(Duration value);

/// A unit of a result file (UDUNITS) as people write it: "MWh", "kg/kWh", "" for "1".
std::string units_text(std::string_view units);

/// The text with control characters and bytes that are no UTF-8 as \n, \t, \x1b ...: a name in a
/// result file must not move the cursor of who looks at it.
std::string printable(std::string_view text);

/// Number of characters (code points) of a UTF-8 text.
std::size_t width_of(std::string_view text);

/// The text in exactly `width` characters: filled with blanks on the right, or cut with "...".
std::string left(std::string_view text, std::size_t width);
/// The same, filled on the left.
std::string right(std::string_view text, std::size_t width);
/// Text in lines of at most 100 columns, the first with `lead`, the others indented alike.
std::string wrapped(std::string_view lead, std::string_view text);
/// The text, cut with "..." if it is longer than `width` characters.
std::string cut(std::string_view text, std::size_t width);

}  // namespace icekeel::analysis
