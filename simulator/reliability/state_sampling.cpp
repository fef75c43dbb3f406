// SPDX-License-Identifier: Apache-2.0
#include "simulator/reliability/state_sampling.h"

#include <algorithm>
#include <array>
#include <boost/random/binomial_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <cmath>
#include <set>

namespace icekeel::reliability {
namespace {

constexpr double normal_95 = 1.959964;
constexpr std::array pilot_levels{0.002, 0.01, 0.03, 0.1, 0.3};  // least unavailability of a module
constexpr std::int64_t pilot_samples = 4'000;                    // of each level
constexpr std::size_t most_sets = 2'000;
constexpr double unknown_share = 0.1;  // of the samples, to meet what no pilot has met
// Failed components that these samples have on average, besides those by nature.
constexpr double added_failures = 1.0;

double draw_uniform(RandomStream& random) {
  return boost::random::uniform_01<>()(random);
}

std::int64_t draw_down(const Event& event, double unavailability, RandomStream& random) {
  if (unavailability <= 0.0) return 0;
  if (event.modules == 1) return draw_uniform(random) < unavailability ? 1 : 0;
  return boost::random::binomial_distribution<std::int64_t>(event.modules, unavailability)(random);
}

/// One state of all components.
struct State {
  std::vector<std::int64_t> down;  ///< of the modules of each event
  std::vector<char> failed;        ///< the event

  void set(const Structure& structure, std::size_t event, std::int64_t modules_down) {
    down[event] = modules_down;
    const Event& e = structure.events()[event];
    failed[event] = e.modules - modules_down < e.needed ? 1 : 0;
  }
};

using Set = std::vector<std::size_t>;

class Sampler {
 public:
  Sampler(const Structure& structure, Place load, RandomStream& random)
      : structure_(structure), load_(load), random_(random) {
    double modules = 0;
    for (const auto& event : structure.events()) {
      unavailability_.push_back(event.unavailability());
      modules += static_cast<double>(event.modules);
    }
    least_ = added_failures / modules;
    state_.down.resize(unavailability_.size());
    state_.failed.resize(unavailability_.size());
  }

  // Looks for sets of failures with ever higher unavailabilities.
  void find_sets() {
    std::set<Set> found;
    std::int64_t failures = 0;  // of a level; where many fail, higher ones add little that is new
    for (const double level : pilot_levels) {
      if (failures > pilot_samples / 5) break;
      failures = 0;
      for (std::int64_t s = 0; s < pilot_samples && found.size() < most_sets; ++s) {
        draw_raised(level);
        if (!load_is_down()) continue;
        ++failures;
        found.insert(thinned_out());
      }
    }
    sets_.assign(found.begin(), found.end());
    for (const auto& set : sets_) {
      double probability = 1.0;
      for (const std::size_t event : set) probability *= unavailability_[event];
      total_ += probability;
      up_to_.push_back(total_);
    }
  }

  // Whether the load is down in a new state; `weight` is then that of the state.
  bool draw() {
    if (sets_.empty() || draw_uniform(random_) < unknown_share)
      draw_raised(least_);
    else
      draw_with(pick());
    return load_is_down();
  }

  // True probability of the state over that in the mixture. A set is picked in proportion to its
  // probability, and given the set the state has its true probability over that of the set.
  double weight() const {
    double covering = 0.0;
    for (std::size_t k = 0; k < sets_.size(); ++k)
      if (std::all_of(sets_[k].begin(), sets_[k].end(),
                      [&](std::size_t event) { return state_.failed[event] != 0; }))
        covering += 1.0;
    const double known = sets_.empty() ? 0.0 : 1.0 - unknown_share;
    return 1.0 / ((1.0 - known) * raised_over_true() + known * covering / std::max(total_, 1e-300));
  }

  void draw_true() {
    for (std::size_t i = 0; i < unavailability_.size(); ++i)
      state_.set(
          structure_, i,
          draw_down(structure_.events()[i], structure_.events()[i].module_unavailability, random_));
  }
  bool load_is_down() const { return structure_.evaluate(state_.failed)[load_] == 0; }

