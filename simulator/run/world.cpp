// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/world.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/random.h"
#include "simulator/run/data_run.h"
#include "simulator/run/federated_run.h"
#include "simulator/run/hpl_run.h"
#include "simulator/run/service_run.h"
#include "simulator/run/training_run.h"

namespace icekeel::run {

using engine::Priority;

World::World(const scenario::Scenario& scenario, result::ResultWriter& writer,
             const RunOptions& options)
    : scenario_(scenario), options_(options) {
  std::vector<const Machine*> seen;
  for (const auto& site : scenario.sites) {
    machines_.push_back(std::make_unique<Machine>(
        site, scenario.spec.queue.placement, kernel_,
        [this](Duration now) {
          if (recorder_) recorder_->catch_up(now);
        },
        scenario.spec.record.links.has_value()));
    seen.push_back(machines_.back().get());
    plants_.emplace_back(site, scenario.spec.start);
    first_pool_.push_back(nodes_up_.size());
    for (std::size_t p = 0; p < site.expansion.partitions.size(); ++p)
      nodes_up_.push_back(usable_nodes(machines_.size() - 1, p));
  }
  queue_.emplace(scenario.spec.queue, nodes_up_);
  batch_.emplace(scenario, kernel_, machines_, calls_of_batch());
  recorder_ = std::make_unique<Recorder>(
      scenario, writer, seen,
      [this] {
        std::size_t busy = 0;
        for (const auto& machine : machines_) busy += machine->busy_nodes();
        return Recorder::Counts{static_cast<double>(running_.size() + batch_->running()),
                                static_cast<double>(queue_->waiting()), static_cast<double>(busy)};
      },
      [this](Duration at) { return phases_until(at); });
  records_.resize(scenario.jobs.size());
  jobs_.resize(scenario.jobs.size());
  for (std::size_t i = 0; i < records_.size(); ++i) {
    records_[i].job = &scenario.jobs[i];
    records_[i].place = &scenario.jobs[i].places.front();
  }
  settled_it_.resize(machines_.size());
  settled_liquid_.resize(machines_.size());
  settled_groups_.resize(machines_.size());
  missing_set_point_.resize(machines_.size());
  slowed_by_coolant_.resize(machines_.size());
  slowed_by_air_.resize(machines_.size());
  temperature_looks_.resize(machines_.size());
}

void World::run() {
  // The plants begin in the steady state of idle machines.
  for (std::size_t s = 0; s < machines_.size(); ++s) {
    const Power idle = machines_[s]->it_power();
    const double liquid =
        idle > Power{} ? machines_[s]->liquid_heat(Duration::si(1)).si() / idle.si() : 0;
    const auto step = plants_[s].step({idle, liquid * idle}, {});
    machines_[s]->set_inlets(step.plant.rack_air_inlet, step.plant.coolant_supply);
  }
  book_arrivals();
  book_outages();
  book_windows();
  for (std::size_t s = 0; s < machines_.size(); ++s) {
    const auto& site = scenario_.sites[s];
    flexible_.push_back(site.spec.flexible
                            ? std::make_unique<FlexibleRun>(kernel_, site, scenario_.spec.start,
                                                            *machines_[s], [this] { settle(); })
                            : nullptr);
    if (flexible_.back()) flexible_.back()->begin();
  }
  book_breakdowns();
  kernel_.at({}, Priority::observation, [this] { tick(); });
  if (scenario_.spec.duration)
    kernel_.at(*scenario_.spec.duration, Priority::observation, [this] { finish(); });
  if (options_.interrupted)
    kernel_.watch(*options_.interrupted, [this] {
      interrupted_ = true;
      finish();
    });
  kernel_.run();
}

// --- jobs ----------------------------------------------------------------------------------------

void World::book_arrivals() {
  followers_.resize(records_.size());
  for (std::size_t i = 0; i < records_.size(); ++i) {
    const auto& job = scenario_.jobs[i];
    for (const std::size_t before : job.after) followers_[before].push_back(i);
    still_to_complete_.push_back(job.after.size());
    if (job.after.empty())
      kernel_.at(job.spec.start, Priority::arrival, [this, i] { arrive(JobId(i)); });
  }
  batch_->book_arrivals();
}

void World::arrive(JobId job) {
  recorder_->catch_up(now());
  auto& record = records_[job.index()];
  if (!record.submitted) record.submitted = now();
  queue_->submit(request_of(job));
  request_decision();
}

// Those that follow a job are submitted when all are complete that they follow, or never.
void World::tell_followers(std::size_t job) {
  for (const std::size_t i : followers_[job]) {
    if (records_[job].state != JobState::completed)
      give_up(i);
    else if (--still_to_complete_[i] == 0)
      kernel_.after(scenario_.jobs[i].spec.start, Priority::arrival,
                    [this, i] { arrive(JobId(i)); });
  }
}

void World::give_up(std::size_t job) {
  auto& record = records_[job];
  if (record.end) return;
  record.submitted = record.end = now();
  record.state = JobState::failed;
  note("job failed", scenario_.jobs[job].name, "a job that it follows did not complete");
  job_is_over();
  tell_followers(job);
}

void World::request_decision() {
  if (decision_booked_ || finished_) return;
  decision_booked_ = true;
  kernel_.at(now(), Priority::decision, [this] { decide(); });
}

JobServices World::services_for(std::size_t site) {
  return {
      kernel_,
      *machines_[site],
      [this](JobId job, JobState state, const std::string& why) { ended(job, state, why); },
      [this](JobId job) {
        if (const auto group = groups_.find(job); group != groups_.end())
          group->second->steady.insert(job);
      },
      [this](JobId job) {
        const auto group = groups_.find(job);
        return group == groups_.end() || group->second->steady == group->second->members;
      },
      [this](JobId job) -> const PhaseStandIns& { return stand_ins_of(job); },
      [this, site](JobId job, const Pattern& step) {
        std::vector<power::LoadPiece> pieces;
        for (const auto& piece : step.segments()) pieces.push_back({piece.length, piece.power});
        plants_[site].watch().repeats(job.index(), std::move(pieces));
        look_at_swing(site, plants_[site].watch().steps());
      },
      [this, site](Power before, Power after) {
        look_at_swing(site, plants_[site].watch().change(before, after));
      },
      scenario_.sites[site].spec.node_failures.value_or(reliability::NodeFailureSpec{}).restart};
}

std::pair<std::size_t, std::size_t> World::place_of(scheduler::PoolId pool) const {
  const auto after = std::upper_bound(first_pool_.begin(), first_pool_.end(), pool.index());
  const auto site = static_cast<std::size_t>(after - first_pool_.begin()) - 1;
  return {site, pool.index() - first_pool_[site]};
}

const scenario::Place& World::place_in(JobId job, scheduler::PoolId pool) const {
  const auto& places = scenario_.jobs[job.index()].places;
  return *std::find_if(places.begin(), places.end(), [&](const scenario::Place& place) {
    return first_pool_[place.site] + place.partition == pool.index();
  });
}

bool World::start(JobId job, scheduler::PoolId pool) {
  const std::size_t i = job.index();
  const auto& planned = scenario_.jobs[i];
  const auto& place = place_in(job, pool);
  auto nodes = machines_[place.site]->take(place.partition, place.nodes);
  if (!nodes) return false;
  auto& record = records_[i];
  record.place = &place;
  record.state = JobState::running;
  if (!record.start) record.start = now();
  if (record.interrupted) {
    record.away += now() - *record.interrupted;
    record.interrupted.reset();
    ++record.restarts;
    note("job restarted", planned.name, fmt::format("from step {}", record.steps_done));
  }
  record.began = now();
  if (jobs_[i]) retired_.push_back(std::move(jobs_[i]));
  running_.insert(i);
  add_to(phases_of_others_, record.phases, -1.0);
  note("job started", planned.name,
       fmt::format("on {} {}", place.nodes,
                   scenario_.sites[place.site].expansion.partitions[place.partition].node_name));
  settle_soon();
  if (place.plan) {
    auto run = std::make_unique<TrainingRun>(job, record, services_for(place.site));
    run->start(std::move(*nodes));
    contention_.add(job, run->link_demands());
    jobs_[i] = std::move(run);
    regroup(contention_.group_of(job));
  } else if (place.hpl) {
    auto run = std::make_unique<HplRun>(job, record, services_for(place.site));
    run->start(std::move(*nodes));
    HplRun& started = *run;
    jobs_[i] = std::move(run);
    started.begin();
  } else if (planned.spec.data) {
    auto run = std::make_unique<DataRun>(job, record, services_for(place.site));
    run->start(std::move(*nodes));
    DataRun& started = *run;
    jobs_[i] = std::move(run);
    started.begin();
  } else if (place.service) {
    auto run =
        std::make_unique<ServiceRun>(job, record, services_for(place.site), scenario_.spec.start);
    run->start(std::move(*nodes));
    ServiceRun& started = *run;
    jobs_[i] = std::move(run);
    started.begin();
  } else {
    auto stream = "federated/" + planned.name;
    if (record.restarts > 0) stream += fmt::format("/{}", record.restarts);
    auto random = random_stream(static_cast<std::uint64_t>(scenario_.spec.seed), stream);
    auto run =
        std::make_unique<FederatedRun>(job, record, services_for(place.site), std::move(random),
                                       Duration::si(civil(scenario_.spec.start).second_of_day));
    run->start(std::move(*nodes));
    jobs_[i] = std::move(run);
    jobs_[i]->competitors_changed();
  }
  return true;
}

// Everybody whose competitors may have changed finds out who they are now.
void World::regroup(const std::set<JobId>& jobs) {
  std::set<JobId> done;
  for (const JobId job : jobs) {
    if (done.contains(job)) continue;
    auto group = std::make_shared<Group>();
    group->members = contention_.group_of(job);
    for (const JobId member : group->members) {
      groups_[member] = group;
      static_cast<TrainingRun&>(*jobs_[member.index()]).set_group(group->members);
    }
    done.insert(group->members.begin(), group->members.end());
  }
  for (const JobId job : done) jobs_[job.index()]->competitors_changed();
}

// Of all jobs, up to a moment between the last change and now.
PhaseTotals World::phases_until(Duration at) const {
  PhaseTotals sum = phases_of_others_;
  for (const std::size_t i : running_)
    add_to(sum, jobs_[i] ? jobs_[i]->phases_until(at) : records_[i].phases);
  return sum;
}

void World::ended(JobId job, JobState state, const std::string& why) {
  auto& record = records_[job.index()];
  recorder_->catch_up(now());
  // A job that cannot work at all where it has just been placed does not try again.
  if (state == JobState::waiting && record.began != now()) return interrupted(job, why);
  record.state = state == JobState::waiting ? JobState::failed : state;
  record.end = now();
  note(record.state == JobState::completed ? "job completed"
       : record.state == JobState::killed  ? "job killed"
                                           : "job failed",
       scenario_.jobs[job.index()].name, why);
  release(job);
  job_is_over();
  tell_followers(job.index());
}

// The job goes back to the queue, and on from its last checkpoint when there are nodes again.
void World::interrupted(JobId job, const std::string& why) {
  auto& record = records_[job.index()];
  record.state = JobState::waiting;
  record.interrupted = now();
  note("job interrupted", scenario_.jobs[job.index()].name,
       fmt::format("{}; {} steps are lost", why, record.lost_steps));
  release(job);
  kernel_.at(now(), Priority::arrival, [this, job] { arrive(job); });
}

void World::release(JobId job) {
  plants_[records_[job.index()].place->site].watch().stops(job.index());
  running_.erase(job.index());
  queue_->ended(job, now());
  add_to(phases_of_others_, records_[job.index()].phases);
  machines_[records_[job.index()].place->site]->give_back(jobs_[job.index()]->give_up_nodes(),
                                                          records_[job.index()].place->partition);
  auto others = contention_.group_of(job);
  others.erase(job);
  contention_.remove(job);
  groups_.erase(job);
  regroup(others);
  request_decision();
  settle_soon();
}

// --- facility ------------------------------------------------------------------------------------

void World::book_outages() {
  const auto seed = static_cast<std::uint64_t>(scenario_.spec.seed);
  for (std::size_t s = 0; s < plants_.size(); ++s) {
    const auto& site = scenario_.sites[s];
    chain_events_.push_back(std::make_unique<ChainEvents>(
        kernel_, site, plants_[s], scenario_.spec.random_failures,
        random_stream(seed, "generators/" + site.spec.name), calls_of_chain(s)));
    if (scenario_.spec.random_failures) chain_events_.back()->book_random(seed);
    if (scenario_.spec.planned_maintenance) chain_events_.back()->book_maintenance();
  }
  for (const auto& outage : scenario_.outages)
    outage.fabric ? book_fabric_outage(outage) : chain_events_[outage.site]->book(outage);
}

EventCalls World::calls_of_chain(std::size_t site) {
  return {[this] { settle(); }, [this, site](bool restored) { supplies_changed(site, restored); },
          [this, site] { return load_now(site); },
          [this, site](const std::set<std::size_t>& groups) -> std::optional<std::string> {
            const auto zone = machines_[site]->shed(groups);
            if (!zone) return std::nullopt;
            const auto& found = scenario_.sites[site].expansion.zones[*zone];
            return scenario::group_of(scenario_.sites[site].spec, found).name;
          },
          [this](const std::string& kind, const std::string& subject, const std::string& text) {
            note(kind, subject, text);
          }};
}

// What hangs on the meters now; of steps that repeat, the mean.
ItLoad World::load_now(std::size_t site) const {
  const auto& machine = *machines_[site];
  return {machine.it_power(), machine.liquid_power(), machine.compute_power(),
          machine.group_power()};
}

void World::supplies_changed(std::size_t site, bool restored) {
  look_at_temperatures(site);
  auto& plant = plants_[site];
  auto& machine = *machines_[site];
  look_at_swing(site, plant.watch().steps());
  if (restored) machine.unshed();
  if (!machine.set_supplies(plant.chain(), plant.state())) return;
  const auto& spec = scenario_.sites[site].spec;
  const auto& zones = scenario_.sites[site].expansion.zones;
  for (std::size_t z = 0; z < zones.size(); ++z)
    note("supplies changed", scenario::group_of(spec, zones[z]).name,
         fmt::format("{} of {} supplies have power", machine.surroundings(z).supplies_on,
                     scenario::group_of(spec, zones[z]).node.supplies.count));
  tell_queue_of_nodes(site);
  surroundings_changed(site);
  request_decision();
}

// Notes what the utility or the generators do not bear, once for each new largest.
void World::look_at_swing(std::size_t site, const power::LoadSwing& swing) {
  auto& plant = plants_[site];
  if (!plant.is_larger(swing)) return;
  const auto& machine = *machines_[site];
  const SeenSwings before = plant.seen_swings();
  plant.see(swing, {machine.it_power(), machine.liquid_power(), {}, machine.group_power()});
  const auto& seen = plant.seen_swings();
  const auto& name = scenario_.sites[site].spec.name;
  const auto& connection = scenario_.sites[site].spec.power.connection;
  if (connection && seen.utility.ramp > std::max(before.utility.ramp, connection->largest_ramp))
    note("ramp above the connection's limit", name,
         fmt::format("{:.3g} kW from one second to the next, {:.3g} are allowed",
                     seen.utility.ramp.si() / 1e3, connection->largest_ramp.si() / 1e3));
  const auto allowed = plant.allowed_generator_step();
  if (allowed && seen.generators > before.generators && *seen.generators > *allowed)
    note("generator step above its class", name,
         fmt::format("the load swings by {:.0f} % of the rating, the class allows {:.0f} %",
                     100.0 * *seen.generators, 100.0 * *allowed));
}

void World::surroundings_changed(std::size_t site) {
  const auto running = running_;  // a job that loses its nodes leaves the set
  for (const std::size_t i : running)
    if (running_.contains(i) && records_[i].place->site == site) jobs_[i]->surroundings_changed();
  batch_->surroundings_changed(site);
}

void World::settle_soon() {
  if (settle_booked_ || finished_) return;
  settle_booked_ = true;
  kernel_.at(now(), Priority::observation, [this] {
    settle_booked_ = false;
    settle();
  });
}

void World::settle() {
  // Energies since the start have 16 digits: over less than this their differences are noise.
  constexpr auto shortest = Duration::si(1e-6);
  const Duration length = now() - settled_until_;
  if (length < shortest) return;
  std::vector<SiteStep> steps;
  for (std::size_t s = 0; s < machines_.size(); ++s) {
    const Energy it = machines_[s]->it_energy(now());
    const Energy liquid = machines_[s]->liquid_heat(now());
    auto groups = machines_[s]->group_energy(now());
    ItLoad load{(it - settled_it_[s]) / length,
                (liquid - settled_liquid_[s]) / length,
                machines_[s]->compute_power(),
                {}};
    settled_groups_[s].resize(groups.size());
    for (std::size_t g = 0; g < groups.size(); ++g)
      load.groups.push_back((groups[g] - settled_groups_[s][g]) / length);
    steps.push_back(plants_[s].settle(load, settled_until_, now()));
    settled_it_[s] = it;
    settled_liquid_[s] = liquid;
    settled_groups_[s] = std::move(groups);
  }
  recorder_->settled(settled_until_, now(), steps);
  settled_until_ = now();
  for (std::size_t s = 0; s < machines_.size(); ++s) {
    feed_back(s, steps[s]);
    chain_events_[s]->rebook();
    look_at_temperatures(s);
  }
}

// Coolant whose pumps stand still warms by a kelvin a second, air without cooling by some in a
// minute: the facility's steps are too long for them.
void World::look_at_temperatures(std::size_t site) {
  kernel_.cancel(temperature_looks_[site]);
  temperature_looks_[site] = {};
  if (finished_ || !plants_[site].warms()) return;
  const auto& machine = *machines_[site];
  const auto next = plants_[site].next_look({machine.coolant_limits(), machine.air_limits()},
                                            {machine.it_power(), machine.liquid_power()});
  if (!next) return;
  temperature_looks_[site] = kernel_.after(*next, Priority::observation, [this, site] {
    temperature_looks_[site] = {};
    settle();
  });
}

void World::feed_back(std::size_t site, const SiteStep& step) {
  const bool missed = step.plant.set_point_missed;
  if (missed != missing_set_point_[site]) {
    note(missed ? "set point missed" : "set point reached", scenario_.sites[site].spec.name,
         fmt::format("coolant at {:.1f} degC, rack air at {:.1f} degC",
                     step.plant.coolant_supply.celsius(), step.plant.rack_air_inlet.celsius()));
    missing_set_point_[site] = missed;
  }
  const auto look = [&](const char* what, const std::vector<Temperature>& limits, Temperature now,
                        std::vector<bool>& known) {
    const bool slowed = !limits.empty() && now.kelvin() > std::ranges::min(limits).kelvin() - 1e-6;
    if (slowed == known[site]) return;
    note(std::string(what) + (slowed ? " too warm" : " cold again"),
         scenario_.sites[site].spec.name, fmt::format("{:.1f} degC", now.celsius()));
    known[site] = slowed;
  };
  look("coolant", machines_[site]->coolant_limits(), step.plant.coolant_supply, slowed_by_coolant_);
  look("air", machines_[site]->air_limits(), step.plant.rack_air_inlet, slowed_by_air_);
  if (!machines_[site]->set_inlets(step.plant.rack_air_inlet, step.plant.coolant_supply)) return;
  tell_queue_of_nodes(site);
  surroundings_changed(site);
  if (queue_->waiting() > 0) request_decision();  // nodes that were too warm may be back
}

void World::tick() {
  settle();
  report_progress();
  const Duration next = static_cast<double>(++ticks_) * scenario_.spec.facility_step;
  kernel_.at(next, Priority::observation, [this] { tick(); });
}

void World::report_progress() {
  if (options_.progress)
    options_.progress({now(), scenario_.spec.duration, jobs_over_,
                       records_.size() + scenario_.batch.jobs.size(), kernel_.events()});
}

void World::finish() {
  if (finished_) return;
  finished_ = true;
  settle();
  recorder_->finish(now());
  for (const std::size_t i : running_) jobs_[i]->settle();
  batch_->settle();
  report_progress();
  kernel_.stop();
}

void World::note(const std::string& kind, const std::string& subject, const std::string& text) {
  events_.push_back({now(), kind, subject, text});
}

}  // namespace icekeel::run
