// SPDX-License-Identifier: Apache-2.0
#include "tests/verification/scheduler/trace_play.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <queue>

namespace icekeel::scheduler::test {
namespace {

// Calls `end(job)` and `arrive(job)` in the order of time, ends first, and `decide(now)` after each
// instant. `decide` returns the jobs that start.
using Decide = std::function<std::vector<std::size_t>(double)>;
using Told = std::function<void(std::size_t, double)>;

void tick_through(const std::vector<TraceJob>& jobs, const Told& end, const Told& arrive,
                  const Decide& decide) {
  using End = std::pair<double, std::size_t>;
  std::priority_queue<End, std::vector<End>, std::greater<>> ends;
  std::size_t next = 0;
  while (next < jobs.size() || !ends.empty()) {
    double now = next < jobs.size() ? jobs[next].submit : ends.top().first;
    if (!ends.empty()) now = std::min(now, ends.top().first);
    for (; !ends.empty() && ends.top().first <= now; ends.pop()) end(ends.top().second, now);
    for (; next < jobs.size() && jobs[next].submit <= now; ++next) arrive(next, now);
    for (const std::size_t job : decide(now)) ends.emplace(now + lasts(jobs[job]), job);
  }
}

// What the references keep: who runs until when as far as is known, and who waits.
struct Book {
  std::size_t nodes;
  const std::vector<TraceJob>& jobs;
  std::vector<std::size_t> running{}, waiting{};
  Played played{std::vector<double>(jobs.size(), -1.0), std::vector<double>(jobs.size(), -1.0),
                std::vector<std::uint32_t>(jobs.size())};

  double planned_end(std::size_t job) const { return played.start[job] + jobs[job].requested; }
  std::size_t free() const {
    std::size_t used = 0;
    for (const auto job : running) used += jobs[job].nodes;
    return nodes - used;
  }
  void start(std::size_t job, double now, std::vector<std::size_t>& started) {
    played.start[job] = now;
    running.push_back(job);
    std::erase(waiting, job);
    started.push_back(job);
  }
  Played run(const Decide& decide) {
    tick_through(
        jobs, [this](std::size_t job, double) { std::erase(running, job); },
        [this](std::size_t job, double) { waiting.push_back(job); }, decide);
    return played;
  }
};

// Nodes that others hold or have booked at a moment.
struct Booking {
  double from, to;
  std::size_t nodes;
};

bool has_room(std::size_t nodes, const std::vector<Booking>& bookings, const TraceJob& job,
              double from) {
  std::vector<double> moments{from};
  for (const auto& b : bookings)
    if (b.from > from && b.from < from + job.requested) moments.push_back(b.from);
  for (const double moment : moments) {
    std::size_t used = 0;
    for (const auto& b : bookings)
      if (b.from <= moment && moment < b.to) used += b.nodes;
    if (used + job.nodes > nodes) return false;
  }
  return true;
}

// There is room from now on, or from the end of a booking on.
double first_room(std::size_t nodes, const std::vector<Booking>& bookings, const TraceJob& job,
                  double now) {
  std::vector<double> moments{now};
  for (const auto& b : bookings)
    if (b.to > now) moments.push_back(b.to);
  std::sort(moments.begin(), moments.end());
  for (const double moment : moments)
    if (has_room(nodes, bookings, job, moment)) return moment;
  return -1;
}

}  // namespace

double lasts(const TraceJob& job) {
  return std::min(job.run, job.requested);
}

Played play(const QueueSpec& spec, std::size_t nodes, const std::vector<TraceJob>& jobs) {
  Queue queue(spec, {nodes});
  Played played{
      std::vector<double>(jobs.size(), -1.0), {}, std::vector<std::uint32_t>(jobs.size())};
  tick_through(
      jobs, [&](std::size_t job, double now) { queue.ended(JobId(job), Duration::si(now)); },
      [&](std::size_t job, double now) {
        const auto& j = jobs[job];
        queue.submit({JobId(job),
                      Duration::si(now),
                      j.priority,
                      j.user,
                      {{PoolId(0), j.nodes, Duration::si(j.requested), {}, j.parts}}});
      },
      [&](double now) {
        std::vector<std::size_t> started;
        queue.decide(Duration::si(now), [&](const Request& request, const Choice& choice) {
          played.start[request.job.index()] = now;
          played.host[request.job.index()] = choice.host;
          started.push_back(request.job.index());
          return true;
        });
        played.most_waiting = std::max(played.most_waiting, static_cast<double>(queue.waiting()));
        return started;
      });
  return played;
}

Played reference_strict(std::size_t nodes, const std::vector<TraceJob>& jobs) {
  Book book{nodes, jobs};
  return book.run([&](double now) {
    std::vector<std::size_t> started;
    while (!book.waiting.empty() && jobs[book.waiting.front()].nodes <= book.free())
      book.start(book.waiting.front(), now, started);
    return started;
  });
}

// As it is usually told: the shadow time at which the first can start, and the extra nodes then.
Played reference_easy(std::size_t nodes, const std::vector<TraceJob>& jobs) {
  Book book{nodes, jobs};
  return book.run([&](double now) {
    std::vector<std::size_t> started;
    while (!book.waiting.empty() && jobs[book.waiting.front()].nodes <= book.free())
      book.start(book.waiting.front(), now, started);
    if (book.waiting.empty()) return started;
    const auto& first = jobs[book.waiting.front()];
    auto by_end = book.running;
    std::sort(by_end.begin(), by_end.end(), [&](std::size_t a, std::size_t b) {
      return book.planned_end(a) < book.planned_end(b);
    });
    std::size_t there = book.free(), i = 0;
    double shadow = now;
    while (there < first.nodes || (i < by_end.size() && book.planned_end(by_end[i]) <= shadow)) {
      shadow = book.planned_end(by_end[i]);
      there += jobs[by_end[i++]].nodes;
    }
    std::size_t extra = there - first.nodes;
    const auto others = std::vector(book.waiting.begin() + 1, book.waiting.end());
    for (const auto job : others) {
      if (jobs[job].nodes > book.free()) continue;
      const bool over_in_time = now + jobs[job].requested <= shadow;
      if (!over_in_time && jobs[job].nodes > extra) continue;
      if (!over_in_time) extra -= jobs[job].nodes;
      book.start(job, now, started);
    }
    return started;
  });
}

Played reference_conservative(std::size_t nodes, const std::vector<TraceJob>& jobs) {
  Book book{nodes, jobs};
  std::vector<double> reserved(jobs.size(), -1.0);
  return book.run([&](double now) {
    std::vector<std::size_t> started;
    const auto in_order = book.waiting;
    for (const auto job : in_order) {
      std::vector<Booking> bookings;
      for (const auto other : book.running)
        bookings.push_back({book.played.start[other], book.planned_end(other), jobs[other].nodes});
      for (const auto other : book.waiting)
        if (other != job && reserved[other] >= 0)
          bookings.push_back(
              {reserved[other], reserved[other] + jobs[other].requested, jobs[other].nodes});
      reserved[job] = first_room(nodes, bookings, jobs[job], now);
      if (book.played.first_reservation[job] < 0)
        book.played.first_reservation[job] = reserved[job];
      if (reserved[job] <= now) book.start(job, now, started);
    }
    return started;
  });
}

namespace {

// What is on each shared node, from scratch at each question.
struct Host {
  std::uint32_t number = 0, used = 0;
  double until = 0;
};

class SharedBook : public Book {
 public:
  SharedBook(std::size_t count, const std::vector<TraceJob>& all)
      : Book{count, all}, reserved(all.size(), -1.0) {}
  std::vector<double> reserved;