 private:
  double raised(const Event& event, double least) const {
    return event.module_unavailability > 0.0 ? std::max(event.module_unavailability, least) : 0.0;
  }

  void draw_raised(double least) {
    for (std::size_t i = 0; i < unavailability_.size(); ++i) {
      const Event& event = structure_.events()[i];
      state_.set(structure_, i, draw_down(event, raised(event, least), random_));
    }
  }

  double raised_over_true() const {
    double log_ratio = 0.0;
    for (std::size_t i = 0; i < unavailability_.size(); ++i) {
      const Event& event = structure_.events()[i];
      const double q = event.module_unavailability, r = raised(event, least_);
      if (r == q) continue;
      const auto down = static_cast<double>(state_.down[i]);
      log_ratio += down * std::log(r / q) +
                   (static_cast<double>(event.modules) - down) * (std::log1p(-r) - std::log1p(-q));
    }
    return std::exp(log_ratio);
  }

  std::size_t pick() {
    const double at = draw_uniform(random_) * total_;
    const auto found = std::upper_bound(up_to_.begin(), up_to_.end(), at);
    return std::min(static_cast<std::size_t>(found - up_to_.begin()), sets_.size() - 1);
  }

  void draw_with(std::size_t set) {
    draw_true();
    for (const std::size_t event : sets_[set])
      state_.set(structure_, event, draw_failed(structure_.events()[event]));
  }

  // Modules that are down, given that too few work: by inversion of the upper tail.
  std::int64_t draw_failed(const Event& event) {
    const std::int64_t least = event.modules - event.needed + 1;
    const double q = event.module_unavailability;
    const auto ways = [&](std::int64_t down) {
      const auto n = static_cast<double>(event.modules), d = static_cast<double>(down);
      return std::exp(std::lgamma(n + 1) - std::lgamma(d + 1) - std::lgamma(n - d + 1) +
                      d * std::log(q) + (n - d) * std::log1p(-q));
    };
    double rest = draw_uniform(random_) * event.unavailability();
    for (std::int64_t down = least; down < event.modules; ++down)
      if ((rest -= ways(down)) < 0.0) return down;
    return event.modules;
  }

  // A minimal set of the failures of this state: the least probable ones are repaired first.
  Set thinned_out() {
    Set left;
    for (std::size_t i = 0; i < unavailability_.size(); ++i)
      if (state_.failed[i]) left.push_back(i);
    Set order = left;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return unavailability_[a] < unavailability_[b];
    });
    for (const std::size_t event : order) {
      state_.failed[event] = 0;
      if (load_is_down())
        left.erase(std::find(left.begin(), left.end(), event));
      else
        state_.failed[event] = 1;
    }
    return left;
  }

  const Structure& structure_;
  Place load_;
  RandomStream& random_;
  std::vector<double> unavailability_;  // of each event
  double least_ = 0.0;
  State state_;
  std::vector<Set> sets_;
  std::vector<double> up_to_;
  double total_ = 0.0;
};

}  // namespace

SampledUnavailability sample_unavailability(const Structure& structure, Place load,
                                            RandomStream& random, const SamplingOptions& options) {
  Sampler sampler(structure, load, random);
  if (options.importance) sampler.find_sets();
  SampledUnavailability found;
  constexpr std::int64_t batch = 20'000, enough = 1'000;
  double sum = 0.0, squares = 0.0;
  while (found.samples < options.most_samples) {
    const std::int64_t end = std::min(options.most_samples, found.samples + batch);
    for (; found.samples < end; ++found.samples) {
      if (!options.importance) sampler.draw_true();
      if (options.importance ? !sampler.draw() : !sampler.load_is_down()) continue;
      const double weight = options.importance ? sampler.weight() : 1.0;
      ++found.failures;
      sum += weight;
      squares += weight * weight;
    }
    const auto n = static_cast<double>(found.samples);
    found.mean = sum / n;
    found.half_interval =
        normal_95 * std::sqrt(std::max(0.0, squares / n - found.mean * found.mean) / n);
    if (found.failures >= enough && found.half_interval <= options.wanted_interval * found.mean)
      break;
  }
  return found;
}

}  // namespace icekeel::reliability
