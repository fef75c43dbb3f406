// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/optimum.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <map>
#include <nlopt.hpp>

namespace icekeel::studies {
namespace {

using Position = std::vector<double>;

// Number of different values; 0 for a range of real numbers.
std::size_t choices_of(const Parameter& p) {
  if (!p.levels.empty()) return p.levels.size();
  return p.integer ? static_cast<std::size_t>(p.to - p.from) + 1 : 0;
}

// By how much a bound is broken, as a share of it.
double excess_of(const BoundSpec& bound, double value) {
  const auto share = [](double beyond, double limit) {
    return beyond / std::max(std::abs(limit), 1e-9);
  };
  double excess = -std::numeric_limits<double>::infinity();
  if (bound.most) excess = std::max(excess, share(value - *bound.most, *bound.most));
  if (bound.least) excess = std::max(excess, share(*bound.least - value, *bound.least));
  return excess;
}

bool is_better(const Try& a, const Try& b) {
  if (a.keeps_limits() && b.keeps_limits()) return a.cost < b.cost;
  return a.excess < b.excess;
}

/// The tries so far, and the budget for more.
class Search {
 public:
  Search(std::span<const Parameter> parameters, const OptimizeSpec& spec, const Evaluate& evaluate)
      : parameters_(parameters), spec_(spec), evaluate_(evaluate), best_(parameters.size(), 0.5) {}

  Optimum run() {
    const auto all = static_cast<std::size_t>(spec_.evaluations);
    budget_ = all > 1 ? all / 2 : all;
    look_everywhere();
    budget_ = all;
    optimum_.settled = until_stopped([this] {
      do {
        while (step_to_neighbour()) {
        }
        refine();
      } while (step_to_neighbour());
    });
    if (failure_) std::rethrow_exception(failure_);
    return std::move(optimum_);
  }

 private:
  // Whether it came to its end; a stop is the end of the budget. NLopt lets no other exception
  // through, so that of an evaluation is carried around it.
  template <class Part>
  bool until_stopped(Part part) {
    try {
      part();
      return true;
    } catch (const nlopt::forced_stop&) {
      return false;
    }
  }

  std::optional<std::vector<double>> evaluated(const std::vector<Value>& values) {
    try {
      return evaluate_(values);
    } catch (...) {
      failure_ = std::current_exception();
      throw nlopt::forced_stop();
    }
  }

  // The try at a place, made if it is new. Ends the search when nothing is left for it.
  const Try& at(const Position& places) {
    std::vector<Value> values;
    std::string key;
    for (std::size_t p = 0; p < parameters_.size(); ++p) {
      values.push_back(parameters_[p].at(places[p]));
      key += values.back().text + "\n";
    }
    const auto known = tried_.find(key);
    if (known != tried_.end()) return optimum_.tries[known->second];
    if (optimum_.tries.size() >= budget_) throw nlopt::forced_stop();
    tried_.emplace(key, optimum_.tries.size());
    optimum_.tries.push_back(judged(std::move(values)));
    const auto last = optimum_.tries.size() - 1;
    if (last == 0 || is_better(optimum_.tries[last], optimum_.tries[optimum_.best])) {
      optimum_.best = last;
      best_ = places;
    }
    return optimum_.tries[last];
  }

  Try judged(std::vector<Value> values) {
    constexpr double infinite = std::numeric_limits<double>::infinity();
    Try made{std::move(values), {}, infinite, infinite};
    const auto outputs = evaluated(made.values);
    if (!outputs || !std::ranges::all_of(*outputs, [](double v) { return std::isfinite(v); }))
      return made;
    made.outputs = *outputs;
    made.cost = spec_.objective.want == Want::least ? outputs->front() : -outputs->front();
    made.excess = -infinite;
    for (std::size_t i = 0; i < spec_.limits.size(); ++i)
      made.excess = std::max(made.excess, excess_of(spec_.limits[i], (*outputs)[i + 1]));
    return made;
  }

