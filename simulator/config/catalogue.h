// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The catalogue: one YAML file an entry, in folders by kind ("nodes/dgx-h200.yaml").

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace icekeel::config {

class Catalogue {
 public:
  /// \param roots folders that hold folders of kinds; an earlier root wins
  explicit Catalogue(std::vector<std::filesystem::path> roots);

  /// The catalogue that comes with the program: below $ICEKEEL_CATALOGUE if that is set, else
  /// installed beside the executable, else in the source tree it was built from.
  static Catalogue installed();

  std::vector<std::string> kinds() const;
  std::vector<std::string> names(std::string_view kind) const;
  std::optional<std::filesystem::path> find(std::string_view kind, std::string_view name) const;

 private:
  std::vector<std::filesystem::path> roots_;
};

}  // namespace icekeel::config
