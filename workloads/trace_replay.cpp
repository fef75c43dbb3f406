// SPDX-License-Identifier: Apache-2.0
#include "workloads/trace_replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <queue>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "simulator/base/units.h"

namespace icekeel::workloads {
namespace {

/// One collective on all its ranks.
struct Joint {
  Collective kind = Collective::all_reduce;
  Information bytes;
  std::vector<std::size_t> ranks, nodes;  // side by side
  std::size_t arrived = 0;
};

/// What wants the communication of its ranks: a collective, or a message that a rank sends.
struct Wish {
  Duration time;
  std::vector<std::size_t> ranks, nodes;
};

struct RankState {
  std::vector<std::size_t> waits;              // by node: dependencies that are not done
  std::vector<std::vector<std::size_t>> then;  // by node
  std::vector<std::size_t> joint;              // by node: of a collective
  std::vector<bool> ready, done;
  std::deque<std::size_t> to_compute;
  bool computes = false, communicates = false;
  Duration since;
  RankTimes times;
};

using Message = std::tuple<std::size_t, std::size_t, std::int64_t>;  // from, to, tag

class Replaying {
 public:
  Replaying(const ExecutionTrace& trace, const ReplayMachine& machine)
      : trace_(trace), machine_(machine), ranks_(trace.ranks.size()) {
    for (std::size_t rank = 0; rank < ranks_.size(); ++rank) link_nodes(rank);
    join_collectives();
  }

  Replay run() {
    if (!result_.flaws.empty()) return result_;
    for (std::size_t rank = 0; rank < ranks_.size(); ++rank)
      for (std::size_t node = 0; node < ranks_[rank].waits.size(); ++node)
        if (ranks_[rank].waits[node] == 0) became_.emplace_back(rank, node);
    go_on();
    while (!ends_.empty()) {
      now_ = ends_.top().time;
      while (!ends_.empty() && ends_.top().time <= now_) {
        const End end = ends_.top();
        ends_.pop();
        finish(end);
      }
      go_on();
    }
    for (auto& rank : ranks_) {
      result_.time = std::max(result_.time, rank.times.end);
      result_.ranks.push_back(rank.times);
    }
    find_what_waits();
    return result_;
  }

 private:
  struct End {
    Duration time;
    std::uint64_t order = 0;
    bool compute = false;
    std::vector<std::size_t> ranks, nodes;
    bool operator<(const End& other) const {
      return std::tie(other.time, other.order) < std::tie(time, order);
    }
  };

  const TraceNode& node_of(std::size_t rank, std::size_t node) const {
    return trace_.ranks[rank].nodes[node];
  }

  void link_nodes(std::size_t rank) {
    const auto& nodes = trace_.ranks[rank].nodes;
    auto& state = ranks_[rank];
    std::unordered_map<std::uint64_t, std::size_t> index;
    for (std::size_t i = 0; i < nodes.size(); ++i) index[nodes[i].id] = i;
    state.then.resize(nodes.size());
    state.ready.resize(nodes.size());
    state.done.resize(nodes.size());
    state.joint.resize(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      state.waits.push_back(nodes[i].after.size());
      for (const auto before : nodes[i].after) state.then[index.at(before)].push_back(i);
    }
    result_.nodes += nodes.size();
  }

  // The n-th collective of a group on one rank belongs to the n-th on the others.
  void join_collectives() {
    std::map<std::string, std::map<std::size_t, std::vector<std::size_t>>> groups;
    for (std::size_t rank = 0; rank < ranks_.size(); ++rank)
      for (std::size_t i = 0; i < trace_.ranks[rank].nodes.size(); ++i)
        if (node_of(rank, i).work == TraceWork::collective)
          groups[node_of(rank, i).group][rank].push_back(i);
    for (auto& [name, members] : groups) {
      if (name.empty())
        for (std::size_t rank = 0; rank < ranks_.size(); ++rank) members[rank];
      const auto& [first_rank, first] = *members.begin();
      for (const auto& [rank, nodes] : members)
        if (nodes.size() != first.size())
          return flaw(rank, fmt::format("the group '{}' has {} collectives here and {} on rank {}",
                                        name, nodes.size(), first.size(), first_rank));
      for (std::size_t i = 0; i < first.size(); ++i) add_joint(members, i);
    }
  }