  // The tightest host on which the job may stay, else a new one; whole nodes likewise.
  bool try_to_start(std::size_t job, double now, std::vector<std::size_t>& started) {
    const auto& j = jobs[job];
    const auto booked = bookings(now);
    if (j.parts == 0) {
      if (!has_room(nodes, booked, j, now)) return false;
      start(job, now, started);
      return true;
    }
    const double end = now + j.requested;
    std::optional<Host> best;
    for (const auto& host : hosts()) {
      if (host.used + j.parts > parts_of_node) continue;
      TraceJob rest{0, 1, end - host.until};
      if (host.until < end && !has_room(nodes, booked, rest, host.until)) continue;
      if (!best || host.used > best->used) best = host;
    }
    if (!best && !has_room(nodes, booked, j, now)) return false;
    played.host[job] = best ? best->number : next_host_++;
    start(job, now, started);
    return true;
  }

  double earliest(std::size_t job, double now) const {
    return first_room(nodes, bookings(now), jobs[job], now);
  }

 private:
  std::vector<Host> hosts() const {
    std::map<std::uint32_t, Host> found;
    for (const auto job : running) {
      if (jobs[job].parts == 0) continue;
      auto& host = found[played.host[job]];
      host.number = played.host[job];
      host.used += jobs[job].parts;
      host.until = std::max(host.until, planned_end(job));
    }
    std::vector<Host> list;
    for (const auto& [number, host] : found) list.push_back(host);
    return list;
  }
  std::vector<Booking> bookings(double now) const {
    std::vector<Booking> all;
    for (const auto job : running)
      if (jobs[job].parts == 0)
        all.push_back({played.start[job], planned_end(job), jobs[job].nodes});
    for (const auto& host : hosts()) all.push_back({now, host.until, 1});
    for (const auto job : waiting)
      if (reserved[job] >= 0)
        all.push_back({reserved[job], reserved[job] + jobs[job].requested, jobs[job].nodes});
    return all;
  }

  std::uint32_t next_host_ = 0;
};

}  // namespace

Played reference_shared(Backfill backfill, std::size_t nodes, const std::vector<TraceJob>& jobs,
                        std::size_t depth) {
  SharedBook book(nodes, jobs);
  return book.run([&](double now) {
    std::vector<std::size_t> started;
    std::size_t waiting = 0;
    const auto in_order = book.waiting;
    for (const auto job : in_order) {
      book.reserved[job] = -1;
      if (waiting > 0 && backfill == Backfill::none) break;
      if (book.try_to_start(job, now, started)) continue;
      if (waiting == 0 || backfill == Backfill::conservative)
        book.reserved[job] = book.earliest(job, now);
      if (++waiting == depth) break;
    }
    // Only in conservative backfill do reservations outlive the moment.
    if (backfill != Backfill::conservative) book.reserved.assign(jobs.size(), -1.0);
    return started;
  });
}

}  // namespace icekeel::scheduler::test
