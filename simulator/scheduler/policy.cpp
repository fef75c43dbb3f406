// SPDX-License-Identifier: Apache-2.0
#include "simulator/scheduler/policy.h"

#include <algorithm>
#include <optional>

namespace icekeel::scheduler {
namespace {

// Starts the job in the first choice that fits now, and says in which.
std::optional<Choice> try_to_start(Plan& plan, const Request& request, Duration now,
                                   const Start& start) {
  for (const auto& choice : request.choices) {
    const auto seated = plan.seated(choice, now);
    if (!seated || !start(request, *seated)) continue;
    plan.begin(*seated, now);
    return seated;
  }
  return std::nullopt;
}

// The choice that can start first, the preferred one of equals.
Reservation earliest_of(const Plan& plan, const Request& request, Duration now) {
  Reservation best;
  for (std::size_t c = 0; c < request.choices.size(); ++c)
    if (const Duration at = plan.earliest(request.choices[c], now); at < best.start) best = {c, at};
  return best;
}

// Pools that somebody waits for.
class Claims {
 public:
  explicit Claims(std::size_t pools) : claimed_(pools), left_(pools) {}
  bool all() const { return left_ == 0; }
  bool on(PoolId pool) const { return claimed_[pool.index()]; }
  bool on_all_of(const Request& request) const {
    return std::all_of(request.choices.begin(), request.choices.end(),
                       [this](const Choice& choice) { return on(choice.pool); });
  }
  void add(const Request& request) {
    for (const auto& choice : request.choices) {
      if (!on(choice.pool)) --left_;
      claimed_[choice.pool.index()] = true;
    }
  }

 private:
  std::vector<bool> claimed_;
  std::size_t left_;
};

class StrictOrder : public Policy {
 public:
  void decide(Plan& plan, Line& line, Duration now, const Start& start) override {
    Claims claims(plan.pools());
    for (auto at = line.next(0); at != Line::end && !claims.all(); at = line.next(at + 1)) {
      const auto& request = line.request(at);
      const Start if_unclaimed = [&](const Request& r, const Choice& choice) {
        return !claims.on(choice.pool) && start(r, choice);
      };
      if (try_to_start(plan, request, now, if_unclaimed))
        line.remove(at);
      else
        claims.add(request);
    }
  }
};

class EasyBackfill : public Policy {
 public:
  explicit EasyBackfill(std::size_t depth) : depth_(depth) {}

  void decide(Plan& plan, Line& line, Duration now, const Start& start) override {
    Claims claims(plan.pools());
    std::vector<std::pair<Choice, Duration>> reserved;
    // Once all pools have a first one who waits, only those matter who can start at once.
    const auto interesting = [&](const Least& least) {
      if (!claims.all()) return true;
      for (std::size_t pool = 0; pool < plan.pools(); ++pool)
        if (plan.fits({PoolId(pool), least.nodes, least.walltime, {}}, now) ||
            least.parts <= plan.shared(PoolId(pool)).most_free())
          return true;
      return false;
    };
    for (auto at = line.next(0); at < line.place_after(depth_);
         at = line.next(at + 1, interesting)) {
      const auto& request = line.request(at);
      if (try_to_start(plan, request, now, start)) {
        line.remove(at);
        continue;
      }
      if (claims.on_all_of(request)) continue;
      claims.add(request);
      const auto [index, begin] = earliest_of(plan, request, now);
      if (begin >= never) continue;
      const auto& choice = request.choices[index];
      plan.take(choice, begin, begin + choice.walltime);
      reserved.emplace_back(choice, begin);
    }
    for (const auto& [choice, begin] : reserved) plan.give(choice, begin, begin + choice.walltime);
  }

 private:
  std::size_t depth_;
};

class ConservativeBackfill : public Policy {
 public:
  explicit ConservativeBackfill(std::size_t depth) : depth_(depth) {}

