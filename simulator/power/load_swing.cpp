// SPDX-License-Identifier: Apache-2.0
#include "simulator/power/load_swing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "simulator/base/expect.h"

namespace icekeel::power {
namespace {

constexpr auto window = Duration::si(1.0);
constexpr double far = 40.0;  // time constants after which nothing is left of a step

// The power behind the lag, piece by piece, in its periodic state.
class Lagged {
 public:
  Lagged(std::span<const LoadPiece> pieces, Duration smoothing) : smoothing_(smoothing) {
    for (const auto& piece : pieces)
      if (piece.length > Duration{}) pieces_.push_back(piece);
    ICEKEEL_EXPECT(!pieces_.empty());
    begins_.push_back({});
    for (const auto& piece : pieces_) begins_.push_back(begins_.back() + piece.length);
    find_periodic_state();
  }

  Duration period() const { return begins_.back(); }
  const std::vector<Duration>& begins() const { return begins_; }
  const std::vector<Power>& powers() const { return powers_; }
  const std::vector<LoadPiece>& pieces() const { return pieces_; }

  /// From the beginning of the first period, for positions of any sign.
  Energy energy_until(Duration position) const {
    const double periods = std::floor(position / period());
    const Duration within = std::clamp(position - periods * period(), Duration{}, period());
    const auto after = std::upper_bound(begins_.begin(), begins_.end() - 1, within);
    const auto i = static_cast<std::size_t>(after - begins_.begin()) - 1;
    return periods * before_.back() + before_[i] + energy_in(i, within - begins_[i]);
  }

 private:
  double left(Duration time) const { return std::exp(-(time / smoothing_)); }
  bool lags() const { return smoothing_ > Duration{}; }

  // One period takes y to a y + b: the state that repeats is b / (1 - a).
  void find_periodic_state() {
    Power from_zero;
    if (lags())
      for (const auto& piece : pieces_)
        from_zero = piece.power + left(piece.length) * (from_zero - piece.power);
    Power now = lags() ? from_zero / (1.0 - left(period())) : Power{};
    before_.push_back({});
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      const auto& piece = pieces_[i];
      powers_.push_back(lags() ? now : piece.power);
      before_.push_back(before_.back() + energy_in(i, piece.length));
      if (lags()) now = piece.power + left(piece.length) * (now - piece.power);
    }
  }

  Energy energy_in(std::size_t i, Duration time) const {
    const Power load = pieces_[i].power;
    Energy energy = time * load;
    if (lags()) energy += (1.0 - left(time)) * smoothing_ * (powers_[i] - load);
    return energy;
  }

  std::vector<LoadPiece> pieces_;
  Duration smoothing_;
  std::vector<Duration> begins_;  // of the pieces, and the end
  std::vector<Power> powers_;     // at the beginning of each piece
  std::vector<Energy> before_;    // before each piece, and at the end
};

// Of the means of two windows that follow each other. Without a lag the difference is piecewise
// linear in their common end, with kinks where an end meets a change of the load; with a lag it
// bends in between and is looked at there too.
Power largest_change(const Lagged& load, bool lags) {
  const int between = lags ? 8 : 1;
  Power largest;
  const auto look = [&](Duration moment) {
    const Energy middle = load.energy_until(moment);
    const Energy before = middle - load.energy_until(moment - window);
    const Energy after = load.energy_until(moment + window) - middle;
    largest = std::max({largest, (after - before) / window, (before - after) / window});
  };
  for (std::size_t i = 0; i + 1 < load.begins().size(); ++i)
    for (int part = 0; part < between; ++part) {
      const double share = static_cast<double>(part) / between;
      const Duration step = std::min(load.pieces()[i].length, window);
      for (const Duration shift : {-window, Duration{}, window})
        look(load.begins()[i] + shift + share * step);
    }
  return largest;
}

}  // namespace

LoadSwing swing_behind(std::span<const LoadPiece> pieces, Duration smoothing) {
  const Lagged load(pieces, smoothing);
  // Within a piece the power only goes towards the load: extremes are at its ends.
  const auto [least, most] = std::ranges::minmax_element(load.powers());
  return {*most - *least, largest_change(load, smoothing > Duration{}) / window};
}

LoadSwing step_behind(Power before, Power after, Duration smoothing) {
  const Duration rest = far * smoothing + 4.0 * window;
  const std::array<LoadPiece, 2> pieces{{{rest, before}, {rest, after}}};
  return swing_behind(pieces, smoothing);
}

double frequency_dip(const GeneratorSpec& set, double step) {
  return step * (set.response / (2.0 * set.inertia));
}

double largest_step(const GeneratorSpec& set) {
  return set.frequency_dip * (2.0 * set.inertia / set.response);
}

}  // namespace icekeel::power
