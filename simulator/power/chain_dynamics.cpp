// SPDX-License-Identifier: Apache-2.0
#include "simulator/power/chain_dynamics.h"

#include <algorithm>

#include "simulator/base/expect.h"

namespace icekeel::power {
namespace {

// What is left of a battery, or missing from it, below this share of it is rounding.
constexpr double rounding = 1e-9;

}  // namespace

ChainDynamics::ChainDynamics(const ElectricalChain& chain)
    : chain_(chain),
      state_(chain.state(all_feeds(chain.feeds()))),
      called_(chain.graph().parts.size()),
      given_(chain.stages().size()),
      whole_(chain.graph().parts.size()),
      single_(chain.graph().parts.size()) {
  for (std::size_t stage = 0; stage < chain.stages().size(); ++stage)
    full_.push_back(chain.battery(stage));
  stored_ = full_;
  tanks_.resize(chain.graph().parts.size());
  for (std::size_t i = 0; i < tanks_.size(); ++i)
    if (const auto& set = chain.graph().parts[i].set; set && set->fuel)
      tanks_[i].emplace(*set->fuel, chain.generator_rating(i));
}

void ChainDynamics::lose(std::size_t part, std::int64_t modules) {
  count_out(part, modules, 1);
}

void ChainDynamics::restore(std::size_t part, std::int64_t modules) {
  count_out(part, modules, -1);
}

void ChainDynamics::count_out(std::size_t part, std::int64_t modules, std::int64_t times) {
  const std::int64_t all = chain_.graph().parts[part].modules;
  modules < all ? single_[part] += times * modules : whole_[part] += times;
  state_.parts[part].out = whole_[part] > 0 ? all : std::clamp<std::int64_t>(single_[part], 0, all);
  choose_charging();
}

std::vector<std::size_t> ChainDynamics::call_generators() {
  const auto& parts = chain_.graph().parts;
  const auto sourced = chain_.sourced(state_);
  std::vector<char> needed(parts.size());
  for (const Part& part : parts) {
    if (part.kind != StageKind::transfer_switch) continue;
    if (part.feed && state_.isolated[*part.feed]) continue;  // they would feed nobody
    for (const std::size_t input : part.from) {
      if (parts[input].kind == StageKind::generator) needed[input] = 1;
      if (sourced[input] && parts[input].kind != StageKind::generator) break;
    }
  }
  std::vector<std::size_t> calls;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].kind != StageKind::generator) continue;
    if (!needed[i]) state_.parts[i].running = false;
    // Without a delivery that has a date, the tank is filled when the outage is over.
    if (!needed[i] && called_[i] && tanks_[i] && !tanks_[i]->spec().delivery) tanks_[i]->fill();
    if (needed[i] && !called_[i] && state_.parts[i].out < parts[i].modules) calls.push_back(i);
    called_[i] = needed[i];
  }
  choose_charging();
  return calls;
}

bool ChainDynamics::started(std::size_t part, std::int64_t failed) {
  const Part& generator = chain_.graph().parts[part];
  const std::int64_t running = generator.modules - state_.parts[part].out - failed;
  state_.parts[part].running = running >= generator.needed;
  choose_charging();
  return state_.parts[part].running;
}

// Batteries below full charge whenever their UPS has an input.
void ChainDynamics::choose_charging() {
  const auto sourced = chain_.sourced(state_);
  for (std::size_t stage = 0; stage < full_.size(); ++stage) {
    if (full_[stage] <= Energy{}) continue;
    const std::size_t part = chain_.stages()[stage].part;
    const bool charges = sourced[part] && stored_[stage] < (1.0 - rounding) * full_[stage] &&
                         state_.parts[part].out == 0;
    state_.parts[part].charging =
        charges ? chain_.graph().parts[part].spec->battery->charging * chain_.stages()[stage].rating
                : Power{};
    if (stored_[stage] > rounding * full_[stage]) state_.parts[part].battery_empty = false;
  }
}

void ChainDynamics::pass(const ChainStep& step, Duration length) {
  for (std::size_t stage = 0; stage < full_.size(); ++stage) {
    if (full_[stage] <= Energy{}) continue;
    const Power charging = state_.parts[chain_.stages()[stage].part].charging;
    stored_[stage] += length * (charging - step.discharging[stage]);
    stored_[stage] = std::min(stored_[stage], full_[stage]);
    given_[stage] = step.discharging[stage];
  }
  for (std::size_t part = 0; part < tanks_.size(); ++part)
    if (tanks_[part]) tanks_[part]->burn(fuel_flow_of(part, step), length);
}