  void decide(Plan& plan, Line& line, Duration now, const Start& start) override {
    most_freed_.resize(plan.pools());
    parts_freed_.resize(plan.pools());
    most_moved_.assign(plan.pools(), 0.0);
    parts_moved_.assign(plan.pools(), false);
    // Who waits could not begin earlier when it was last looked at. Since then only stretches that
    // became free can have changed that, and there too only for those who ask for no more than was
    // free in them.
    const auto interesting = [&](const Least& least) {
      if (least.due <= now || plan.is_power_capped()) return true;
      const auto nodes = static_cast<double>(least.nodes);
      for (const double most : most_freed_)
        if (nodes <= most) return true;
      for (std::size_t pool = 0; pool < plan.pools(); ++pool)
        if (parts_freed_[pool] && least.parts <= plan.shared(PoolId(pool)).most_free()) return true;
      return false;
    };
    for (auto at = line.next(0, interesting); at < line.place_after(depth_);
         at = line.next(at + 1, interesting))
      look_at(plan, line, at, now, start);
    parts_freed_ = parts_moved_;
    most_freed_ = most_moved_;  // those before a job that moved look at its old place next time
  }

  void freed(const Plan& plan, PoolId pool, Duration from, Duration to) override {
    most_freed_.resize(plan.pools());
    auto& most = most_freed_[pool.index()];
    most = std::max(most, plan.nodes(pool).most_free(from, to));
  }

  void freed_parts(PoolId pool) override {
    parts_freed_.resize(std::max(parts_freed_.size(), pool.index() + 1));
    parts_freed_[pool.index()] = true;
  }

  void plan_anew(Plan& plan, Line& line, Duration now) override {
    for (auto at = line.next(0); at != Line::end; at = line.next(at + 1)) {
      withdraw(plan, line, at);
      line.reserve(at, std::nullopt);
    }
    for (auto at = line.next(0); at < line.place_after(depth_); at = line.next(at + 1))
      reserve(plan, line, at, earliest_of(plan, line.request(at), now));
  }

 private:
  void look_at(Plan& plan, Line& line, std::size_t at, Duration now, const Start& start) {
    const auto& request = line.request(at);
    const auto before = withdraw(plan, line, at);
    if (const auto started = try_to_start(plan, request, now, start)) {
      if (before) note_moved(plan, request, *before);
      // Others may lie beside it, those before it when they are looked at next.
      if (started->parts > 0)
        parts_freed_[started->pool.index()] = parts_moved_[started->pool.index()] = true;
      return line.remove(at);
    }
    const auto place = earliest_of(plan, request, now);
    reserve(plan, line, at, place);
    if (before && (place.start < before->start || place.choice != before->choice))
      note_moved(plan, request, *before);
  }

  static std::optional<Reservation> withdraw(Plan& plan, Line& line, std::size_t at) {
    const auto reservation = line.reservation(at);
    if (!reservation) return reservation;
    if (reservation->start < never) {
      const auto& choice = line.request(at).choices[reservation->choice];
      plan.give(choice, reservation->start, reservation->start + choice.walltime);
    }
    return reservation;
  }

  static void reserve(Plan& plan, Line& line, std::size_t at, Reservation place) {
    if (place.start < never) {
      const auto& choice = line.request(at).choices[place.choice];
      plan.take(choice, place.start, place.start + choice.walltime);
    }
    line.reserve(at, place);
  }

  // What it leaves is free for others.
  void note_moved(const Plan& plan, const Request& request, const Reservation& before) {
    if (before.start >= never) return;
    const auto& choice = request.choices[before.choice];
    const double most =
        plan.nodes(choice.pool).most_free(before.start, before.start + choice.walltime);
    for (auto* list : {&most_freed_, &most_moved_})
      (*list)[choice.pool.index()] = std::max((*list)[choice.pool.index()], most);
  }

  std::size_t depth_;
  std::vector<double> most_freed_, most_moved_;  // nodes, by pool
  std::vector<bool> parts_freed_, parts_moved_;  // by pool
};

}  // namespace

std::unique_ptr<Policy> strict_order() {
  return std::make_unique<StrictOrder>();
}
std::unique_ptr<Policy> easy_backfill(std::size_t depth) {
  return std::make_unique<EasyBackfill>(depth);
}
std::unique_ptr<Policy> conservative_backfill(std::size_t depth) {
  return std::make_unique<ConservativeBackfill>(depth);
}

}  // namespace icekeel::scheduler
