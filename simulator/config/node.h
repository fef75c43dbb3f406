// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A parsed document: a tree in which everything knows its place in the text.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/config/diagnostics.h"

namespace icekeel::config {

struct Entry;

/// A scalar, a list or a mapping, as written.
struct Node {
  enum class Kind { null, scalar, list, map };

  Kind kind = Kind::null;
  Place place;
  std::string text;            ///< of a scalar
  bool quoted = false;         ///< a scalar in quotes is a text, never a number
  std::vector<Node> items;     ///< of a list
  std::vector<Entry> entries;  ///< of a mapping, in the order of the text, keys unique
  bool incomplete = false;     ///< a part could not be read, which was reported where it is

  Node() = default;
  Node(Kind of_kind, Place at);

  bool is_map() const { return kind == Kind::map; }
  bool is_list() const { return kind == Kind::list; }
  bool is_scalar() const { return kind == Kind::scalar; }

  /// The value under a key, or nothing.
  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);
  void erase(std::string_view key);
};

struct Entry {
  std::string key;
  Place place;  ///< of the key
  Node value;
};

inline Node::Node(Kind of_kind, Place at) : kind(of_kind), place(at) {}

/// Whether every key of the mapping reads "[0]", "[1]" ...: changes to the items of a list.
bool is_list_patch(const Node& node);

/// `above` laid over `below`: mappings merge key by key, a list patch changes single items of a
/// list, everything else is replaced.
Node merged(const Node& below, const Node& above);

/// What the user reads of a node in a message: its text, or "a list", "a mapping", "nothing".
std::string shown(const Node& node);

}  // namespace icekeel::config
