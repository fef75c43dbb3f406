// SPDX-License-Identifier: Apache-2.0
#include "analysis/text_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

std::string with_commas(std::string_view digits) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::size_t left_of_point = digits.size() - i;
    if (i > 0 && digits[i - 1] != '-' && left_of_point % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Bytes of the UTF-8 character that begins at `at`; 0 if none does or it is written too long.
std::size_t character_size(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned first = byte(0);
  std::size_t size = 0;
  if (first < 0x80) size = 1;
  if (first >= 0xC2 && first < 0xE0) size = 2;
  if (first >= 0xE0 && first < 0xF0) size = 3;
  if (first >= 0xF0 && first < 0xF5) size = 4;
  if (size == 0 || at + size > text.size()) return 0;
  for (std::size_t i = 1; i < size; ++i)
    if (!continues(text[at + i])) return 0;
  const bool too_long = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
  const bool surrogate = first == 0xED && byte(1) >= 0xA0;
  const bool too_large = first == 0xF4 && byte(1) >= 0x90;
  return too_long || surrogate || too_large ? 0 : size;
}

// C0, DEL and C1; terminals obey all three.
bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return first < 0x20 || first == 0x7F;
  return first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
}

std::string escaped(std::string_view bytes) {
  if (bytes == "\n") return "\\n";
  if (bytes == "\t") return "\\t";
  std::string text;
  for (const char c : bytes) text += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
  return text;
}

}  // namespace

std::string number_text(double value) {
  const double size = std::abs(value);
  if (std::isnan(value)) return "-";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  if (size == 0.0) return "0";
  if (size < 1e-3) return fmt::format("{:.1e}", value);
  // A whole number above this has no digits that matter behind the point.
  constexpr double whole_from = 999.95;
  if (size >= 1e15) return fmt::format("{:.3e}", value);
  if (size >= whole_from || value == std::round(value))
    return with_commas(fmt::format("{:.0f}", value));
  const int before_point = static_cast<int>(std::floor(std::log10(size))) + 1;
  return fmt::format("{:.{}f}", value, std::clamp(4 - before_point, 1, 6));
}

std::string duration_text(Duration value) {
  const double seconds = std::abs(value.si());
  if (std::isnan(seconds)) return "-";
  const auto in = [&](Duration unit, const char* name) {
    return fmt::format("{} {}", number_text(value.in(unit)), name);
  };
  if (seconds < 120.0) return in(units::second, "s");
  if (seconds < 7200.0) return in(units::minute, "min");
  if (seconds < 172800.0) return in(units::hour, "h");
  return in(units::day, "d");
}

std::string units_text(std::string_view units) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 14> names{
      {{"1", ""},
       {"W h", "Wh"},
       {"kW h", "kWh"},
       {"MW h", "MWh"},
       {"kg kW-1 h-1", "kg/kWh"},
       {"L kW-1 h-1", "L/kWh"},
       {"degC", "°C"},
       {"Gbyte", "GB"},
       {"m3", "m³"},
       {"MW s-1", "MW/s"},
       {"kg s-1", "kg/s"},
       {"byte s-1", "B/s"},
       {"s-1", "1/s"},
       {"J-1", "1/J"}}};
  const auto* const known =
      std::ranges::find(names, units, &std::pair<std::string_view, std::string_view>::first);
  return known == names.end() ? printable(units) : std::string(known->second);
}

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = character_size(text, at);
    const auto character = text.substr(at, std::max<std::size_t>(size, 1));
    out += size == 0 || is_control(character) ? escaped(character) : std::string(character);
    at += character.size();
  }
  return out;
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return !continues(c); }));
}

std::string cut(std::string_view text, std::size_t width) {
  if (width_of(text) <= width) return std::string(text);
  constexpr std::string_view mark = "...";
  const std::size_t kept = width > mark.size() ? width - mark.size() : 0;
  std::size_t at = 0;
  for (std::size_t count = 0; at < text.size(); ++at)
    if (!continues(text[at]) && count++ == kept) break;
  return fmt::format("{}{}", text.substr(0, at), mark.substr(0, width - kept));
}

std::string left(std::string_view text, std::size_t width) {
  const auto fitting = cut(text, width);
  return fmt::format("{}{:{}}", fitting, "", width - width_of(fitting));
}

std::string right(std::string_view text, std::size_t width) {
  const auto fitting = cut(text, width);
  return fmt::format("{:{}}{}", "", width - width_of(fitting), fitting);
}

std::string wrapped(std::string_view lead, std::string_view text) {
  constexpr std::size_t columns = 100;
  std::string result(lead), line(lead);
  std::size_t at = 0;
  bool first = true;
  while (at < text.size()) {
    const auto end = std::min(text.find(' ', at), text.size());
    const std::string word(text.substr(at, end - at));
    at = end + 1;
    if (!first && width_of(line) + 1 + width_of(word) > columns) {
      line = std::string(lead.size(), ' ');
      result += "\n" + line;
      first = true;
    }
    const std::string piece = first ? word : " " + word;
    line += piece;
    result += piece;
    first = false;
  }
  return result + "\n";
}

}  // namespace icekeel::analysis