  void add_joint(const std::map<std::size_t, std::vector<std::size_t>>& members, std::size_t i) {
    const auto& [first_rank, first] = *members.begin();
    const auto& model = node_of(first_rank, first[i]);
    Joint joint{model.collective, model.bytes, {}, {}, 0};
    for (const auto& [rank, nodes] : members) {
      const auto& own = node_of(rank, nodes[i]);
      if (own.collective != model.collective || own.bytes != model.bytes)
        flaw(rank, fmt::format("node {} is a {} of {:.0f} bytes, and its partner on rank {}, node "
                               "{}, a {} of {:.0f} bytes",
                               own.id, collectives[static_cast<std::size_t>(own.collective)],
                               own.bytes.in(units::byte), first_rank, model.id,
                               collectives[static_cast<std::size_t>(model.collective)],
                               model.bytes.in(units::byte)));
      joint.ranks.push_back(rank);
      joint.nodes.push_back(nodes[i]);
      ranks_[rank].joint[nodes[i]] = joints_.size();
    }
    joints_.push_back(std::move(joint));
  }

  void flaw(std::size_t rank, std::string message) {
    result_.flaws.push_back({trace_.ranks[rank].file, std::move(message),
                             "all ranks have to be of one step of one job"});
  }

  void go_on() {
    while (!became_.empty()) {
      const auto [rank, node] = became_.back();
      became_.pop_back();
      begin(rank, node);
    }
    for (const auto rank : std::exchange(touched_, {})) compute_next(rank);
    for (auto wish = wishes_.begin(); wish != wishes_.end();)
      wish = grant(*wish) ? wishes_.erase(wish) : std::next(wish);
  }

  void begin(std::size_t rank, std::size_t index) {
    const auto& node = node_of(rank, index);
    auto& state = ranks_[rank];
    state.ready[index] = true;
    switch (node.work) {
      case TraceWork::nothing:
        return complete(rank, index);
      case TraceWork::compute:
        state.to_compute.push_back(index);
        touched_.insert(rank);
        return;
      case TraceWork::collective: {
        auto& joint = joints_[state.joint[index]];
        if (++joint.arrived == joint.ranks.size())
          wishes_.push_back({collective_time(joint.kind, joint.bytes, joint.ranks, machine_),
                             joint.ranks, joint.nodes});
        return;
      }
      case TraceWork::send:
        wishes_.push_back({message_time(node, rank), {rank}, {index}});
        return;
      case TraceWork::receive: {
        auto& letters = arrived_[message_to(node, rank)];
        if (letters == 0) {
          awaited_[message_to(node, rank)].push_back(index);
          return;
        }
        --letters;
        return complete(rank, index);
      }
    }
  }

  static Message message_to(const TraceNode& node, std::size_t rank) {
    return {static_cast<std::size_t>(node.source), rank, node.tag};
  }

  Duration message_time(const TraceNode& node, std::size_t rank) const {
    const bool near =
        static_cast<std::size_t>(node.target) / machine_.per_node == rank / machine_.per_node;
    if (near) return message(node.bytes, machine_.paths.link);
    const auto& network = machine_.paths.network;
    return message(node.bytes, {(1.0 / static_cast<double>(machine_.per_node)) * network.rate,
                                network.latency});
  }

  void compute_next(std::size_t rank) {
    auto& state = ranks_[rank];
    if (state.computes || state.to_compute.empty()) return;
    const std::size_t index = state.to_compute.front();
    state.to_compute.pop_front();
    account(state);
    state.computes = true;
    const auto& node = node_of(rank, index);
    const Duration time = node.duration > Duration{} ? node.duration
                                                     : std::max(node.operations / machine_.rate,
                                                                node.tensor / machine_.memory);
    ends_.push({now_ + time, order_++, true, {rank}, {index}});
  }

  bool grant(const Wish& wish) {
    if (std::ranges::any_of(wish.ranks, [&](auto rank) { return ranks_[rank].communicates; }))
      return false;
    for (const auto rank : wish.ranks) {
      account(ranks_[rank]);
      ranks_[rank].communicates = true;
    }
    ends_.push({now_ + wish.time, order_++, false, wish.ranks, wish.nodes});
    return true;
  }

  void finish(const End& end) {
    for (std::size_t i = 0; i < end.ranks.size(); ++i) {
      auto& state = ranks_[end.ranks[i]];
      account(state);
      (end.compute ? state.computes : state.communicates) = false;
      if (end.compute) touched_.insert(end.ranks[i]);
      complete(end.ranks[i], end.nodes[i]);
    }
    if (end.compute) return;
    const auto& node = node_of(end.ranks.front(), end.nodes.front());
    result_.bytes += node.bytes;
    if (node.work == TraceWork::collective) {
      ++result_.collectives;
      return;
    }
    ++result_.messages;
    const Message sent{end.ranks.front(), static_cast<std::size_t>(node.target), node.tag};
    auto& waiting = awaited_[sent];
    if (waiting.empty()) {
      ++arrived_[sent];
      return;
    }
    complete(std::get<1>(sent), waiting.front());
    waiting.pop_front();
  }

