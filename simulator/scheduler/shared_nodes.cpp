// SPDX-License-Identifier: Apache-2.0
#include "simulator/scheduler/shared_nodes.h"

#include <algorithm>

#include "simulator/base/expect.h"

namespace icekeel::scheduler {

Duration SharedNodes::held_until(std::uint32_t node) const {
  Duration latest;
  for (const auto& [parts, end] : nodes_.at(node).jobs) latest = std::max(latest, end);
  return latest;
}

void SharedNodes::add(std::uint32_t number, std::uint32_t parts, Duration end) {
  auto& node = nodes_[number];
  ICEKEEL_EXPECT(parts > 0 && parts <= node.free);
  next_ = std::max(next_, number + 1);
  if (!node.jobs.empty()) by_free_.erase({node.free, number});
  node.free -= parts;
  node.jobs.emplace_back(parts, end);
  by_free_.insert({node.free, number});
}

void SharedNodes::remove(std::uint32_t number, std::uint32_t parts, Duration end) {
  auto& node = nodes_.at(number);
  const auto job = find(node, {parts, end});
  by_free_.erase({node.free, number});
  node.free += parts;
  node.jobs.erase(job);
  if (node.jobs.empty())
    nodes_.erase(number);
  else
    by_free_.insert({node.free, number});
}

void SharedNodes::move_end(std::uint32_t number, std::uint32_t parts, Duration end,
                           Duration new_end) {
  find(nodes_.at(number), {parts, end})->second = new_end;
}

std::vector<SharedNodes::Job>::iterator SharedNodes::find(Node& node, Job job) {
  const auto found = std::find(node.jobs.begin(), node.jobs.end(), job);
  ICEKEEL_EXPECT(found != node.jobs.end());
  return found;
}

}  // namespace icekeel::scheduler
