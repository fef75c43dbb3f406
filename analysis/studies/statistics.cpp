// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/statistics.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "simulator/base/expect.h"
#include "simulator/base/random.h"

namespace icekeel::studies {
namespace {

constexpr double nothing_known = std::numeric_limits<double>::quiet_NaN();
constexpr double upper_tail = 0.975;

double plain_mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double deviation(std::span<const double> values) {
  const double mean = plain_mean(values);
  double sum = 0.0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / (static_cast<double>(values.size()) - 1.0));
}

// The outputs of one row of Saltelli's samples: f(A), f(B), f(A with column i of B) ...
using Row = std::span<const double>;

struct Ratios {
  std::vector<double> first, total;
};

Ratios ratios_of(std::span<const Row> rows, std::size_t parameters) {
  const auto count = static_cast<double>(rows.size());
  double sum = 0.0, squares = 0.0;
  // About the mean, so that a large constant in the output does not take the digits.
  double centre = 0.0;
  for (const auto& row : rows) centre += (row[0] + row[1]) / (2.0 * count);
  for (const auto& row : rows)
    for (const double value : {row[0] - centre, row[1] - centre}) {
      sum += value;
      squares += value * value;
    }
  const double mean = sum / (2.0 * count);
  const double variance = squares / (2.0 * count) - mean * mean;
  Ratios ratios{std::vector<double>(parameters), std::vector<double>(parameters)};
  for (std::size_t i = 0; i < parameters; ++i) {
    for (const auto& row : rows) {
      const double change = row[2 + i] - row[0];
      ratios.first[i] += (row[1] - centre) * change;
      ratios.total[i] += change * change / 2.0;
    }
    ratios.first[i] /= count * variance;
    ratios.total[i] /= count * variance;
  }
  return ratios;
}

Estimate with_quantiles(double value, std::vector<double> samples) {
  std::erase_if(samples, [](double sample) { return !std::isfinite(sample); });
  if (samples.empty() || !std::isfinite(value))
    return {nothing_known, nothing_known, nothing_known};
  std::ranges::sort(samples);
  const auto at = [&](double share) {
    return samples[static_cast<std::size_t>(share * static_cast<double>(samples.size() - 1))];
  };
  return {value, at(1.0 - upper_tail), at(upper_tail)};
}

std::vector<Row> whole_rows(std::size_t parameters, std::span<const double> outputs) {
  const std::size_t width = parameters + 2;
  ICEKEEL_EXPECT(outputs.size() % width == 0);
  std::vector<Row> rows;
  for (std::size_t at = 0; at < outputs.size(); at += width) {
    const Row row = outputs.subspan(at, width);
    if (std::ranges::all_of(row, [](double value) { return std::isfinite(value); }))
      rows.push_back(row);
  }
  return rows;
}

bool beats(const std::vector<double>& a, const std::vector<double>& b) {
  bool better = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] > b[i]) return false;
    better = better || a[i] < b[i];
  }
  return better;
}

}  // namespace

Estimate mean_of(std::span<const double> values) {
  std::vector<double> there;
  std::ranges::copy_if(values, std::back_inserter(there),
                       [](double v) { return std::isfinite(v); });
  if (there.empty()) return {nothing_known, nothing_known, nothing_known};
  const double mean = plain_mean(there);
  if (there.size() < 2) return {mean, nothing_known, nothing_known};
  const auto count = static_cast<double>(there.size());
  const boost::math::students_t t(count - 1.0);
  const double half = boost::math::quantile(t, upper_tail) * deviation(there) / std::sqrt(count);
  return {mean, mean - half, mean + half};
}

std::vector<MorrisEffect> morris_effects(const Places& places, std::span<const double> outputs) {
  ICEKEEL_EXPECT(places.size() == outputs.size());
  const std::size_t parameters = places.empty() ? 0 : places.front().size();
  std::vector<std::vector<double>> effects(parameters);
  for (std::size_t row = 1; row < places.size(); ++row) {
    if (row % (parameters + 1) == 0) continue;  // the next trajectory starts
    for (std::size_t p = 0; p < parameters; ++p) {
      const double step = places[row][p] - places[row - 1][p];
      const double effect = (outputs[row] - outputs[row - 1]) / step;
      if (step != 0.0 && std::isfinite(effect)) effects[p].push_back(effect);
    }
  }
  std::vector<MorrisEffect> found;
  for (const auto& each : effects) {
    std::vector<double> sizes(each);
    for (auto& size : sizes) size = std::abs(size);
    MorrisEffect effect{mean_of(sizes), nothing_known, nothing_known};
    if (!each.empty()) effect.mu = plain_mean(each);
    if (each.size() > 1) effect.sigma = deviation(each);
    found.push_back(effect);
  }
  return found;
}

std::vector<SobolIndex> sobol_indices(std::size_t parameters, std::span<const double> outputs,
                                      std::uint64_t seed) {
  constexpr std::size_t bootstraps = 1000;
  const auto rows = whole_rows(parameters, outputs);
  constexpr Estimate nothing{nothing_known, nothing_known, nothing_known};
  if (rows.size() < 2) return std::vector<SobolIndex>(parameters, {nothing, nothing});
  std::vector<std::vector<double>> first(parameters), total(parameters);
  auto stream = random_stream(seed, "study/bootstrap");
  boost::random::uniform_int_distribution<std::size_t> any(0, rows.size() - 1);
  std::vector<Row> sample(rows.size());
  for (std::size_t b = 0; b < bootstraps; ++b) {
    for (auto& row : sample) row = rows[any(stream)];
    const auto ratios = ratios_of(sample, parameters);
    for (std::size_t i = 0; i < parameters; ++i) {
      first[i].push_back(ratios.first[i]);
      total[i].push_back(ratios.total[i]);
    }
  }
  const auto ratios = ratios_of(rows, parameters);
  std::vector<SobolIndex> indices;
  for (std::size_t i = 0; i < parameters; ++i)
    indices.push_back({with_quantiles(ratios.first[i], std::move(first[i])),
                       with_quantiles(ratios.total[i], std::move(total[i]))});
  return indices;
}

std::vector<std::size_t> pareto_front(const std::vector<std::vector<double>>& rows) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (std::ranges::all_of(rows[i], [](double value) { return std::isfinite(value); }))
      order.push_back(i);
  // In this order a row can be beaten only by one before it, and by one on the front at that.
  std::ranges::stable_sort(order, [&](auto a, auto b) { return rows[a] < rows[b]; });
  std::vector<std::size_t> front;
  for (const auto row : order)
    if (std::ranges::none_of(front, [&](auto other) { return beats(rows[other], rows[row]); }))
      front.push_back(row);
  std::ranges::sort(front);
  return front;
}

}  // namespace icekeel::studies
