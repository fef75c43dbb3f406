// SPDX-License-Identifier: Apache-2.0
// What the links of a fat tree lose with each of its parts. A part is in one rail; a link stands
// for all of them.
#include "platforms/fat_tree.h"
#include "simulator/base/expect.h"

namespace icekeel::platforms {
namespace {

std::size_t count_of(std::int64_t count) {
  return static_cast<std::size_t>(count);
}

}  // namespace

std::size_t FatTree::parts(FabricPart part) const {
  const std::size_t rails = count_of(shape_.rails);
  const std::size_t spines = count_of(shape_.pods * shape_.spines);
  const std::size_t leaf_cables = shape_.leaves > 1 ? count_of(shape_.leaves * shape_.uplinks) : 0;
  switch (part) {
    case FabricPart::adapter:
      return nodes_ * count_of(adapters_);
    case FabricPart::leaf_switch:
      return rails * count_of(shape_.leaves);
    case FabricPart::upper_switch:
      return rails * (spines + count_of(shape_.cores));
    case FabricPart::cable:
      return rails *
             (leaf_cables + (shape_.cores > 0 ? spines * count_of(shape_.spine_uplinks) : 0));
  }
  return 0;
}

std::vector<Loss> FatTree::losses(FabricPart part, std::size_t index) const {
  ICEKEEL_EXPECT(index < parts(part));
  std::vector<Loss> lost;
  const auto lose_node = [&](std::size_t node, Bandwidth rate) {
    lost.push_back({LinkId(2 * node), rate});
    lost.push_back({LinkId(2 * node + 1), rate});
  };
  const std::size_t rails = count_of(shape_.rails), uplinks = count_of(shape_.uplinks);
  const std::size_t spines = count_of(shape_.spines), leaves = count_of(shape_.leaves);
  const std::size_t ups = count_of(shape_.spine_uplinks);
  if (part == FabricPart::adapter) {
    lose_node(index / count_of(adapters_), injection_ / static_cast<double>(adapters_));
    return lost;
  }
  index /= rails;  // the rails of a place follow each other
  if (part == FabricPart::leaf_switch) {
    for (std::size_t node = 0; node < nodes_; ++node)
      if (leaf_of(node) == index) lose_node(node, injection_ / static_cast<double>(rails));
    if (leaves > 1) lose_leaf_cables(index, 0, uplinks, lost);
  } else if (part == FabricPart::upper_switch) {
    const std::size_t all_spines = count_of(shape_.pods) * spines;
    const std::size_t cables = count_of(shape_.leaf_cables);
    if (index < all_spines) {
      for (std::size_t leaf = 0; leaf < leaves; ++leaf)
        if (leaf / count_of(shape_.leaves_per_pod) == index / spines)
          lose_leaf_cables(leaf, index % spines * cables, cables, lost);
      if (ups > 0) lose_spine_cables(index, 0, ups, lost);
    } else {
      const std::size_t core = index - all_spines, plane = count_of(shape_.cores) / spines;
      for (std::size_t pod = 0; pod < count_of(shape_.pods); ++pod)
        lose_spine_cables(pod * spines + core / plane, core % plane * count_of(shape_.core_cables),
                          count_of(shape_.core_cables), lost);
    }
  } else if (index < leaves * uplinks) {
    lose_leaf_cables(index / uplinks, index % uplinks, 1, lost);
  } else {
    lose_spine_cables((index - leaves * uplinks) / ups, (index - leaves * uplinks) % ups, 1, lost);
  }
  return lost;
}

// With ideal spreading the trunk loses them, else each its own link; of one rail.
void FatTree::lose_leaf_cables(std::size_t leaf, std::size_t first, std::size_t count,
                               std::vector<Loss>& losses) const {
  const bool trunk = fabric_.routing == Routing::adaptive;
  for (std::size_t cable = first; cable < first + count; ++cable) {
    const std::size_t up = trunk ? first_leaf_link_ + 2 * leaf : leaf_cable_link(leaf, cable);
    losses.push_back({LinkId(up), fabric_.link_rate});
    losses.push_back({LinkId(up + 1), fabric_.link_rate});
  }
}

void FatTree::lose_spine_cables(std::size_t spine, std::size_t first, std::size_t count,
                                std::vector<Loss>& losses) const {
  const std::size_t spines = count_of(shape_.spines);
  const bool trunk = fabric_.routing == Routing::adaptive;
  for (std::size_t cable = first; cable < first + count; ++cable) {
    const std::size_t up = trunk ? first_pod_link_ + 2 * (spine / spines)
                                 : spine_cable_link(spine / spines, spine % spines, cable);
    losses.push_back({LinkId(up), fabric_.link_rate});
    losses.push_back({LinkId(up + 1), fabric_.link_rate});
  }
}

}  // namespace icekeel::platforms
