// SPDX-License-Identifier: Apache-2.0
#include "simulator/power/psu.h"

#include <algorithm>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <cstdint>

#include "simulator/base/expect.h"

namespace icekeel::power {
namespace {

// Slope at a point between two secants, after Fritsch and Butland: their weighted harmonic mean,
// and zero where the data turn. Keeps every piece between its two ends.
double inner_slope(double left_width, double left, double right_width, double right) {
  if (left * right <= 0.0) return 0.0;
  const double w1 = 2.0 * right_width + left_width;
  const double w2 = right_width + 2.0 * left_width;
  return (w1 + w2) / (w1 / left + w2 / right);
}

}  // namespace

PowerSupplies::PowerSupplies(const platforms::SupplySpec& spec) : rating_(spec.rating) {
  ICEKEEL_EXPECT(!spec.efficiency.empty());
  for (const auto& point : spec.efficiency)
    knots_.push_back({point.load, point.load * (1.0 / point.efficiency - 1.0), 0.0});
  const auto secant = [&](std::size_t i) {
    return (knots_[i + 1].loss - knots_[i].loss) / (knots_[i + 1].load - knots_[i].load);
  };
  const auto width = [&](std::size_t i) { return knots_[i + 1].load - knots_[i].load; };
  // The first slope stays zero: it joins the constant no-load loss below it.
  for (std::size_t i = 1; i + 1 < knots_.size(); ++i)
    knots_[i].slope = inner_slope(width(i - 1), secant(i - 1), width(i), secant(i));
  if (knots_.size() > 1) knots_.back().slope = secant(knots_.size() - 2);
}

double PowerSupplies::loss_share(double load) const {
  if (load <= knots_.front().load) return knots_.front().loss;
  if (load >= knots_.back().load)
    return knots_.back().loss + std::max(0.0, knots_.back().slope) * (load - knots_.back().load);
  const auto high = std::upper_bound(knots_.begin(), knots_.end(), load,
                                     [](double x, const Knot& knot) { return x < knot.load; });
  const auto low = high - 1;
  const double width = high->load - low->load;
  const double t = (load - low->load) / width;
  const double rest = 1.0 - t;
  return rest * rest * ((1.0 + 2.0 * t) * low->loss + t * width * low->slope) +
         t * t * ((1.0 + 2.0 * rest) * high->loss - rest * width * high->slope);
}

Power PowerSupplies::input(Power output, std::int64_t on) const {
  if (on <= 0) return {};
  const Power rating = static_cast<double>(on) * rating_;
  return output + loss_share(output / rating) * rating;
}

Power PowerSupplies::output(Power input, std::int64_t on) const {
  if (on <= 0) return {};
  if (input <= Power{} || this->input({}, on) >= input) return {};
  const auto excess = [&](double share) { return this->input(share * input, on) / input - 1.0; };
  std::uintmax_t rounds = 60;
  const auto bracket = boost::math::tools::toms748_solve(
      excess, 0.0, 1.0, this->input({}, on) / input - 1.0, std::max(excess(1.0), 0.0),
      boost::math::tools::eps_tolerance<double>(52), rounds);
  return bracket.first * input;
}

}  // namespace icekeel::power
