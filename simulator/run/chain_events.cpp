// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/chain_events.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/random/binomial_distribution.hpp>
#include <boost/random/lognormal_distribution.hpp>
#include <boost/random/weibull_distribution.hpp>
#include <cmath>

#include "simulator/base/units.h"

namespace icekeel::run {

using engine::Priority;

ChainEvents::ChainEvents(engine::Kernel& kernel, const scenario::Site& site, SitePlant& plant,
                         double start_failure, RandomStream random, Calls calls)
    : kernel_(kernel),
      site_(site),
      plant_(plant),
      start_failure_(start_failure),
      random_(std::move(random)),
      calls_(std::move(calls)) {}

std::string ChainEvents::name_of(std::size_t part) const {
  return site_.spec.name + "/" + plant_.chain().graph().parts[part].name;
}

void ChainEvents::book(const scenario::Outage& outage) {
  kernel_.at(outage.at, Priority::change, [this, outage] { set(outage, true); });
  if (outage.lasting)
    kernel_.at(outage.at + *outage.lasting, Priority::change,
               [this, outage] { set(outage, false); });
}

void ChainEvents::set(const scenario::Outage& outage, bool lost) {
  calls_.settle();
  auto& dynamics = plant_.dynamics();
  if (outage.cdu_pumps) {
    plant_.set_cdu_pumps(!lost);
    calls_.note(lost ? "cdu pumps lost" : "cdu pumps restored", site_.spec.name, {});
  } else if (outage.feed) {
    dynamics.isolate(*outage.feed, lost);
    calls_.note(lost ? "feed lost" : "feed restored",
                site_.spec.name + "/feed " + site_.spec.power.feeds[*outage.feed], {});
  } else {
    const auto& part = plant_.chain().graph().parts[outage.part];
    lost ? dynamics.lose(outage.part, outage.modules)
         : dynamics.restore(outage.part, outage.modules);
    calls_.note(lost ? "part lost" : "part restored", name_of(outage.part),
                fmt::format("{} of {} modules work",
                            part.modules - dynamics.state().parts[outage.part].out, part.modules));
  }
  respond(!lost);
}

// After every change: calls generators, tells the racks, and looks ahead.
void ChainEvents::respond(bool restored) {
  for (const std::size_t generators : plant_.dynamics().call_generators()) call(generators);
  calls_.changed(restored);
  shed_overloads();
  rebook();
}

void ChainEvents::call(std::size_t generators) {
  calls_.note("generators called", name_of(generators), {});
  kernel_.after(plant_.chain().graph().parts[generators].start, Priority::change,
                [this, generators] { generators_carry(generators); });
}

void ChainEvents::generators_carry(std::size_t generators) {
  auto& dynamics = plant_.dynamics();
  if (!dynamics.called(generators)) return;
  calls_.settle();
  const auto& part = plant_.chain().graph().parts[generators];
  const std::int64_t ready = part.modules - dynamics.state().parts[generators].out;
  boost::random::binomial_distribution<std::int64_t> fail(std::max<std::int64_t>(0, ready),
                                                          start_failure_);
  const std::int64_t failed = start_failure_ > 0.0 && ready > 0 ? fail(random_) : 0;
  const bool carries = dynamics.started(generators, failed);
  calls_.note(
      carries ? "generators carry" : "generators failed", name_of(generators),
      fmt::format("{} of {} started, {} are needed", ready - failed, part.modules, part.needed));
  respond(carries);
}

power::ChainStep ChainEvents::step_now() const {
  return plant_.chain_step(calls_.load(), kernel_.now());
}

void ChainEvents::rebook() {
  kernel_.cancel(threshold_);
  threshold_ = {};
  if (!plant_.dynamics().disturbed()) return;
  if (const auto next = plant_.dynamics().next_change(step_now()))
    threshold_ = kernel_.after(*next, Priority::change, [this] { reach_threshold(); });
}

void ChainEvents::reach_threshold() {
  threshold_ = {};
  calls_.settle();
  const auto before = plant_.dynamics().state().parts;
  if (!plant_.dynamics().batteries_changed(step_now())) return rebook();
  for (std::size_t part = 0; part < before.size(); ++part)
    if (plant_.dynamics().state().parts[part].battery_empty && !before[part].battery_empty)
      calls_.note("battery empty", name_of(part), {});
  respond(false);
}

// A UPS that carries more than its modules can, without a battery to help, sheds racks.
void ChainEvents::shed_overloads() {
  while (true) {
    const auto overloaded = plant_.dynamics().overloaded(step_now());
    if (overloaded.empty()) return;
    const std::size_t part = plant_.chain().stages()[overloaded.front()].part;
    const auto racks = calls_.shed(groups_behind(part));
    if (!racks) return;
    calls_.note("load shed", *racks, "more than " + name_of(part) + " can carry");
    calls_.changed(false);
  }
}

// Cord groups that take power through a part.
std::set<std::size_t> ChainEvents::groups_behind(std::size_t part) const {
  const auto& graph = plant_.chain().graph();
  std::vector<char> behind(graph.parts.size());
  behind[part] = 1;
  for (std::size_t i = part + 1; i < graph.parts.size(); ++i)
    for (const std::size_t from : graph.parts[i].from)
      if (behind[from]) behind[i] = 1;
  std::set<std::size_t> groups;
  for (const auto& load : graph.loads)
    for (const std::size_t cord : load.cords)
      if (load.kind == power::LoadKind::racks && behind[cord]) groups.insert(load.group);
  return groups;
}

// --- at random ---------------------------------------------------------------------------------

void ChainEvents::book_random(const reliability::ReliabilitySpec& data, std::uint64_t seed) {
  const auto& parts = plant_.chain().graph().parts;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    const auto kind = std::string(
        config::Choices<power::StageKind>::names[static_cast<std::size_t>(parts[part].kind)]);
    const auto found = data.components.find(kind);
    if (found == data.components.end() || found->second.failure_rate <= Frequency{}) continue;
    for (std::int64_t module = 0; module < parts[part].modules; ++module)
      fail_later(part, found->second,
                 std::make_shared<RandomStream>(
                     random_stream(seed, fmt::format("failures/{}/{}", name_of(part), module))),
                 1);
  }
}

// One module fails, is repaired, and fails again: each date is drawn when the one before comes.
void ChainEvents::fail_later(std::size_t part, const reliability::FailureSpec& data,
                             std::shared_ptr<RandomStream> random, std::int64_t modules) {
  const double mean = (1.0 / data.failure_rate).si();
  const double scale = mean / std::tgamma(1.0 + 1.0 / data.shape);
  boost::random::weibull_distribution<> up(data.shape, scale);
  // A lognormal distribution of that mean and relative spread.
  const double sigma2 = std::log1p(data.repair_spread * data.repair_spread);
  boost::random::lognormal_distribution<> away(std::log(data.repair.si()) - 0.5 * sigma2,
                                               std::sqrt(sigma2));
  const Duration at = kernel_.now() + Duration::si(up(*random));
  const Duration lasting = Duration::si(sigma2 > 0.0 ? away(*random) : data.repair.si());
  scenario::Outage outage{.part = part, .modules = modules, .at = at, .lasting = lasting};
  book(outage);
  kernel_.at(at + lasting, Priority::change,
             [this, part, &data, random, modules] { fail_later(part, data, random, modules); });
}

}  // namespace icekeel::run
