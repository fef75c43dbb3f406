// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/design.h"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <numeric>

#include "simulator/base/random.h"

namespace icekeel::studies {
namespace {

double middle_of(std::size_t level, std::size_t levels) {
  return (static_cast<double>(level) + 0.5) / static_cast<double>(levels);
}

// Fisher and Yates; std::shuffle may differ from library to library.
std::vector<std::size_t> permutation(std::size_t count, RandomStream& stream) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = count; i > 1; --i)
    std::swap(order[i - 1],
              order[boost::random::uniform_int_distribution<std::size_t>(0, i - 1)(stream)]);
  return order;
}

std::vector<double> one_trajectory_start(std::size_t parameters, RandomStream& stream) {
  boost::random::uniform_int_distribution<int> low_level(0, 1);  // 0 or 1/3: there is room above
  std::vector<double> start(parameters);
  for (auto& place : start) place = low_level(stream) / 3.0;
  return start;
}

}  // namespace

Places grid(std::span<const std::size_t> levels) {
  std::size_t rows = 1;
  for (const auto count : levels) rows *= count;
  Places places(rows, std::vector<double>(levels.size()));
  for (std::size_t row = 0; row < rows; ++row) {
    std::size_t rest = row;
    for (std::size_t p = levels.size(); p-- > 0; rest /= levels[p])
      places[row][p] = middle_of(rest % levels[p], levels[p]);
  }
  return places;
}

Places list(std::size_t parameters, std::size_t levels) {
  Places places;
  for (std::size_t k = 0; k < levels; ++k) places.emplace_back(parameters, middle_of(k, levels));
  return places;
}

Places latin_hypercube(std::size_t parameters, std::size_t rows, std::uint64_t seed) {
  auto stream = random_stream(seed, "study/latin-hypercube");
  boost::random::uniform_01<double> uniform;
  Places places(rows, std::vector<double>(parameters));
  for (std::size_t p = 0; p < parameters; ++p) {
    const auto strata = permutation(rows, stream);
    for (std::size_t row = 0; row < rows; ++row)
      places[row][p] =
          (static_cast<double>(strata[row]) + uniform(stream)) / static_cast<double>(rows);
  }
  return places;
}

Places sobol(std::size_t parameters, std::size_t rows, std::uint64_t seed) {
  constexpr double unit = 0x1p-64;
  auto stream = random_stream(seed, "study/sobol");
  std::vector<std::uint64_t> shift(parameters);
  for (auto& bits : shift) bits = stream();
  boost::random::sobol engine(parameters);
  Places places(rows, std::vector<double>(parameters));
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t p = 0; p < parameters; ++p) {
      // Boost leaves the origin out, without which the first 2^k points are not even.
      const std::uint64_t bits = row == 0 ? 0 : engine();
      places[row][p] = std::min(static_cast<double>(bits ^ shift[p]) * unit, 1.0 - 0x1p-53);
    }
  return places;
}

Places morris(std::size_t parameters, std::size_t trajectories, std::uint64_t seed) {
  auto stream = random_stream(seed, "study/morris");
  boost::random::uniform_int_distribution<int> coin(0, 1);
  Places places;
  for (std::size_t t = 0; t < trajectories; ++t) {
    auto at = one_trajectory_start(parameters, stream);
    std::vector<double> step(parameters, morris_step);
    for (std::size_t p = 0; p < parameters; ++p)
      if (coin(stream) == 1) {
        at[p] += morris_step;
        step[p] = -morris_step;
      }
    places.push_back(at);
    for (const auto p : permutation(parameters, stream)) {
      at[p] += step[p];
      places.push_back(at);
    }
  }
  return places;
}

Places saltelli(std::size_t parameters, std::size_t rows, std::uint64_t seed) {
  Places places;
  for (const auto& both : sobol(2 * parameters, rows, seed)) {
    const auto half = both.begin() + static_cast<std::ptrdiff_t>(parameters);
    const std::vector<double> a(both.begin(), half), b(half, both.end());
    places.push_back(a);
    places.push_back(b);
    for (std::size_t p = 0; p < parameters; ++p) {
      places.push_back(a);
      places.back()[p] = b[p];
    }
  }
  return places;
}

}  // namespace icekeel::studies
