// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>

#include "simulator/base/text.h"
#include "simulator/commands/commands.h"
#include "simulator/commands/file_text.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/document.h"

namespace icekeel::commands {
namespace {

// The first sentence of an entry's description.
std::string description_of(const std::filesystem::path& file) {
  config::Diagnostics ignored;
  const auto entry = config::load_document(file, ignored);
  const auto* description = entry ? entry->find("description") : nullptr;
  if (!description) return {};
  const std::string& text = description->text;
  const auto end = text.find(". ");
  return text.substr(0, end == std::string::npos ? text.find_last_not_of(". \n") + 1 : end);
}

int unknown(const std::string& what, const std::string& name,
            const std::vector<std::string>& candidates) {
  const auto meant = nearest(name, candidates);
  std::cerr << fmt::format(
      "icekeel: error: the catalogue has no {} '{}'\n      = {}\n", what, name,
      meant ? fmt::format("did you mean '{}'?", *meant) : "'icekeel list' shows what there is");
  return bad_input;
}

}  // namespace

int list(const std::string& kind) {
  const auto catalogue = config::Catalogue::installed();
  const auto kinds = catalogue.kinds();
  if (kind.empty()) {
    for (const auto& each : kinds)
      std::cout << fmt::format("{:<21}{}\n", each, joined(catalogue.names(each), ", "));
    return done;
  }
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
    return unknown("kind", kind, kinds);
  for (const auto& name : catalogue.names(kind))
    std::cout << fmt::format("{:<32}{}\n", name, description_of(*catalogue.find(kind, name)));
  return done;
}

int show(const std::string& name) {
  const auto catalogue = config::Catalogue::installed();
  std::vector<std::string> found, all;
  for (const auto& kind : catalogue.kinds())
    for (const auto& entry : catalogue.names(kind)) {
      const auto path = kind + "/" + entry;
      if (name == entry || name == path) found.push_back(path);
      all.push_back(name.find('/') == std::string::npos ? entry : path);
    }
  if (found.empty()) return unknown("entry", name, all);
  for (const auto& entry : found) {
    const auto slash = entry.find('/');
    std::cout << fmt::format("# {}\n", entry)
              << text_of(*catalogue.find(entry.substr(0, slash), entry.substr(slash + 1)));
  }
  return done;
}

}  // namespace icekeel::commands
