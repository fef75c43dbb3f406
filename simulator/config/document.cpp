// SPDX-License-Identifier: Apache-2.0
#include "simulator/config/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "simulator/config/yaml_parser.h"

namespace icekeel::config {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t largest_file = 16U << 20U;
constexpr std::size_t most_includes = 200;
constexpr std::size_t most_steps = 64;

class Includer {
 public:
  explicit Includer(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  std::optional<Node> load(const fs::path& file, std::optional<Place> named_at) {
    const auto [text, problem] = read_file(file);
    if (!problem.empty()) {
      report_unreadable(file, problem, named_at);
      return std::nullopt;
    }
    const auto source = diagnostics_.add_source(Source::of(file.string(), text));
    auto root = parse_yaml(text, source, diagnostics_);
    if (!root) return std::nullopt;
    open_.push_back(fs::weakly_canonical(file));
    expand(*root, file.parent_path());
    open_.pop_back();
    return root;
  }

 private:
  void report_unreadable(const fs::path& file, const std::string& problem,
                         std::optional<Place> named_at) {
    const Place place =
        named_at ? *named_at : Place{diagnostics_.add_source({file.string(), {}}), 0, 0};
    diagnostics_.error(place, fmt::format("'{}' cannot be read: {}", file.string(), problem),
                       named_at ? "check the path; it is relative to the file that names it"
                                : "check the path on the command line");
  }

  void expand(Node& node, const fs::path& folder) {
    for (auto& item : node.items) expand(item, folder);
    for (auto& entry : node.entries) expand(entry.value, folder);
    const Node* includes = node.find("include");
    if (!includes) return;
    const auto files = includes->is_list() ? includes->items : std::vector<Node>{*includes};
    Node below(Node::Kind::map, node.place);
    for (const auto& file : files) {
      if (auto included = include(file, folder))
        below = merged(below, *included);
      else
        below.incomplete = true;
    }
    node.erase("include");
    node = merged(below, node);
  }

  std::optional<Node> include(const Node& name, const fs::path& folder) {
    if (!name.is_scalar()) {
      diagnostics_.error(name.place, fmt::format("include names a file, not {}", shown(name)));
      return std::nullopt;
    }
    const fs::path file = folder / name.text;
    if (std::find(open_.begin(), open_.end(), fs::weakly_canonical(file)) != open_.end()) {
      diagnostics_.error(name.place, fmt::format("'{}' includes itself", name.text),
                         "take one of the includes out of the circle");
      return std::nullopt;
    }
    if (++includes_ > most_includes) {
      if (includes_ == most_includes + 1)
        diagnostics_.error(name.place,
                           fmt::format("more than {} files are included", most_includes),
                           "include each file once");
      return std::nullopt;
    }
    auto included = load(file, name.place);
    if (included && !included->is_map()) {
      diagnostics_.error(name.place,
                         fmt::format("'{}' holds {}, not settings", name.text, shown(*included)));
      return std::nullopt;
    }
    return included;
  }

  Diagnostics& diagnostics_;
  std::vector<fs::path> open_;  // the files being read, outermost first
  std::size_t includes_ = 0;
};

// Whether the step is a name, or a number in brackets.
bool is_step(std::string_view step) {
  if (step.empty() || step.front() != '[') return !step.empty();
  return step.size() > 2 && step.back() == ']' &&
         step.find_first_not_of("0123456789", 1) == step.size() - 1;
}

// Steps of "sites[0].halls": "sites", "[0]", "halls". Empty if the path is malformed.
std::vector<std::string> steps_of(std::string_view path) {
  std::vector<std::string> steps;
  while (!path.empty()) {
    if (path.front() == '.') path.remove_prefix(1);
    std::size_t end = path.find_first_of(".[", path.starts_with('[') ? 1 : 0);
    end = std::min(end, path.size());
    if (!is_step(path.substr(0, end)) || steps.size() == most_steps) return {};
    steps.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return steps;
}

// What can be written in brackets after a list.
std::string items_of(const Node& list) {
  if (list.items.empty()) return "it has no items";
  if (list.items.size() == 1) return "it has one item, [0]";
  return fmt::format("it has [0] to [{}]", list.items.size() - 1);
}

// The node at one step below, made if it is not there yet.
Node* stepped(Node& node, const std::string& step, Place place) {
  if (node.is_list() && step.front() == '[') {
    const auto index = static_cast<std::size_t>(std::strtoull(step.c_str() + 1, nullptr, 10));
    return index < node.items.size() ? &node.items[index] : nullptr;
  }
  if (node.is_map() && step == "[0]" && !is_list_patch(node)) return &node;  // lone mapping
  if (node.is_scalar() && step.front() != '[') {  // the name of a catalogue entry
    Node entry(Node::Kind::map, place);
    entry.entries.push_back({"like", node.place, std::move(node)});
    node = std::move(entry);
  }
  if (node.kind == Node::Kind::null) node = Node(Node::Kind::map, node.place);
  if (!node.is_map()) return nullptr;
  if (Node* found = node.find(step)) return found;
  node.entries.push_back({step, place, Node(Node::Kind::null, place)});
  return &node.entries.back().value;
}

// Puts the value where the steps lead; `start` is where problems of the path are reported.
void walk_and_set(Node& root, const std::vector<std::string>& steps, Node value, Place start,
                  Diagnostics& diagnostics) {
  Node* node = &root;
  std::string walked;
  for (const auto& step : steps) {
    Node* next = stepped(*node, step, start);
    if (!next) {
      diagnostics.error(start,
                        fmt::format("'{}' is {}; it has no '{}'",
                                    walked.empty() ? "the scenario" : walked, shown(*node), step),
                        node->is_list() ? items_of(*node) : std::string());
      return;
    }
    node = next;
    walked += (walked.empty() || step.front() == '[' ? "" : ".") + step;
  }
  *node = std::move(value);
}

}  // namespace

FileText read_file(const fs::path& file) {
  std::error_code error;
  const auto status = fs::status(file, error);
  if (!fs::exists(status)) return {{}, "no such file"};
  if (fs::is_directory(status)) return {{}, "this is a folder"};
  if (!fs::is_regular_file(status)) return {{}, "this is no regular file"};
  const auto size = fs::file_size(file, error);
  if (size > largest_file) return {{}, fmt::format("larger than {} MiB", largest_file >> 20U)};
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  if (stream && size > 0) text << stream.rdbuf();
  if (!stream || !text) return {{}, errno ? std::strerror(errno) : "cannot be read"};
  return {text.str(), {}};
}

std::optional<Node> load_document(const fs::path& file, Diagnostics& diagnostics) {
  return Includer(diagnostics).load(file, std::nullopt);
}

void apply_setting(Node& root, std::string_view setting, Diagnostics& diagnostics) {
  const auto source = diagnostics.add_source(Source::of("--set", setting));
  const Place start{source, 1, 1};
  const std::size_t equals = setting.find('=');
  const auto steps = steps_of(setting.substr(0, std::min(equals, setting.size())));
  if (equals == std::string_view::npos || steps.empty()) {
    diagnostics.error(start, fmt::format("'{}' sets nothing", setting),
                      "write path=value, as in 'record.every=1 h'");
    return;
  }
  if (setting.find_first_not_of(" \t", equals + 1) == std::string_view::npos) {
    diagnostics.error(start, fmt::format("'{}' has no value", setting),
                      "write path=value; the value null takes a setting away");
    return;
  }
  // Blanks before the value keep its columns those of the whole text.
  const auto padded = std::string(equals + 1, ' ') + std::string(setting.substr(equals + 1));
  auto value = parse_yaml(padded, source, diagnostics);
  if (!value) return;
  walk_and_set(root, steps, std::move(*value), start, diagnostics);
}

void set_value(Node& root, std::string_view path, Node value, Diagnostics& diagnostics) {
  const auto steps = steps_of(path);
  const Place start = value.place;
  if (steps.empty())
    diagnostics.error(start, fmt::format("'{}' is not the path of a setting", path),
                      "write it as sites[0].cooling.supply");
  else
    walk_and_set(root, steps, std::move(value), start, diagnostics);
}

}  // namespace icekeel::config
