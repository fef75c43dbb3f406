// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/batch_runs.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace icekeel::run {

using engine::Priority;

BatchRuns::BatchRuns(const scenario::Scenario& scenario, engine::Kernel& kernel,
                     std::vector<std::unique_ptr<Machine>>& machines, Calls calls)
    : scenario_(scenario),
      kernel_(kernel),
      machines_(machines),
      calls_(std::move(calls)),
      records_(scenario.batch.jobs.size()) {
  const auto& batch = scenario.batch;
  for (const auto& source : batch.sources)
    any_elastic_ =
        any_elastic_ || (source.scaling && source.scaling->sizing == workloads::Sizing::malleable);
  for (std::size_t job = 0; job < records_.size(); ++job) {
    const auto& first = batch.sources[batch.jobs[job].source].places.front();
    records_[job].site = static_cast<std::uint32_t>(first.site);
    records_[job].partition = static_cast<std::uint32_t>(first.partition);
    if (const auto after = batch.jobs[job].after; after >= 0)
      followers_[static_cast<std::size_t>(after)].push_back(job);
  }
}

void BatchRuns::book_arrivals() {
  if (records_.empty()) return;
  kernel_.at(scenario_.batch.jobs.front().release, Priority::arrival, [this] { arrive_next(); });
}

void BatchRuns::arrive_next() {
  const auto& jobs = scenario_.batch.jobs;
  for (; arrived_ < jobs.size() && jobs[arrived_].release <= kernel_.now(); ++arrived_)
    if (jobs[arrived_].after < 0) submit(arrived_);
  if (arrived_ < jobs.size())
    kernel_.at(jobs[arrived_].release, Priority::arrival, [this] { arrive_next(); });
}

// Who waits for the hours that cost least was submitted before.
void BatchRuns::submit(std::size_t job) {
  const auto& planned = scenario_.batch.jobs[job];
  records_[job].submitted = planned.after < 0 ? planned.trace.submit : kernel_.now();
  calls_.queue(job);
}

void BatchRuns::release_followers(std::size_t job) {
  const auto found = followers_.find(job);
  if (found == followers_.end()) return;
  for (const std::size_t next : found->second)
    kernel_.after(scenario_.batch.jobs[next].trace.think, Priority::arrival,
                  [this, next] { submit(next); });
}

BatchLoad BatchRuns::load_of(std::size_t job, double of_it) const {
  const auto& trace = scenario_.batch.jobs[job].trace;
  if (!std::isnan(trace.node_power.si())) return {0, of_it * trace.node_power};
  return {of_it * trace.utilisation, std::nullopt};
}

BatchLoad BatchRuns::load_of(std::size_t job) const {
  const auto profile = scenario_.batch.jobs[job].profile;
  return load_of(
      job, profile < 0 ? 1.0 : scenario_.batch.profiles[static_cast<std::size_t>(profile)].most());
}

// By the work that is done.
workloads::LoadProfile::Step BatchRuns::step_of(std::size_t job, const Running& running) const {
  const auto& planned = scenario_.batch.jobs[job];
  if (planned.profile < 0) return {1.0, scheduler::never};
  const Duration done = std::max(Duration{}, planned.trace.run - running.left);
  return scenario_.batch.profiles[static_cast<std::size_t>(planned.profile)].at(done,
                                                                                planned.trace.run);
}

bool BatchRuns::start(std::size_t job, std::size_t site, std::size_t partition,
                      const scheduler::Choice& choice) {
  const auto& planned = scenario_.batch.jobs[job];
  Running running;
  running.left = planned.trace.run;
  const auto saved = left_of_.find(job);
  if (saved != left_of_.end()) running.left = saved->second;
  auto nodes = machines_[site]->take(partition, choice, load_of(job, step_of(job, running).load));
  if (!nodes) return false;
  if (saved != left_of_.end()) left_of_.erase(saved);
  auto& record = records_[job];
  if (!record.start) record.start = kernel_.now();
  record.state = JobState::running;
  record.site = static_cast<std::uint32_t>(site);
  record.partition = static_cast<std::uint32_t>(partition);
  running.nodes = std::move(*nodes);
  running.site = site;
  running.began = running.since = running.sized = kernel_.now();
  running.pace = machine_of(running).pace(running.nodes);
  running.speed = speed_on(job, running, running.nodes.places.size());
  running.reading = machine_of(running).reading(running.nodes, kernel_.now());
  auto& begun = running_[job] = std::move(running);
  book_end(job, begun);
  book_limit(job, begun, kernel_.now() + choice.walltime);
  book_step(job, begun);
  return true;
}

void BatchRuns::book_end(std::size_t job, Running& running) {
  kernel_.cancel(running.end);
  running.end = {};
  if (running.pace <= 0.0) return;
  running.end = kernel_.after(running.left / running.rate(), Priority::end,
                              [this, job] { finish(job, JobState::completed); });
}

// A job that would end before needs no second event as long as nothing slows it down.
void BatchRuns::book_limit(std::size_t job, Running& running, Duration at) {
  kernel_.cancel(running.limit);
  running.limit = {};
  running.limit_at = at;
  // Who needs its time but for rounding is not killed.
  constexpr auto rounding = Duration::si(1e-6);
  if (running.pace >= 1.0 && running.since + running.left / running.speed <= at + rounding) return;
  // After the ends of that instant, so that a job that needs just its time is not killed.
  running.limit = kernel_.at(at, Priority::change, [this, job] {
    auto& late = running_.at(job);
    late.limit = {};
    if (scenario_.spec.queue.overrun == scheduler::Overrun::kill)
      return finish(job, JobState::killed);
    book_limit(job, late, calls_.overdue(job));
  });
}