  // Divides the whole space. Places that break a limit count as holes in it.
  void look_everywhere() {
    nlopt::opt direct(nlopt::GN_ORIG_DIRECT_L, static_cast<unsigned>(parameters_.size()));
    direct.set_lower_bounds(0.0);
    direct.set_upper_bounds(1.0);
    // Levels and whole numbers repeat, and then nothing new is tried: an end for that case.
    const bool repeats =
        std::ranges::any_of(parameters_, [](const Parameter& p) { return choices_of(p) > 0; });
    const double most =
        repeats ? 20.0 * static_cast<double>(budget_) : static_cast<double>(budget_);
    direct.set_maxeval(static_cast<int>(std::min(1e5, most)));
    direct.set_min_objective(
        [](const Position& x, Position&, void* search) {
          return static_cast<Search*>(search)->cost_or_hole(x);
        },
        this);
    go(direct, best_);
    if (failure_) std::rethrow_exception(failure_);
  }

  // NLopt 2.7 crashes if it is stopped while DIRECT begins: it is given holes until it ends.
  double cost_or_hole(const Position& places) {
    if (failure_ || optimum_.tries.size() >= budget_) return HUGE_VAL;
    double cost = HUGE_VAL;
    until_stopped([&] {
      const auto& made = at(places);
      if (made.keeps_limits()) cost = made.cost;
    });
    return cost;
  }

  // From the best place along the ranges of real numbers; the others stay.
  void refine() {
    moved_.clear();
    for (std::size_t p = 0; p < parameters_.size(); ++p)
      if (choices_of(parameters_[p]) == 0) moved_.push_back(p);
    if (moved_.empty() || optimum_.tries[optimum_.best].outputs.empty()) return;
    start_ = best_;
    scale_ = std::max(std::abs(optimum_.tries[optimum_.best].cost), 1e-9);
    nlopt::opt cobyla(nlopt::LN_COBYLA, static_cast<unsigned>(moved_.size()));
    cobyla.set_lower_bounds(0.0);
    cobyla.set_upper_bounds(1.0);
    constexpr double first_step = 0.1;
    cobyla.set_initial_step(first_step);
    cobyla.set_xtol_abs(spec_.tolerance);
    const auto cost = [](const Position& x, Position&, void* search) {
      auto* self = static_cast<Search*>(search);
      return std::min(self->at(self->whole(x)).cost / self->scale_, 1e6);
    };
    const auto excess = [](const Position& x, Position&, void* search) {
      auto* self = static_cast<Search*>(search);
      return std::min(self->at(self->whole(x)).excess, 1e6);
    };
    cobyla.set_min_objective(cost, this);
    if (!spec_.limits.empty()) cobyla.add_inequality_constraint(excess, this, 0.0);
    Position moved;
    for (const auto p : moved_) moved.push_back(start_[p]);
    go(cobyla, moved);
  }

  Position whole(const Position& moved) const {
    Position places = start_;
    for (std::size_t i = 0; i < moved_.size(); ++i) places[moved_[i]] = moved[i];
    return places;
  }

  // Moves to a neighbour that is better; false if there is none.
  bool step_to_neighbour() {
    const auto before = optimum_.best;
    const Position from = best_;
    for (std::size_t p = 0; p < parameters_.size(); ++p) {
      const auto choices = static_cast<double>(choices_of(parameters_[p]));
      if (choices == 0.0) continue;
      const double here = std::min(std::floor(from[p] * choices), choices - 1.0);
      for (const double there : {here - 1.0, here + 1.0}) {
        if (there < 0.0 || there >= choices) continue;
        Position places = from;
        places[p] = (there + 0.5) / choices;
        at(places);
      }
    }
    return optimum_.best != before;
  }

  // False where rounding lets it get no nearer; the best try is kept in any case.
  static bool go(nlopt::opt& method, Position from) {
    double cost = 0.0;
    try {
      method.optimize(from, cost);
      return true;
    } catch (const nlopt::roundoff_limited&) {
      return false;
    }
  }

  std::span<const Parameter> parameters_;
  const OptimizeSpec& spec_;
  const Evaluate& evaluate_;
  Optimum optimum_;
  std::map<std::string, std::size_t> tried_;
  Position best_, start_;
  std::vector<std::size_t> moved_;
  std::size_t budget_ = 0;
  double scale_ = 1.0;
  std::exception_ptr failure_;
};

}  // namespace

Optimum optimum_of(std::span<const Parameter> parameters, const OptimizeSpec& spec,
                   const Evaluate& evaluate) {
  return Search(parameters, spec, evaluate).run();
}

}  // namespace icekeel::studies
