// SPDX-License-Identifier: Apache-2.0
// What the links of a dragonfly lose with each of its parts.
#include "platforms/dragonfly.h"
#include "simulator/base/expect.h"

namespace icekeel::platforms {
namespace {

std::size_t number(std::int64_t count) {
  return static_cast<std::size_t>(count);
}

}  // namespace

std::size_t Dragonfly::parts(FabricPart part) const {
  const std::size_t groups = number(shape_.groups), leaves = number(shape_.switches);
  const std::size_t spines = number(shape_.spines);
  const std::size_t local = spines > 0 ? leaves * spines : leaves * (leaves - 1) / 2;
  switch (part) {
    case FabricPart::adapter:
      return nodes_ * number(adapters_);
    case FabricPart::leaf_switch:
      return groups * leaves;
    case FabricPart::upper_switch:
      return groups * spines;
    case FabricPart::cable:
      return groups * local + groups * (groups - 1) / 2 * number(shape_.pair_cables);
  }
  return 0;
}

// Cables that leave a group are spread over its switches, and lost evenly to all other groups.
void Dragonfly::lose_global(std::size_t group, double cables, std::vector<Loss>& losses) const {
  const std::size_t groups = number(shape_.groups);
  if (groups < 2) return;
  if (fabric_.routing == Routing::adaptive) {
    for (const std::size_t way : {0U, 1U})
      losses.push_back({LinkId(first_group_link_ + 2 * group + way), cables * fabric_.link_rate});
    return;
  }
  const double each = cables / static_cast<double>(groups - 1);
  for (std::size_t other = 0; other < groups; ++other) {
    if (other == group) continue;
    losses.push_back({LinkId(pair_link(group, other)), each * fabric_.link_rate});
    losses.push_back({LinkId(pair_link(other, group)), each * fabric_.link_rate});
  }
}

std::vector<Loss> Dragonfly::losses(FabricPart part, std::size_t index) const {
  ICEKEEL_EXPECT(index < parts(part));
  std::vector<Loss> lost;
  const std::size_t leaves = number(shape_.switches), spines = number(shape_.spines);
  const auto lose = [&](std::size_t pair, Bandwidth rate) {
    lost.push_back({LinkId(pair), rate});
    lost.push_back({LinkId(pair + 1), rate});
  };
  const auto lose_local = [&](std::size_t leaf) {
    lose(first_switch_link_ + 2 * leaf, fabric_.link_rate);
  };
  const double of_each =
      static_cast<double>(shape_.global_cables) / static_cast<double>(shape_.global_switches);
  if (part == FabricPart::adapter) {
    lose(2 * (index / number(adapters_)), injection_ / static_cast<double>(adapters_));
  } else if (part == FabricPart::leaf_switch) {
    const std::size_t group = index / leaves;
    for (std::size_t node = 0; node < nodes_; ++node)
      if (switch_of(node) == index) lose(2 * node, injection_);
    if (spines > 0) return lost;
    for (std::size_t leaf = group * leaves; leaf < (group + 1) * leaves; ++leaf)
      if (leaf != index) lose_local(leaf);
    lose_global(group, of_each, lost);
  } else if (part == FabricPart::upper_switch) {
    const std::size_t group = index / spines;
    for (std::size_t leaf = group * leaves; leaf < (group + 1) * leaves; ++leaf) lose_local(leaf);
    lose_global(group, of_each, lost);
  } else {
    const std::size_t local = spines > 0 ? leaves * spines : leaves * (leaves - 1) / 2;
    const std::size_t groups = number(shape_.groups);
    if (index < groups * local) {
      const std::size_t group = index / local, cable = index % local;
      if (spines > 0) {
        lose_local(group * leaves + cable / spines);
        return lost;
      }
      std::size_t low = 0, before = 0;
      while (before + (leaves - 1 - low) <= cable) before += leaves - 1 - low++;
      lose_local(group * leaves + low);
      lose_local(group * leaves + low + 1 + (cable - before));
      return lost;
    }
    std::size_t pair = (index - groups * local) / number(shape_.pair_cables), g = 0;
    while (pair >= groups - 1 - g) pair -= groups - 1 - g++;
    const std::size_t h = g + 1 + pair;
    if (fabric_.routing == Routing::adaptive) {
      lose_global(g, 1, lost);
      lose_global(h, 1, lost);
    } else {
      lost.push_back({LinkId(pair_link(g, h)), fabric_.link_rate});
      lost.push_back({LinkId(pair_link(h, g)), fabric_.link_rate});
    }
  }
  return lost;
}

}  // namespace icekeel::platforms
