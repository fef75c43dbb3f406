// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/calendar.h"

#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace icekeel {
namespace {

constexpr std::int64_t seconds_per_day = 86400;

// Reads exactly `count` digits at `at`, moving it; -1 if they are not there.
int digits(std::string_view text, std::size_t& at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i, ++at) {
    const char c = text[at];
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool skip(std::string_view text, std::size_t& at, char c) {
  if (at >= text.size() || text[at] != c) return false;
  ++at;
  return true;
}

// "Z", "+01:00", "-0500" or nothing, as seconds east of Greenwich.
std::optional<std::int64_t> zone(std::string_view text, std::size_t& at) {
  if (at == text.size() || (skip(text, at, 'Z') && at == text.size())) return 0;
  const char sign = text[at++];
  if (sign != '+' && sign != '-') return std::nullopt;
  const int hours = digits(text, at, 2);
  skip(text, at, ':');
  const int minutes = digits(text, at, 2);
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59 || at != text.size())
    return std::nullopt;
  return (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

}  // namespace

CivilTime civil(Timestamp start, Duration after) {
  const double whole = std::floor(after.si());
  const std::int64_t total = start.unix_seconds + static_cast<std::int64_t>(whole);
  const std::int64_t days =
      total >= 0 ? total / seconds_per_day : -((-total + seconds_per_day - 1) / seconds_per_day);
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  return {int(date.year()), unsigned(date.month()), unsigned(date.day()),
          static_cast<double>(total - days * seconds_per_day) + (after.si() - whole)};
}

double second_of_year(Timestamp start, Duration after) {
  using std::chrono::sys_days;
  const CivilTime t = civil(start, after);
  const auto year = std::chrono::year{t.year};
  const auto passed = sys_days{year / std::chrono::month{t.month} / std::chrono::day{t.day}} -
                      sys_days{year / std::chrono::January / 1};
  return static_cast<double>(passed.count()) * seconds_per_day + t.second_of_day;
}

bool is_leap_year(int year) {
  return std::chrono::year{year}.is_leap();
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  std::size_t at = 0;
  const int year = digits(text, at, 4);
  if (year < 0 || !skip(text, at, '-')) return std::nullopt;
  const int month = digits(text, at, 2);
  if (month < 0 || !skip(text, at, '-')) return std::nullopt;
  const int day = digits(text, at, 2);
  if (day < 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  std::int64_t seconds = std::chrono::sys_days{date}.time_since_epoch().count() * seconds_per_day;
  if (at == text.size()) return Timestamp{seconds};

  if (!skip(text, at, 'T') && !skip(text, at, ' ')) return std::nullopt;
  const int hour = digits(text, at, 2);
  if (hour < 0 || hour > 23 || !skip(text, at, ':')) return std::nullopt;
  const int minute = digits(text, at, 2);
  if (minute < 0 || minute > 59) return std::nullopt;
  int second = 0;
  if (skip(text, at, ':')) second = digits(text, at, 2);
  if (second < 0 || second > 59) return std::nullopt;
  const auto east = zone(text, at);
  if (!east) return std::nullopt;
  seconds += hour * 3600 + minute * 60 + second - *east;
  return Timestamp{seconds};
}

std::string to_text(Timestamp t) {
  const CivilTime c = civil(t);
  const auto s = static_cast<int>(c.second_of_day);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", c.year, c.month, c.day,
                s / 3600, s / 60 % 60, s % 60);
  return text.data();
}

}  // namespace icekeel
