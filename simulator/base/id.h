// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Indices that cannot be mixed up: `using NodeId = Id<struct Node>;`.

#include <compare>
#include <cstddef>
#include <functional>

namespace icekeel {

/// Position of one thing of kind `Tag` in its list.
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  explicit constexpr Id(std::size_t index) : index_(index) {}
  constexpr std::size_t index() const { return index_; }
  constexpr auto operator<=>(const Id&) const = default;

 private:
  std::size_t index_ = 0;
};

}  // namespace icekeel

template <class Tag>
struct std::hash<icekeel::Id<Tag>> {
  std::size_t operator()(icekeel::Id<Tag> id) const noexcept { return id.index(); }
};