// Where the load of the job changes next.
void BatchRuns::book_step(std::size_t job, Running& running) {
  kernel_.cancel(running.step);
  running.step = {};
  const Duration until = step_of(job, running).until;
  const Duration run = scenario_.batch.jobs[job].trace.run;
  if (running.pace <= 0.0 || until >= run) return;
  running.step = kernel_.after((until - (run - running.left)) / running.rate(), Priority::change,
                               [this, job] { next_step(job); });
}

void BatchRuns::next_step(std::size_t job) {
  auto& running = running_.at(job);
  running.step = {};
  advance(running);
  auto& machine = machine_of(running);
  running.banked = energy_of(running);
  machine.change_load(running.nodes, load_of(job, step_of(job, running).load));
  running.reading = machine.reading(running.nodes, kernel_.now());
  book_step(job, running);
}

Energy BatchRuns::energy_of(const Running& running) const {
  return running.banked + machine_of(running).reading(running.nodes, kernel_.now()) -
         running.reading;
}

// Counts the work since the pace was last set.
void BatchRuns::advance(Running& running) const {
  const Duration now = kernel_.now();
  running.left = std::max(Duration{}, running.left - running.rate() * (now - running.since));
  running.since = now;
}

// Takes the job off its nodes and closes its books.
void BatchRuns::leave(std::size_t job) {
  const auto found = running_.find(job);
  auto& running = found->second;
  kernel_.cancel(running.end);
  kernel_.cancel(running.limit);
  kernel_.cancel(running.step);
  write_down(records_[job], running);
  machine_of(running).give_back(running.nodes);
  running_.erase(found);
  calls_.left(job);
}

void BatchRuns::write_down(BatchRecord& record, const Running& running) const {
  const Duration time = kernel_.now() - running.began;
  record.energy += energy_of(running);
  record.ran += time;
  record.node_time += running.nodes.size() * (kernel_.now() - running.sized);
}

void BatchRuns::finish(std::size_t job, JobState state) {
  records_[job].state = state;
  records_[job].end = kernel_.now();
  leave(job);
  release_followers(job);
  calls_.over(job);
}

std::vector<std::size_t> BatchRuns::below(double priority, std::size_t site,
                                          std::size_t partition) const {
  std::vector<std::size_t> jobs;
  const auto priority_of = [this](std::size_t job) {
    return scenario_.batch.jobs[job].trace.priority;
  };
  for (const auto& [job, running] : running_)
    if (running.site == site && running.nodes.partition == partition && !running.nodes.host &&
        priority_of(job) <= priority)
      jobs.push_back(job);
  std::sort(jobs.begin(), jobs.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple(priority_of(a), running_.at(b).began, b) <
           std::tuple(priority_of(b), running_.at(a).began, a);
  });
  return jobs;
}

void BatchRuns::preempt(std::size_t job) {
  auto& running = running_.at(job);
  advance(running);
  const auto& cost = *scenario_.spec.queue.preemption;
  left_of_[job] = running.left + cost.save + cost.resume;
  records_[job].state = JobState::waiting;
  records_[job].lost += cost.save + cost.resume;
  ++records_[job].restarts;
  calls_.note("job preempted", job, {});
  leave(job);
  calls_.queue(job);
}

void BatchRuns::interrupt(std::size_t job, const std::string& why) {
  auto& running = running_.at(job);
  auto& record = records_[job];
  record.lost += kernel_.now() - running.began;
  record.wasted += energy_of(running);
  record.state = JobState::waiting;
  ++record.restarts;
  calls_.note("job interrupted", job, why);
  leave(job);
  calls_.queue(job);
}

void BatchRuns::surroundings_changed(std::size_t site) {
  std::vector<std::size_t> changed, dead;
  for (const auto& [job, running] : running_) {
    if (running.site != site) continue;
    const double pace = machines_[site]->pace(running.nodes);
    if (pace <= 0.0)
      dead.push_back(job);
    else if (pace != running.pace)
      changed.push_back(job);
  }
  // In the order of jobs, whatever the order of the table.
  std::sort(dead.begin(), dead.end());
  std::sort(changed.begin(), changed.end());
  for (const std::size_t job : dead)
    interrupt(job, "its nodes lost their power or became too warm");
  for (const std::size_t job : changed) {
    auto& running = running_.at(job);
    advance(running);
    running.pace = machines_[site]->pace(running.nodes);
    book_end(job, running);
    book_step(job, running);
    if (running.limit.booking == 0) book_limit(job, running, running.limit_at);
  }
}

void BatchRuns::settle() {
  for (auto& [job, running] : running_) {
    write_down(records_[job], running);
    running.banked = {};
    running.reading = machine_of(running).reading(running.nodes, kernel_.now());
    running.began = running.sized = kernel_.now();
  }
}

std::vector<std::size_t> BatchRuns::jobs_on(std::size_t site, std::size_t partition,
                                            std::size_t place) const {
  std::vector<std::size_t> jobs;
  for (const auto& [job, running] : running_)
    if (running.site == site && running.nodes.partition == partition &&
        std::find(running.nodes.places.begin(), running.nodes.places.end(), place) !=
            running.nodes.places.end())
      jobs.push_back(job);
  std::sort(jobs.begin(), jobs.end());
  return jobs;
}

}  // namespace icekeel::run