  void complete(std::size_t rank, std::size_t index) {
    auto& state = ranks_[rank];
    state.done[index] = true;
    state.times.end = now_;
    for (const auto next : state.then[index])
      if (--state.waits[next] == 0) became_.emplace_back(rank, next);
  }

  void account(RankState& rank) const {
    const Duration passed = now_ - rank.since;
    rank.since = now_;
    if (rank.computes) rank.times.compute += passed;
    if (rank.communicates) rank.times.communication += passed;
    if (rank.communicates && !rank.computes) rank.times.exposed += passed;
  }

  // Without circles in a rank, what is left waits for another rank.
  void find_what_waits() {
    for (std::size_t rank = 0; rank < ranks_.size() && result_.flaws.size() < 20; ++rank)
      for (std::size_t i = 0; i < ranks_[rank].done.size(); ++i) {
        if (!ranks_[rank].ready[i] || ranks_[rank].done[i]) continue;
        const auto& node = node_of(rank, i);
        flaw(rank, node.work == TraceWork::receive
                       ? fmt::format("node {} waits for a message of rank {} with tag {}, which is "
                                     "never sent",
                                     node.id, node.source, node.tag)
                       : fmt::format("node {} waits for other ranks for ever", node.id));
        break;
      }
  }

  const ExecutionTrace& trace_;
  const ReplayMachine& machine_;
  std::vector<RankState> ranks_;
  std::vector<Joint> joints_;
  std::deque<Wish> wishes_;
  std::map<Message, std::size_t> arrived_;
  std::map<Message, std::deque<std::size_t>> awaited_;
  std::priority_queue<End> ends_;
  std::vector<std::pair<std::size_t, std::size_t>> became_;
  std::set<std::size_t> touched_;
  std::uint64_t order_ = 0;
  Duration now_;
  Replay result_;
};

Group group_of(const std::vector<std::size_t>& ranks, std::size_t per_node) {
  std::map<std::size_t, std::int64_t> nodes;
  for (const auto rank : ranks) ++nodes[rank / per_node];
  Group group{1, static_cast<std::int64_t>(nodes.size())};
  for (const auto& [node, count] : nodes) group.local = std::max(group.local, count);
  return group;
}

Duration exchange_time(Information bytes, const Group& group, const Paths& paths) {
  const auto ranks = static_cast<double>(group.local * group.nodes);
  const auto local = static_cast<double>(group.local);
  if (group.nodes == 1) return all_to_all(bytes, group.local, paths.link);
  const Duration flowing = std::max((local - 1) / ranks * bytes / paths.link.rate,
                                    local * (ranks - local) / ranks * bytes / paths.network.rate);
  return (ranks - 1) * paths.network.latency + flowing;
}

}  // namespace

ReplayMachine replay_machine(const Hardware& hardware, const EfficiencySpec& efficiency) {
  return {hardware.gpus_per_node,
          efficiency.matrix_share * hardware.peak,
          efficiency.memory_share * hardware.memory_bandwidth,
          {tier(hardware.link_bandwidth, efficiency.link),
           tier(hardware.network_bandwidth, efficiency.network), hardware.reducing_switches}};
}

Duration collective_time(Collective kind, Information bytes, const std::vector<std::size_t>& ranks,
                         const ReplayMachine& machine) {
  if (ranks.size() < 2) return {};
  const Group group = group_of(ranks, machine.per_node);
  const auto& paths = machine.paths;
  switch (kind) {
    case Collective::all_reduce:
      return fastest_all_reduce(bytes, group, paths).time;
    case Collective::reduce:
    case Collective::broadcast:
      return 0.5 * all_reduce(Algorithm::tree, bytes, group, paths);
    case Collective::all_to_all:
      return exchange_time(bytes, group, paths);
    case Collective::barrier:
      return all_reduce(Algorithm::tree, {}, group, paths);
    case Collective::all_gather:
    case Collective::gather:
    case Collective::scatter:
    case Collective::reduce_scatter:
    case Collective::reduce_scatter_block:
      break;
  }
  return 0.5 * all_reduce(Algorithm::ring, bytes, group, paths);
}

Replay replay(const ExecutionTrace& trace, const ReplayMachine& machine) {
  return Replaying(trace, machine).run();
}

}  // namespace icekeel::workloads
