// SPDX-License-Identifier: Apache-2.0
#include "simulator/config/diagnostics.h"

#include <fmt/format.h>

#include <algorithm>

namespace icekeel::config {
namespace {

constexpr std::size_t most_shown = 50;
constexpr std::size_t widest_excerpt = 100;
constexpr std::size_t longest_message = 300;

bool continues_utf8(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Bytes of the printable character that the text begins with; 0 if it is a control character or
// no UTF-8.
std::size_t printable_bytes(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80U) return first >= 0x20U && first != 0x7FU ? 1 : 0;
  if (first < 0xC2U || first > 0xF4U) return 0;
  const std::size_t bytes = first < 0xE0U ? 2 : first < 0xF0U ? 3 : 4;
  if (text.size() < bytes) return 0;
  for (std::size_t i = 1; i < bytes; ++i)
    if (!continues_utf8(text[i])) return 0;
  const bool is_control = first == 0xC2U && static_cast<unsigned char>(text[1]) < 0xA0U;
  return is_control ? 0 : bytes;
}

// Control characters of hostile input must not reach a terminal.
std::string printable(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const std::size_t bytes = printable_bytes(text);
    clean += bytes > 0 ? text.substr(0, bytes) : text.front() == '\t' ? " " : "?";
    text.remove_prefix(std::max<std::size_t>(bytes, 1));
  }
  return clean;
}

// A message with a value of thousands of characters in it, cut to what a person reads.
std::string shortened(const std::string& text) {
  if (text.size() <= longest_message) return text;
  std::size_t end = longest_message;
  while (end > 0 && continues_utf8(text[end])) --end;
  return text.substr(0, end) + "...";
}

// The line and a caret under the byte at `column`, cut to a window that fits a terminal.
std::string excerpt(const std::string& line, std::size_t line_number, std::size_t column) {
  std::size_t first = column > widest_excerpt * 3 / 4 ? column - widest_excerpt / 2 : 0;
  while (first < line.size() && first > 0 && continues_utf8(line[first])) --first;
  std::size_t last = std::min(line.size(), first + widest_excerpt);
  while (last < line.size() && continues_utf8(line[last])) ++last;
  const auto window = printable(std::string_view(line).substr(first, last - first));
  std::size_t indent = 0;
  for (std::size_t i = first; i + 1 < column && i < line.size(); ++i)
    if (!continues_utf8(line[i])) ++indent;
  return fmt::format("{:>5} | {}{}\n      | {}^\n", line_number, first > 0 ? "..." : "", window,
                     std::string(indent + (first > 0 ? 3 : 0), ' '));
}

}  // namespace

Source Source::of(std::string name, std::string_view text) {
  Source source{std::move(name), {}};
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    source.lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return source;
}

std::size_t Diagnostics::add_source(Source source) {
  sources_.push_back(std::move(source));
  return sources_.size() - 1;
}

void Diagnostics::error(Place place, std::string message, std::string remedy) {
  add({place, std::move(message), std::move(remedy), true});
}

void Diagnostics::warning(Place place, std::string message, std::string remedy) {
  add({place, std::move(message), std::move(remedy), false});
}

void Diagnostics::add(Entry entry) {
  const auto same = [&](const Entry& e) {
    return e.place == entry.place && e.message == entry.message;
  };
  if (std::any_of(entries_.begin(), entries_.end(), same)) return;
  if (entry.is_error) ++errors_;
  entries_.push_back(std::move(entry));
}

std::string Diagnostics::where(Place place) const {
  const auto& name = sources_.at(place.source).name;
  if (place.line == 0) return name;
  if (place.column == 0) return fmt::format("{}:{}", name, place.line);
  return fmt::format("{}:{}:{}", name, place.line, place.column);
}

std::string Diagnostics::shown(const Entry& entry) const {
  auto text = fmt::format("{}: {}: {}\n", where(entry.place), entry.is_error ? "error" : "warning",
                          printable(shortened(entry.message)));
  const auto& lines = sources_.at(entry.place.source).lines;
  if (entry.place.line >= 1 && entry.place.line <= lines.size())
    text += excerpt(lines[entry.place.line - 1], entry.place.line, entry.place.column);
  if (!entry.remedy.empty()) text += fmt::format("      = {}\n", printable(entry.remedy));
  return text;
}

std::string Diagnostics::text(std::string_view end) const {
  auto sorted = entries_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Entry& a, const Entry& b) { return a.place < b.place; });
  std::string all;
  for (std::size_t i = 0; i < std::min(sorted.size(), most_shown); ++i) all += shown(sorted[i]);
  if (sorted.size() > most_shown)
    all += fmt::format("... and {} more\n", sorted.size() - most_shown);
  if (failed()) all += fmt::format("{} error{}; {}\n", errors_, errors_ == 1 ? "" : "s", end);
  return all;
}

}  // namespace icekeel::config
