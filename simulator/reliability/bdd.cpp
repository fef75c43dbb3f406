// SPDX-License-Identifier: Apache-2.0
#include "simulator/reliability/bdd.h"

#include <algorithm>
#include <deque>
#include <set>

namespace icekeel::reliability {
std::size_t Bdd::Hash::operator()(const Key& key) const {
  std::uint64_t mixed = key.a * 0x9E3779B97F4A7C15ULL;
  mixed = (mixed ^ key.b) * 0xC2B2AE3D27D4EB4FULL;
  mixed = (mixed ^ (mixed >> 29U) ^ key.c) * 0x165667B19E3779F9ULL;
  return mixed ^ (mixed >> 32U);
}

Bdd::Bdd(const Structure& structure, std::size_t most_nodes)
    : structure_(structure), most_nodes_(most_nodes), level_of_event_(structure.events().size()) {
  order_events();
  const auto last = static_cast<std::uint32_t>(event_of_level_.size());
  nodes_ = {{last, never, never}, {last, always, always}};
}

// The last places are the loads. Events are ordered by how many gates they are away from them:
// paths side by side are then walked side by side, and links between them cost little.
void Bdd::order_events() {
  std::vector<char> seen(structure_.size());
  for (Place first = structure_.size(); first-- > 0;) {
    std::deque<Place> pending{first};
    while (!pending.empty()) {
      const Place next = pending.front();
      pending.pop_front();
      if (seen[next]) continue;
      seen[next] = 1;
      if (structure_.event_at(next)) {
        const std::size_t event = structure_.event_index(next);
        level_of_event_[event] = static_cast<std::uint32_t>(event_of_level_.size());
        event_of_level_.push_back(event);
        continue;
      }
      const auto& inputs = structure_.gate_at(next).inputs;
      pending.insert(pending.end(), inputs.begin(), inputs.end());
    }
  }
}

Bdd::Ref Bdd::make(std::uint32_t level, Ref low, Ref high) {
  if (low == high) return low;
  const auto [place, fresh] = unique_.try_emplace({level, low, high}, 0);
  if (fresh) {
    if (nodes_.size() >= most_nodes_) throw TooLarge("the decision diagrams grow too large");
    place->second = static_cast<Ref>(nodes_.size());
    nodes_.push_back({level, low, high});
  }
  return place->second;
}

Bdd::Ref Bdd::if_then_else(Ref condition, Ref yes, Ref no) {
  if (condition == always || yes == no) return yes;
  if (condition == never) return no;
  if (yes == always && no == never) return condition;
  const Key key{condition, yes, no};
  if (const auto known = computed_.find(key); known != computed_.end()) return known->second;
  const std::uint32_t level =
      std::min({nodes_[condition].level, nodes_[yes].level, nodes_[no].level});
  const auto branch = [&](Ref function, bool failed) {
    const Node& node = nodes_[function];
    if (node.level != level) return function;
    return failed ? node.high : node.low;
  };
  const Ref high = if_then_else(branch(condition, true), branch(yes, true), branch(no, true));
  const Ref low = if_then_else(branch(condition, false), branch(yes, false), branch(no, false));
  const Ref result = make(level, low, high);
  computed_.emplace(key, result);
  return result;
}

// From the last input to the first: row[j] is "at least j of the inputs from here on fail".
Bdd::Ref Bdd::at_least_fail(std::int64_t least, const std::vector<Ref>& inputs) {
  if (least <= 0) return always;
  std::vector<Ref> row(static_cast<std::size_t>(least) + 1, never);
  row[0] = always;
  for (auto input = inputs.rbegin(); input != inputs.rend(); ++input)
    for (std::size_t j = row.size() - 1; j > 0; --j)
      row[j] = if_then_else(*input, row[j - 1], row[j]);
  return row.back();
}

Bdd::Ref Bdd::failure_of(Place wanted) {
  // Inputs come before their gates, so each is ready when it is asked for.
  for (Place place = 0; place <= wanted; ++place) {
    if (failures_.contains(place)) continue;
    if (structure_.event_at(place)) {
      const auto level = level_of_event_[structure_.event_index(place)];
      failures_[place] = make(level, never, always);
      continue;
    }
    const Gate& gate = structure_.gate_at(place);
    std::vector<Ref> inputs;
    for (const Place input : gate.inputs) inputs.push_back(failures_.at(input));
    failures_[place] =
        at_least_fail(static_cast<std::int64_t>(inputs.size()) - gate.least + 1, inputs);
  }
  return failures_.at(wanted);
}

// The nodes of a function, those of lower levels first; terminals are not among them.
std::vector<Bdd::Ref> Bdd::below(Ref function) const {
  std::set<Ref> seen;
  std::vector<Ref> pending{function};
  while (!pending.empty()) {
    const Ref next = pending.back();
    pending.pop_back();
    if (next <= always || !seen.insert(next).second) continue;
    pending.push_back(nodes_[next].low);
    pending.push_back(nodes_[next].high);
  }
  std::vector<Ref> order(seen.begin(), seen.end());
  std::stable_sort(order.begin(), order.end(),
                   [&](Ref a, Ref b) { return nodes_[a].level > nodes_[b].level; });
  return order;
}

std::vector<double> Bdd::probabilities(const std::vector<Ref>& order,
                                       const std::vector<double>& unavailability) const {
  std::vector<double> probability(nodes_.size());
  probability[always] = 1.0;
  for (const Ref ref : order) {
    const Node& node = nodes_[ref];
    const double failed = unavailability[event_of_level_[node.level]];
    probability[ref] = failed * probability[node.high] + (1.0 - failed) * probability[node.low];
  }
  return probability;
}

double Bdd::probability(Ref function, const std::vector<double>& unavailability) const {
  return probabilities(below(function), unavailability)[function];
}

std::vector<double> Bdd::importance(Ref function, const std::vector<double>& unavailability) const {
  const auto order = below(function);
  const auto probability = probabilities(order, unavailability);
  std::vector<double> reached(nodes_.size()), importance(structure_.events().size());
  reached[function] = 1.0;
  for (auto ref = order.rbegin(); ref != order.rend(); ++ref) {
    const Node& node = nodes_[*ref];
    const std::size_t event = event_of_level_[node.level];
    importance[event] += reached[*ref] * (probability[node.high] - probability[node.low]);
    reached[node.high] += reached[*ref] * unavailability[event];
    reached[node.low] += reached[*ref] * (1.0 - unavailability[event]);
  }
  return importance;
}

}  // namespace icekeel::reliability
