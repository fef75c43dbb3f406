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
      records_(scenario.batch.jobs.size()) {}

void BatchRuns::book_arrivals() {
  if (records_.empty()) return;
  kernel_.at(scenario_.batch.jobs.front().release, Priority::arrival, [this] { arrive_next(); });
}

void BatchRuns::arrive_next() {
  const auto& jobs = scenario_.batch.jobs;
  for (; arrived_ < jobs.size() && jobs[arrived_].release <= kernel_.now(); ++arrived_)
    calls_.queue(arrived_);
  if (arrived_ < jobs.size())
    kernel_.at(jobs[arrived_].release, Priority::arrival, [this] { arrive_next(); });
}

BatchLoad BatchRuns::load_of(std::size_t job) const {
  const auto& trace = scenario_.batch.jobs[job].trace;
  if (!std::isnan(trace.node_power.si())) return {0, trace.node_power};
  return {trace.utilisation, std::nullopt};
}

bool BatchRuns::start(std::size_t job, std::size_t site, std::size_t partition) {
  const auto& planned = scenario_.batch.jobs[job];
  auto nodes =
      machines_[site]->take(partition, static_cast<std::size_t>(planned.nodes), load_of(job));
  if (!nodes) return false;
  auto& record = records_[job];
  if (!record.start) record.start = kernel_.now();
  record.state = JobState::running;
  record.site = static_cast<std::uint32_t>(site);
  record.partition = static_cast<std::uint32_t>(partition);
  auto& running = running_[job];
  running.nodes = std::move(*nodes);
  running.site = site;
  running.began = running.since = kernel_.now();
  running.pace = machine_of(running).pace(running.nodes);
  running.reading = machine_of(running).reading(running.nodes, kernel_.now());
  running.left = planned.trace.run;
  if (const auto saved = left_of_.find(job); saved != left_of_.end()) {
    running.left = saved->second;
    left_of_.erase(saved);
  }
  book_end(job, running);
  book_limit(job, running, kernel_.now() + planned.requested());
  return true;
}

void BatchRuns::book_end(std::size_t job, Running& running) {
  kernel_.cancel(running.end);
  running.end = {};
  if (running.pace <= 0.0) return;
  running.end = kernel_.after(running.left / running.pace, Priority::end,
                              [this, job] { finish(job, JobState::completed); });
}

// A job that would end before needs no second event as long as nothing slows it down.
void BatchRuns::book_limit(std::size_t job, Running& running, Duration at) {
  kernel_.cancel(running.limit);
  running.limit = {};
  if (running.pace >= 1.0 && running.since + running.left <= at) return;
  // After the ends of that instant, so that a job that needs just its time is not killed.
  running.limit = kernel_.at(at, Priority::change, [this, job] {
    auto& late = running_.at(job);
    late.limit = {};
    if (scenario_.spec.queue.overrun == scheduler::Overrun::kill)
      return finish(job, JobState::killed);
    book_limit(job, late, calls_.overdue(job));
  });
}

// Counts the work since the pace was last set.
void BatchRuns::advance(Running& running) const {
  const Duration now = kernel_.now();
  running.left = std::max(Duration{}, running.left - running.pace * (now - running.since));
  running.since = now;
}

// Takes the job off its nodes and closes its books.
void BatchRuns::leave(std::size_t job) {
  const auto found = running_.find(job);
  auto& running = found->second;
  kernel_.cancel(running.end);
  kernel_.cancel(running.limit);
  auto& machine = machine_of(running);
  auto& record = records_[job];
  record.energy += machine.reading(running.nodes, kernel_.now()) - running.reading;
  record.ran += kernel_.now() - running.began;
  machine.give_back(running.nodes);
  running_.erase(found);
  calls_.left(job);
}

void BatchRuns::finish(std::size_t job, JobState state) {
  records_[job].state = state;
  records_[job].end = kernel_.now();
  leave(job);
  calls_.over(job);
}

std::vector<std::size_t> BatchRuns::below(double priority, std::size_t site,
                                          std::size_t partition) const {
  std::vector<std::size_t> jobs;
  const auto priority_of = [this](std::size_t job) {
    return scenario_.batch.jobs[job].trace.priority;
  };
  for (const auto& [job, running] : running_)
    if (running.site == site && running.nodes.partition == partition &&
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
  record.wasted += machine_of(running).reading(running.nodes, kernel_.now()) - running.reading;
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
    if (running.limit.booking == 0)
      book_limit(job, running, running.began + scenario_.batch.jobs[job].requested());
  }
}

void BatchRuns::settle() {
  for (auto& [job, running] : running_) {
    auto& record = records_[job];
    const Energy reading = machine_of(running).reading(running.nodes, kernel_.now());
    record.energy += reading - running.reading;
    running.reading = reading;
    record.ran += kernel_.now() - running.began;
    running.began = kernel_.now();
  }
}

std::optional<std::size_t> BatchRuns::job_on(std::size_t site, std::size_t partition,
                                             std::size_t place) const {
  for (const auto& [job, running] : running_)
    if (running.site == site && running.nodes.partition == partition &&
        std::find(running.nodes.places.begin(), running.nodes.places.end(), place) !=
            running.nodes.places.end())
      return job;
  return std::nullopt;
}

}  // namespace icekeel::run