std::optional<Duration> ChainDynamics::next_change(const ChainStep& step) const {
  std::optional<Duration> next;
  for (std::size_t stage = 0; stage < full_.size(); ++stage) {
    const std::size_t part = chain_.stages()[stage].part;
    const Power charging = state_.parts[part].charging;
    const Power given = std::max(step.discharging[stage], given_[stage]);
    std::optional<Duration> own;
    if (given > charging && stored_[stage] > rounding * full_[stage])
      own = stored_[stage] / (given - charging);
    if (charging > given) own = (full_[stage] - stored_[stage]) / (charging - given);
    if (own && (!next || *own < *next)) next = own;
  }
  for (std::size_t part = 0; part < tanks_.size(); ++part) {
    if (!tanks_[part] || tanks_[part]->empty()) continue;
    const auto own = tanks_[part]->lasts(fuel_flow_of(part, step));
    if (own && (!next || *own < *next)) next = own;
  }
  return next;
}

VolumeFlow ChainDynamics::fuel_flow_of(std::size_t part, const ChainStep& step) const {
  if (!state_.parts[part].running) return {};
  const Part& generator = chain_.graph().parts[part];
  const double there = static_cast<double>(generator.modules - state_.parts[part].out) /
                       static_cast<double>(generator.modules);
  const Power output = step.generated.empty() ? Power{} : step.generated[part];
  return fuel_flow(tanks_[part]->spec(), output, there * chain_.generator_rating(part));
}

bool ChainDynamics::tanks_changed() {
  bool changed = false;
  for (std::size_t part = 0; part < tanks_.size(); ++part) {
    if (!tanks_[part] || !tanks_[part]->empty() || !state_.parts[part].running) continue;
    state_.parts[part].running = false;
    changed = true;
  }
  if (changed) choose_charging();
  return changed;
}

void ChainDynamics::fill_tank(std::size_t part) {
  // Generators that had stopped for want of fuel may be called again.
  if (tanks_[part]->empty()) called_[part] = 0;
  tanks_[part]->fill();
}

void ChainDynamics::test_generators(std::size_t part) {
  const auto& set = *chain_.graph().parts[part].set;
  const Power rating = chain_.generator_rating(part);
  if (tanks_[part])
    tanks_[part]->burn(fuel_flow(*set.fuel, set.tests->load * rating, rating), set.tests->lasting);
}

bool ChainDynamics::batteries_changed(const ChainStep& step) {
  bool changed = false;
  for (std::size_t stage = 0; stage < full_.size(); ++stage) {
    if (full_[stage] <= Energy{}) continue;
    PartState& part = state_.parts[chain_.stages()[stage].part];
    const bool gives = step.discharging[stage] > Power{};
    if (gives && !part.battery_empty && stored_[stage] <= rounding * full_[stage]) {
      part.battery_empty = changed = true;
    }
    if (part.charging > Power{} && stored_[stage] >= (1.0 - rounding) * full_[stage]) {
      part.charging = {};
      stored_[stage] = full_[stage];
      changed = true;
    }
  }
  return changed;
}

std::vector<std::size_t> ChainDynamics::overloaded(const ChainStep& step) const {
  std::vector<std::size_t> stages;
  for (std::size_t stage = 0; stage < full_.size(); ++stage) {
    const std::size_t part = chain_.stages()[stage].part;
    if (chain_.graph().parts[part].kind == StageKind::ups && step.stages[stage].load > 1.0 + 1e-9 &&
        (full_[stage] <= Energy{} || state_.parts[part].battery_empty))
      stages.push_back(stage);
  }
  return stages;
}

bool ChainDynamics::disturbed() const {
  if (state_.isolated.any()) return true;
  for (const PartState& part : state_.parts)
    if (part.out > 0 || part.running || part.charging > Power{}) return true;
  for (std::size_t stage = 0; stage < full_.size(); ++stage)
    if (stored_[stage] < (1.0 - rounding) * full_[stage]) return true;
  return false;
}

}  // namespace icekeel::power
