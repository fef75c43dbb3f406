// SPDX-License-Identifier: Apache-2.0
// What the world tells its queue, and what the queue has it do.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "simulator/run/world.h"

namespace icekeel::run {

using engine::Priority;

BatchRuns::Calls World::calls_of_batch() {
  const auto id = [this](std::size_t job) { return JobId(records_.size() + job); };
  return {[this](std::size_t job) {
            recorder_->catch_up(now());
            queue_->submit(batch_request(job));
            request_decision();
          },
          [this, id](std::size_t job) {
            queue_->ended(id(job), now());
            request_decision();
          },
          [this](std::size_t) { job_is_over(); },
          [this, id](std::size_t job) { return queue_->overdue(id(job), now()); },
          [this](const std::string& kind, std::size_t job, const std::string& why) {
            const auto& planned = scenario_.batch.jobs[job];
            note(kind,
                 fmt::format("{} {}", scenario_.batch.sources[planned.source].name,
                             planned.trace.number),
                 why);
          }};
}

scheduler::Request World::batch_request(std::size_t job) const {
  const auto& planned = scenario_.batch.jobs[job];
  const auto user = static_cast<std::size_t>(std::max(0, planned.trace.user + 1));
  scheduler::Request request{JobId(records_.size() + job),
                             *batch_->records()[job].submitted,
                             planned.trace.priority,
                             user,
                             {}};
  for (const auto& place : scenario_.batch.sources[planned.source].places) {
    const auto size = scenario_.batch.size_on(planned, place);
    const auto nodes = static_cast<std::size_t>(size.nodes);
    const auto& partition = scenario_.sites[place.site].expansion.partitions[place.partition];
    const auto& scaling = scenario_.batch.sources[planned.source].scaling;
    if (!scaling && partition.nodes.size() < nodes) continue;
    Power of_node;
    if (scenario_.spec.queue.power_cap)
      of_node = machines_[place.site]->added_power(place.partition, batch_->load_of(job));
    const scheduler::PoolId pool(first_pool_[place.site] + place.partition);
    if (!scaling || size.parts > 0) {
      request.choices.push_back(
          {pool, nodes, planned.requested(), size.in_nodes() * of_node, size.parts});
      continue;
    }
    for (const auto count : workloads::start_sizes(*scaling, size.nodes)) {
      if (count > static_cast<std::int64_t>(partition.nodes.size())) continue;
      const auto many = static_cast<double>(count);
      const double speed = workloads::speed_ratio(*scaling, many, static_cast<double>(size.nodes));
      request.choices.push_back(
          {pool, static_cast<std::size_t>(count), planned.requested() / speed, many * of_node});
    }
  }
  return request;
}

void World::job_is_over() {
  ++jobs_over_;
  if (scenario_.spec.until && jobs_over_ == records_.size() + scenario_.batch.jobs.size())
    kernel_.at(now(), Priority::observation, [this] { finish(); });
}

// A training job counts on the time that it was planned to take; its end may come later.
scheduler::Request World::request_of(JobId job) const {
  const auto& planned = scenario_.jobs[job.index()];
  // Who was interrupted is looked at first.
  const double urgency = records_[job.index()].interrupted ? 1e12 : 0.0;
  scheduler::Request request{
      job, *records_[job.index()].submitted, planned.spec.priority + urgency, 0, {}};
  for (const auto& place : planned.places) {
    Duration walltime = scheduler::never;
    if (place.plan) walltime = static_cast<double>(place.plan->steps) * place.plan->step_time;
    if (place.hpl) walltime = place.hpl->time;
    if (planned.spec.data)
      walltime = workloads::latency(*planned.spec.data) + planned.spec.data->size / place.data_rate;
    if (place.service && planned.spec.serving->lasting) walltime = *planned.spec.serving->lasting;
    if (planned.spec.walltime) walltime = *planned.spec.walltime;
    // Under a cap of power its nodes count as busy all the time.
    Power power;
    if (scenario_.spec.queue.power_cap)
      power = static_cast<double>(place.nodes) *
              machines_[place.site]->added_power(place.partition, {1.0, std::nullopt});
    request.choices.push_back({scheduler::PoolId(first_pool_[place.site] + place.partition),
                               place.nodes, walltime, power});
  }
  return request;
}

// The end of a window is an event: those who wait for its nodes may start.
void World::book_windows() {
  for (const auto& window : scenario_.windows) {
    queue_->withhold(scheduler::PoolId(first_pool_[window.site] + window.partition), window.nodes,
                     window.from, window.to);
    kernel_.at(window.to, Priority::arrival, [this] { request_decision(); });
  }
}

void World::decide() {
  decision_booked_ = false;
  recorder_->catch_up(now());
  let_queue_decide();
  // Each room that is made is for the first who waits; if that does not start, nobody can.
  for (const auto* first = queue_->first(); first != nullptr; first = queue_->first()) {
    const JobId wanted = first->job;
    if (!shrink_jobs() && !make_room()) return;
    let_queue_decide();
    if (const auto* next = queue_->first(); next != nullptr && next->job == wanted) return;
  }
  grow_jobs();
}

void World::let_queue_decide() {
  queue_->decide(now(), [this](const scheduler::Request& request, const scheduler::Choice& choice) {
    const auto [site, partition] = place_of(choice.pool);
    if (request.job.index() >= records_.size())
      return batch_->start(request.job.index() - records_.size(), site, partition, choice);
    if (!start(request.job, choice.pool)) return false;
    if (choice.walltime < scheduler::never) watch_overrun(request.job, now() + choice.walltime);
    return true;
  });
}

// Jobs of lower priority leave, if that is enough for the first who waits.
bool World::make_room() {
  const auto& preemption = scenario_.spec.queue.preemption;
  if (!preemption) return false;
  const auto request = *queue_->first();
  for (const auto& choice : request.choices) {
    const auto [site, partition] = place_of(choice.pool);
    std::size_t there = machines_[site]->nodes_free(partition);
    if (there >= choice.nodes) continue;  // it is not nodes that it lacks
    std::vector<std::size_t> leaving;
    for (const auto job : batch_->below(request.priority - preemption->margin, site, partition)) {
      if (there >= choice.nodes) break;
      leaving.push_back(job);
      there += batch_->nodes_of(job);
    }
    if (there < choice.nodes) continue;
    for (const auto job : leaving) batch_->preempt(job);
    return true;
  }
  return false;
}

bool World::resize(const BatchRuns::Elastic& job, std::size_t nodes) {
  const auto limit = batch_->limit_on(job.job, nodes);
  if (nodes == job.nodes || !limit || !batch_->resize(job.job, nodes)) return false;
  queue_->resized(JobId(records_.size() + job.job), nodes, *limit, now());
  return true;
}

// Jobs give back what they hold beyond their least, if that is enough for the first who waits. Who
// holds most of what it asked for gives first.
bool World::shrink_jobs() {
  if (!batch_->any_elastic()) return false;
  const auto request = *queue_->first();
  for (const auto& choice : request.choices) {
    const auto [site, partition] = place_of(choice.pool);
    std::size_t there = machines_[site]->nodes_free(partition);
    if (there >= choice.nodes) continue;  // it is not nodes that it lacks
    auto jobs = batch_->elastic(site, partition);
    std::size_t spare = 0;
    for (const auto& job : jobs) spare += job.nodes - std::min(job.least, job.nodes);
    if (there + spare < choice.nodes) continue;
    std::stable_sort(jobs.begin(), jobs.end(),
                     [](const auto& a, const auto& b) { return a.over_asked > b.over_asked; });
    for (const auto& job : jobs) {
      if (there >= choice.nodes) break;
      const auto less = std::min(job.nodes - std::min(job.least, job.nodes), choice.nodes - there);
      if (resize(job, job.nodes - less)) there += less;
    }
    return true;
  }
  return false;
}

// When nobody waits, jobs take what is free and not booked. Who holds least of what it asked for
// takes first. Under a cap of power they keep what they have.
void World::grow_jobs() {
  if (!batch_->any_elastic() || queue_->waiting() > 0 || queue_->is_power_capped()) return;
  for (std::size_t site = 0; site < machines_.size(); ++site)
    for (std::size_t p = 0; p < scenario_.sites[site].expansion.partitions.size(); ++p) {
      auto jobs = batch_->elastic(site, p);
      std::stable_sort(jobs.begin(), jobs.end(),
                       [](const auto& a, const auto& b) { return a.over_asked < b.over_asked; });
      for (const auto& job : jobs) {
        const auto limit = batch_->limit_on(job.job, job.nodes);
        const auto spare = queue_->spare_nodes(scheduler::PoolId(first_pool_[site] + p), now(),
                                               limit.value_or(now()));
        const auto more = std::min(spare, machines_[site]->nodes_free(p));
        if (job.nodes < job.most) resize(job, std::min(job.most, job.nodes + more));
      }
    }
}

// The queue counts on ends that may not come.
void World::watch_overrun(JobId job, Duration planned_end) {
  kernel_.at(planned_end, Priority::change, [this, job, began = records_[job.index()].began] {
    const auto& record = records_[job.index()];
    if (record.state != JobState::running || record.began != began) return;
    if (scenario_.jobs[job.index()].spec.walltime &&
        scenario_.spec.queue.overrun == scheduler::Overrun::kill)
      return jobs_[job.index()]->kill("at the end of the time it asked for");
    watch_overrun(job, queue_->overdue(job, now()));
  });
}

// Nodes that can be given to jobs. Those that stand by take the place of those that are away.
std::size_t World::usable_nodes(std::size_t site, std::size_t partition) const {
  const auto& failures = scenario_.sites[site].spec.node_failures;
  const auto spares = failures ? static_cast<std::size_t>(failures->spares) : 0;
  const auto all = scenario_.sites[site].expansion.partitions[partition].nodes.size();
  return std::min(machines_[site]->nodes_up(partition), all - std::min(all, spares));
}

void World::book_breakdowns() {
  for (std::size_t s = 0; s < machines_.size(); ++s) {
    const auto& site = scenario_.sites[s];
    if (!site.spec.node_failures) continue;
    std::vector<std::size_t> leaf_of;
    for (std::size_t node = 0; node < site.expansion.nodes(); ++node)
      leaf_of.push_back(machines_[s]->leaf_of(node));
    breakdowns_.push_back(std::make_unique<Breakdowns>(
        kernel_, site, std::move(leaf_of), static_cast<std::uint64_t>(scenario_.spec.seed),
        [this, s](const std::vector<std::size_t>& nodes, const std::string& cause,
                  Duration repair) { strike(s, nodes, cause, repair); },
        Breakdowns::FabricStrikes{
            [this, s](platforms::FabricPart part) { return machines_[s]->fabric().parts(part); },
            [this, s](platforms::FabricPart part, std::size_t index, const std::string& cause,
                      Duration repair) { strike_fabric(s, {part, index, 1}, cause, repair); }}));
    breakdowns_.back()->book();
  }
}

// A node that is away cannot fail again. The jobs on the others notice later.
void World::strike(std::size_t site, const std::vector<std::size_t>& nodes,
                   const std::string& cause, Duration repair) {
  auto& machine = *machines_[site];
  std::vector<std::size_t> hit;
  std::copy_if(nodes.begin(), nodes.end(), std::back_inserter(hit),
               [&](std::size_t node) { return !machine.is_failed(node); });
  if (hit.empty()) return;
  recorder_->catch_up(now());
  if (repair > Duration{}) {
    for (const std::size_t node : hit) machine.set_failed(node, true);
    tell_queue_of_nodes(site);
    kernel_.after(repair, Priority::change, [this, site, hit] {
      for (const std::size_t node : hit) machines_[site]->set_failed(node, false);
      tell_queue_of_nodes(site);
      request_decision();
    });
  }
  const Duration detection = detection_at(site);
  for (const std::size_t i : std::set(running_))
    if (records_[i].place->site == site &&
        std::any_of(hit.begin(), hit.end(), [&](std::size_t n) { return jobs_[i]->uses(n); }))
      jobs_[i]->fail(detection, cause);
  for (const std::size_t node : hit)
    for (const std::size_t job :
         batch_->jobs_on(site, machine.partition_of(node), machine.place_of(node)))
      batch_->interrupt(job, cause);
}

// Nodes that lose their power or get too warm leave the pool, and come back to it.
void World::tell_queue_of_nodes(std::size_t site) {
  for (std::size_t p = 0; p < scenario_.sites[site].expansion.partitions.size(); ++p) {
    auto& known = nodes_up_[first_pool_[site] + p];
    const std::size_t up = usable_nodes(site, p);
    if (up == known) continue;
    queue_->change_nodes(scheduler::PoolId(first_pool_[site] + p),
                         static_cast<double>(up) - static_cast<double>(known), now());
    known = up;
  }
}

}  // namespace icekeel::run
