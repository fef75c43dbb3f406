// SPDX-License-Identifier: Apache-2.0
#include "simulator/config/reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/text.h"
#include "simulator/config/document.h"
#include "simulator/config/neighbours.h"

namespace icekeel::config {
namespace {

constexpr std::size_t longest_chain = 16;

bool is_provenance(std::string_view key) {
  return std::find(provenance_keys.begin(), provenance_keys.end(), key) != provenance_keys.end();
}

// `{value: 10.2 kW, source: "..."}` stands for its value.
const Node* annotated_value(const Node& node) {
  if (!node.is_map()) return nullptr;
  const Node* value = node.find("value");
  if (!value) return nullptr;
  for (const auto& entry : node.entries)
    if (entry.key != "value" && !is_provenance(entry.key)) return nullptr;
  return value;
}

// A sentence in the form of a remedy: small letters, no full stop.
std::string as_remedy(std::string_view sentence) {
  std::string text(sentence.substr(0, sentence.find_last_not_of('.') + 1));
  if (text.size() > 1 && text[1] >= 'a' && text[1] <= 'z' && text[0] >= 'A' && text[0] <= 'Z')
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

}  // namespace

Reader::Reader(Node root, std::string root_name, const Catalogue& catalogue,
               Diagnostics& diagnostics)
    : root_name_(std::move(root_name)),
      catalogue_(catalogue),
      diagnostics_(diagnostics),
      currency_("EUR") {
  if (const Node* currency = root.find("currency"); currency && currency->is_scalar())
    currency_ = currency->text;
  push(std::move(root), {});
}

void Reader::push(Node node, std::string step) {
  std::string path = levels_.empty() ? std::string() : top().path;
  if (!path.empty() && !step.empty() && step.front() != '[') path += '.';
  path += step;
  places_[path] = node.place;
  levels_.push_back({std::move(node), std::move(path), {}});
}

std::string Reader::member_path(std::string_view name) const {
  const auto& path = levels_.back().path;
  return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
}

std::string Reader::top_name() const {
  const auto& path = levels_.back().path;
  if (path.empty()) return root_name_;
  return path.front() == '[' ? root_name_ + path : fmt::format("{}.{}", root_name_, path);
}

void Reader::error(std::string message, std::string remedy) {
  diagnostics_.error(top().node.place, std::move(message), std::move(remedy));
}

bool Reader::enter(const Field& field) {
  auto& level = top();
  level.known.emplace(field.name);
  const Node* member = level.node.find(field.name);
  if (!member || member->kind == Node::Kind::null) {
    if (field.required && !level.node.incomplete)
      diagnostics_.error(member ? member->place : level.node.place,
                         fmt::format("{} needs '{}'", top_name(), field.name),
                         as_remedy(field.doc));
    return false;
  }
  const Node* value = annotated_value(*member);
  push(value ? *value : *member, std::string(field.name));
  return true;
}

void Reader::leave() {
  levels_.pop_back();
}

bool Reader::begin_struct(const Field&, std::string_view catalogue_kind) {
  if (top().node.kind == Node::Kind::null) top().node.kind = Node::Kind::map;
  // A bare name stands for `like: NAME`.
  if (top().node.is_scalar() && !catalogue_kind.empty()) {
    Node like = top().node;
    top().node = Node(Node::Kind::map, like.place);
    top().node.entries.push_back({"like", like.place, like});
  }
  if (!top().node.is_map()) {
    error(fmt::format("{} must be a mapping; this is {}", top_name(), shown(top().node)),
          "write its settings below it, or as {setting: value}");
    return false;
  }
  if (top().node.find("like")) start_from_catalogue(catalogue_kind);
  return true;
}

void Reader::start_from_catalogue(std::string_view kind) {
  auto& level = top();
  const Node like = *level.node.find("like");
  level.known.emplace("like");
  level.known.emplace("description");
  if (kind.empty()) {
    diagnostics_.error(like.place, fmt::format("{} has no catalogue to start from", top_name()),
                       "write its settings out");
    level.node.incomplete = true;
    return;
  }
  std::vector<std::string> chain;
  if (auto entry = catalogue_entry(like, kind, chain)) {
    level.node.erase("like");
    level.node = merged(*entry, level.node);
  } else {
    level.node.incomplete = true;
  }
}

std::optional<Node> Reader::catalogue_entry(const Node& like, std::string_view kind,
                                            std::vector<std::string>& chain) {
  if (!like.is_scalar()) {
    diagnostics_.error(like.place,
                       fmt::format("like names a catalogue entry, not {}", shown(like)));
    return std::nullopt;
  }
  std::string name = like.text;
  if (const auto slash = name.find('/'); slash != std::string::npos) {
    if (name.substr(0, slash) != kind) {
      diagnostics_.error(like.place, fmt::format("'{}' cannot stand for {}", like.text, top_name()),
                         fmt::format("entries of '{}' can; see icekeel list {}", kind, kind));
      return std::nullopt;
    }
    name = name.substr(slash + 1);
  }
  const auto file = catalogue_.find(kind, name);
  if (!file) {
    const auto names = catalogue_.names(kind);
    const auto meant = nearest(name, names);
    const auto nearby = neighbours_of(name, kind, catalogue_);
    diagnostics_.error(
        like.place, fmt::format("the catalogue has no {}/{}", kind, name),
        !nearby.empty()
            ? fmt::format("the nearest entry is '{}'; or write the settings out", nearby.front())
        : meant ? fmt::format("did you mean '{}'?", *meant)
                : fmt::format("{} has: {}", kind, joined(names, ", ")));
    return std::nullopt;
  }
  if (chain.size() >= longest_chain || std::find(chain.begin(), chain.end(), name) != chain.end()) {
    diagnostics_.error(like.place, fmt::format("{}/{} starts from itself", kind, name));
    return std::nullopt;
  }
  chain.push_back(name);
  auto& entry = entries_[file->string()];
  if (entry.kind == Node::Kind::null) {
    auto loaded = load_document(*file, diagnostics_);
    if (!loaded || !loaded->is_map()) return std::nullopt;
    entry = std::move(*loaded);
    entry_sources_.insert(entry.place.source);
  }
  Node whole = entry;
  if (const Node* below = whole.find("like")) {
    auto base = catalogue_entry(*below, kind, chain);
    if (!base) return std::nullopt;
    whole.erase("like");
    whole = merged(*base, whole);
  }
  return whole;
}

void Reader::end_struct() {
  report_unknown(top());
}

void Reader::report_unknown(const Level& level) {
  const std::vector<std::string> known(level.known.begin(), level.known.end());
  for (const auto& entry : level.node.entries) {
    if (level.known.contains(entry.key) || is_provenance(entry.key) || entry.key == "description")
      continue;
    const auto meant = nearest(entry.key, known);
    diagnostics_.error(entry.place, fmt::format("{} has no setting '{}'", top_name(), entry.key),
                       meant ? fmt::format("did you mean '{}'?", *meant)
                             : fmt::format("settings here: {}", joined(known, ", ")));
  }
}

std::size_t Reader::begin_list(const Field&, std::size_t, bool of_structs) {
  auto& node = top().node;
  // A lone mapping, or the name of a catalogue entry, stands for a list of one.
  if (of_structs && !node.is_list() && node.kind != Node::Kind::null) {
    Node list(Node::Kind::list, node.place);
    list.items.push_back(std::move(node));
    node = std::move(list);
  }
  if (!node.is_list()) {
    error(fmt::format("{} must be a list; this is {}", top_name(), shown(node)),
          "write [a, b] or a line '- a' an item");
    node = Node(Node::Kind::list, node.place);
  }
  const std::size_t items = node.items.size();
  push(Node(node), {});
  return items;
}

void Reader::enter_item(std::size_t index) {
  const Node& item = top().node.items.at(index);
  const Node* value = annotated_value(item);
  push(Node(value ? *value : item), fmt::format("[{}]", index));
}

void Reader::end_list() {
  leave();
}

std::vector<std::string> Reader::begin_map(const Field&, std::vector<std::string> keys) {
  const auto& node = top().node;
  if (!node.is_map()) {
    error(fmt::format("{} must be a mapping; this is {}", top_name(), shown(node)));
    return {};
  }
  for (const auto& entry : node.entries)
    if (!is_provenance(entry.key) && std::find(keys.begin(), keys.end(), entry.key) == keys.end())
      keys.push_back(entry.key);
  std::erase_if(keys, [&](const std::string& key) { return !node.find(key); });
  return keys;
}

void Reader::enter_key(const std::string& key) {
  const Node& item = *top().node.find(key);
  const Node* value = annotated_value(item);
  push(Node(value ? *value : item), key);
}

void Reader::end_map() {}

void Reader::report(const Finding& finding, std::string_view prefix) {
  std::string path(prefix);
  if (!path.empty() && !finding.path.empty() && finding.path.front() != '[') path += '.';
  path += finding.path;
  auto found = places_.find(path);
  // What comes from the catalogue is shown where the user names the entry.
  const auto is_elsewhere = [&] {
    return found == places_.end() || entry_sources_.contains(found->second.source);
  };
  while (is_elsewhere() && !path.empty()) {
    const std::size_t cut = path.find_last_of(".[");
    path.resize(cut == std::string::npos ? 0 : cut);
    found = places_.find(path);
  }
  diagnostics_.error(found->second, finding.message, finding.remedy);
}

void Reader::report(std::span<const Finding> findings, std::string_view prefix) {
  for (const auto& finding : findings) report(finding, prefix);
}

}  // namespace icekeel::config
