// SPDX-License-Identifier: Apache-2.0
#include "simulator/config/node.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace icekeel::config {
namespace {

constexpr std::size_t longest_shown = 60;

// The 3 of "[3]".
std::optional<std::size_t> index_of(std::string_view key) {
  if (key.size() < 3 || key.front() != '[' || key.back() != ']') return std::nullopt;
  std::size_t index = 0;
  const char* end = key.data() + key.size() - 1;
  const auto [rest, error] = std::from_chars(key.data() + 1, end, index);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return index;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &found->value;
}

Node* Node::find(std::string_view key) {
  return const_cast<Node*>(static_cast<const Node*>(this)->find(key));
}

void Node::erase(std::string_view key) {
  std::erase_if(entries, [&](const Entry& entry) { return entry.key == key; });
}

bool is_list_patch(const Node& node) {
  return node.is_map() && !node.entries.empty() &&
         std::all_of(node.entries.begin(), node.entries.end(),
                     [](const Entry& entry) { return index_of(entry.key).has_value(); });
}

Node merged(const Node& below, const Node& above) {
  if (is_list_patch(above) && (below.is_list() || below.is_map())) {
    Node list = below;
    for (const auto& [key, place, value] : above.entries) {
      const std::size_t index = index_of(key).value();
      if (below.is_map() && index == 0)  // a lone mapping stands for a list of one
        list = merged(list, value);
      else if (below.is_list() && index < list.items.size())
        list.items[index] = merged(list.items[index], value);
      else
        return above;  // the reader reports the key as unknown, at its place
    }
    return list;
  }
  if (!below.is_map() || !above.is_map()) return above;
  Node result = below;
  result.place = above.place;
  result.incomplete = below.incomplete || above.incomplete;
  for (const auto& entry : above.entries) {
    if (Node* own = result.find(entry.key))
      *own = merged(*own, entry.value);
    else
      result.entries.push_back(entry);
  }
  return result;
}

std::string shown(const Node& node) {
  switch (node.kind) {
    case Node::Kind::scalar:
      return node.text.size() <= longest_shown ? "'" + node.text + "'" : "a long text";
    case Node::Kind::list:
      return "a list";
    case Node::Kind::map:
      return "a mapping";
    case Node::Kind::null:
      break;
  }
  return "nothing";
}

}  // namespace icekeel::config
