// SPDX-License-Identifier: Apache-2.0
#include "simulator/config/catalogue.h"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace icekeel::config {
namespace fs = std::filesystem;
namespace {

std::vector<fs::path> roots_below(const fs::path& folder) {
  return {folder / "platforms/catalogue", folder / "workloads/catalogue"};
}

}  // namespace

Catalogue::Catalogue(std::vector<fs::path> roots) : roots_(std::move(roots)) {}

Catalogue Catalogue::installed() {
  if (const char* folder = std::getenv("ICEKEEL_CATALOGUE")) return Catalogue(roots_below(folder));
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  const fs::path beside = program.parent_path().parent_path() / "share/icekeel";
  if (!program.empty() && fs::is_directory(beside, ignored)) return Catalogue(roots_below(beside));
  return Catalogue(roots_below(ICEKEEL_SOURCE_FOLDER));
}

std::vector<std::string> Catalogue::kinds() const {
  std::set<std::string> found;
  std::error_code ignored;
  for (const auto& root : roots_)
    for (const auto& folder : fs::directory_iterator(root, ignored))
      if (folder.is_directory()) found.insert(folder.path().filename().string());
  return {found.begin(), found.end()};
}

std::vector<std::string> Catalogue::names(std::string_view kind) const {
  std::set<std::string> found;
  std::error_code ignored;
  for (const auto& root : roots_)
    for (const auto& file : fs::directory_iterator(root / kind, ignored))
      if (file.path().extension() == ".yaml") found.insert(file.path().stem().string());
  return {found.begin(), found.end()};
}

std::optional<fs::path> Catalogue::find(std::string_view kind, std::string_view name) const {
  if (name.empty() || name.find_first_of("/\\") != std::string_view::npos) return std::nullopt;
  std::error_code ignored;
  for (const auto& root : roots_) {
    const fs::path file = root / kind / (std::string(name) + ".yaml");
    if (fs::is_regular_file(file, ignored)) return file;
  }
  return std::nullopt;
}

}  // namespace icekeel::config
