// SPDX-License-Identifier: Apache-2.0
#include "workloads/arrivals.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

namespace icekeel::workloads {
namespace {

constexpr double hour = 3600.0;

double second_of_week(Timestamp start, double after) {
  constexpr std::int64_t day = 86400, week = 7 * day, monday = 4 * day;  // 1970-01-05 was one
  const auto began = ((start.unix_seconds - monday) % week + week) % week;
  const double moment = static_cast<double>(began) + after;
  return moment - std::floor(moment / static_cast<double>(week)) * static_cast<double>(week);
}

void check_weights(const std::vector<double>& weights, std::size_t count, const std::string& path,
                   std::vector<config::Finding>& found) {
  if (weights.empty()) return;
  if (weights.size() != count)
    found.push_back({path, fmt::format("there are {} weights instead of {}", weights.size(), count),
                     fmt::format("give {} numbers, or none", count)});
  else if (*std::max_element(weights.begin(), weights.end()) <= 0.0)
    found.push_back({path, "all weights are 0", "give a weight above 0"});
}

}  // namespace

void describe(config::Fields& f, ArrivalSpec& a) {
  f.required("rate", a.rate, "How many come in a time, mean over a week.", {.above_least = true});
  f.optional("daily", a.daily, "Weights of the 24 hours of a day, from midnight UTC.");
  f.optional("weekly", a.weekly, "Weights of the 7 days of a week, from Monday.");
}

void check(const ArrivalSpec& arrivals, const std::string& path,
           std::vector<config::Finding>& found) {
  check_weights(arrivals.daily, 24, path + ".daily", found);
  check_weights(arrivals.weekly, 7, path + ".weekly", found);
}

WeeklyCycle::WeeklyCycle(const ArrivalSpec& arrivals) {
  for (std::size_t d = 0; d < 7; ++d)
    for (std::size_t h = 0; h < 24; ++h)
      weights_.push_back((arrivals.weekly.empty() ? 1.0 : arrivals.weekly[d]) *
                         (arrivals.daily.empty() ? 1.0 : arrivals.daily[h]));
  const double sum = std::accumulate(weights_.begin(), weights_.end(), 0.0);
  for (double& weight : weights_) weight *= static_cast<double>(weights_.size()) / sum;
}

double WeeklyCycle::most() const {
  return *std::max_element(weights_.begin(), weights_.end());
}

double WeeklyCycle::at(Timestamp start, double after) const {
  const double within = second_of_week(start, after);
  return weights_[std::min(static_cast<std::size_t>(within / hour), weights_.size() - 1)];
}

double WeeklyCycle::next_change(Timestamp start, double after) const {
  const double begun = std::floor(second_of_week(start, after) / hour);
  const double here = after - (second_of_week(start, after) - begun * hour);
  const auto index = static_cast<std::size_t>(begun);
  for (std::size_t h = 1; h <= weights_.size(); ++h)
    if (weights_[(index + h) % weights_.size()] != weights_[index % weights_.size()])
      return std::round(here + static_cast<double>(h) * hour);  // from a start at a full second
  return std::numeric_limits<double>::infinity();
}

}  // namespace icekeel::workloads
