// SPDX-License-Identifier: Apache-2.0
#include "simulator/config/yaml_parser.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <vector>

namespace icekeel::config {
namespace {

constexpr std::size_t deepest = 64;

// Unwinds the parser after an error that makes the rest meaningless; already reported.
struct Abandoned {};

// Builds the tree from the parser's events.
class Builder : public YAML::EventHandler {
 public:
  Builder(std::size_t source, Diagnostics& diagnostics)
      : source_(source), diagnostics_(diagnostics) {}

  Node root;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    put(Node(Node::Kind::null, place(mark)));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    diagnostics_.error(place(mark), "aliases are not read here",
                       "write the value out, or use 'like:' or 'include:'");
    put(Node(Node::Kind::null, place(mark)));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override {
    // A plain '~' or nothing is null; the parser tags quoted texts with '!'.
    const bool quoted = tag == "!";
    Node node(Node::Kind::scalar, place(mark));
    node.text = value;
    node.quoted = quoted;
    if (!quoted && (value.empty() || value == "~" || value == "null")) node.kind = Node::Kind::null;
    put(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(Node(Node::Kind::list, place(mark)));
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    open(Node(Node::Kind::map, place(mark)));
  }
  void OnMapEnd() override { close(); }

 private:
  // A list or mapping under construction; in a mapping, the key whose value comes next.
  struct Open {
    Node node;
    bool has_key = false;
    Entry next;
  };

  Place place(const YAML::Mark& mark) const {
    if (mark.is_null()) return {source_, 1, 1};
    return {source_, static_cast<std::size_t>(mark.line) + 1,
            static_cast<std::size_t>(mark.column) + 1};
  }

  void open(Node node) {
    if (open_.size() >= deepest) {
      diagnostics_.error(node.place, fmt::format("nested more than {} deep", deepest),
                         "no setting lies that deep; is a bracket left open?");
      throw Abandoned{};
    }
    open_.push_back({std::move(node), false, {}});
  }

  void close() {
    Node done = std::move(open_.back().node);
    open_.pop_back();
    put(std::move(done));
  }

  void put(Node node) {
    if (open_.empty()) {
      root = std::move(node);
      return;
    }
    auto& parent = open_.back();
    if (parent.node.is_list()) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.has_key) {
      take_key(parent, node);
    } else {
      parent.has_key = false;
      parent.next.value = std::move(node);
      add(parent.node, std::move(parent.next));
    }
  }

  void take_key(Open& parent, const Node& key) {
    if (!key.is_scalar()) {
      diagnostics_.error(key.place, fmt::format("a key must be a word, not {}", shown(key)));
      throw Abandoned{};
    }
    parent.has_key = true;
    parent.next = {key.text, key.place, {}};
  }

  void add(Node& map, Entry entry) {
    for (const auto& earlier : map.entries) {
      if (earlier.key != entry.key) continue;
      diagnostics_.error(entry.place, fmt::format("'{}' is given twice", entry.key),
                         fmt::format("first given on line {}", earlier.place.line));
      return;
    }
    map.entries.push_back(std::move(entry));
  }

  std::size_t source_;
  Diagnostics& diagnostics_;
  std::vector<Open> open_;
};

// What to look for when the parser stops at that line.
std::string remedy_of(std::string_view problem, const Source& source, std::size_t line) {
  if (line <= source.lines.size()) {
    const auto& text = source.lines[line - 1];
    const auto indent = text.substr(0, text.find_first_not_of(" \t"));
    if (indent.find('\t') != std::string::npos) return "indent with blanks, not with tabs";
  }
  if (problem.find("not found") != std::string_view::npos)
    return "is a bracket or quote left open here or above?";
  return "look for a missing ': ', a stray quote or wrong indentation, here or just above";
}

}  // namespace

std::optional<Node> parse_yaml(std::string_view text, std::size_t source,
                               Diagnostics& diagnostics) {
  std::istringstream stream{std::string(text)};
  Builder builder(source, diagnostics);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      diagnostics.error({source, 1, 1}, "nothing is written here");
      return std::nullopt;
    }
    Builder second(source, diagnostics);
    if (parser.HandleNextDocument(second)) {
      diagnostics.error(second.root.place, "a second document begins here",
                        "keep one document a file");
      return std::nullopt;
    }
  } catch (const YAML::Exception& problem) {
    const auto line = static_cast<std::size_t>(std::max(problem.mark.line, 0)) + 1;
    const auto column = static_cast<std::size_t>(std::max(problem.mark.column, 0)) + 1;
    diagnostics.error({source, line, column}, fmt::format("not YAML: {}", problem.msg),
                      remedy_of(problem.msg, diagnostics.source(source), line));
    return std::nullopt;
  } catch (const Abandoned&) {
    return std::nullopt;
  }
  return std::move(builder.root);
}

}  // namespace icekeel::config
