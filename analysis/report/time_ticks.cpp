// SPDX-License-Identifier: Apache-2.0
// Moments of civil time on an axis.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/report/chart_svg.h"

namespace icekeel::analysis::report {
namespace {

constexpr double minute = 60, hour = 3600, day = 86400, month = 30.4 * day;
constexpr std::array steps{minute,    5 * minute, 15 * minute, hour,    3 * hour, 6 * hour,
                           12 * hour, day,        2 * day,     7 * day, 14 * day};
constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string date_text(const CivilTime& at) {
  return fmt::format("{} {}", at.day, months[at.month - 1]);
}

std::string clock_text(const CivilTime& at) {
  const auto minutes = static_cast<int>(at.second_of_day / minute + 1e-6);
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

// The first days of every few months.
std::vector<Tick> month_ticks(Timestamp start, double from, double to, int count) {
  const int every = std::max(1, static_cast<int>(std::ceil((to - from) / month / count)));
  std::vector<Tick> ticks;
  const CivilTime first = civil(start, Duration::si(from));
  for (int m = static_cast<int>(first.month) - 1;; m += every) {
    const int year = first.year + m / 12;
    const auto at = parse_timestamp(fmt::format("{:04}-{:02}-01", year, m % 12 + 1));
    if (!at) return ticks;
    const auto after = static_cast<double>(at->unix_seconds - start.unix_seconds);
    if (after > to) return ticks;
    if (after < from) continue;
    const char* name = months[static_cast<std::size_t>(m % 12)];
    ticks.push_back({after, m % 12 == 0 ? fmt::format("{} {}", name, year) : name});
  }
}

}  // namespace

std::string moment_text(Timestamp start, double after) {
  const CivilTime at = civil(start, Duration::si(after));
  return fmt::format("{} {} {}", date_text(at), at.year, clock_text(at));
}

std::vector<Tick> time_ticks(Timestamp start, double from, double to, int count) {
  const auto step = std::ranges::find_if(steps, [&](double s) { return (to - from) / s <= count; });
  if (step == steps.end()) return month_ticks(start, from, to, count);
  // Steps are counted from midnight of the first day, so that days begin at 00:00.
  const double midnight = -civil(start, Duration::si(from)).second_of_day;
  std::vector<Tick> ticks;
  const auto count_of_steps = static_cast<int>((to - from - midnight) / *step);
  for (int i = 0; i <= count_of_steps; ++i) {
    const double at = from + midnight + i * *step;
    if (at < from) continue;
    const CivilTime when = civil(start, Duration::si(at));
    const bool dated = *step >= day || when.second_of_day < 1.0;
    ticks.push_back({at, dated ? date_text(when) : clock_text(when)});
  }
  return ticks;
}

}  // namespace icekeel::analysis::report
