// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/study_contents.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "simulator/base/sha256.h"

namespace icekeel::studies {
namespace {

namespace fs = std::filesystem;

std::string digest_of_file(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return sha256(text.str());
}

}  // namespace

void StudyContents::add(std::span<const config::InputPath> files) {
  for (const auto& file : files) files_.emplace(file.resolved, file.text);
}

void StudyContents::add_if_file(const std::string& value, const std::string& folder) {
  const auto sign = value.find('=');
  const std::string name = sign == std::string::npos ? value : value.substr(sign + 1);
  std::error_code ignored;
  const fs::path path = fs::path(folder) / name;
  if (!name.empty() && fs::is_regular_file(path, ignored)) files_.emplace(path.string(), name);
}

std::string StudyContents::digest(const config::Catalogue& catalogue) const {
  std::set<std::string> lines;  // in an order that does not depend on where the files are
  for (const auto& kind : catalogue.kinds())
    for (const auto& name : catalogue.names(kind))
      if (const auto file = catalogue.find(kind, name))
        lines.insert(kind + "/" + name + " " + digest_of_file(*file));
  for (const auto& [path, name] : files_) lines.insert(name + " " + digest_of_file(path));
  std::string all;
  for (const auto& line : lines) all += line + "\n";
  return sha256(all);
}

}  // namespace icekeel::studies
