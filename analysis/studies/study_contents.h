// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What the points of a study read besides the scenario: the catalogue and files of any kind.

#include <map>
#include <span>
#include <string>

#include "simulator/config/catalogue.h"
#include "simulator/config/fields.h"

namespace icekeel::studies {

class StudyContents {
 public:
  void add(std::span<const config::InputPath> files);
  /// A value that is the name of a file, or a text in which one follows a '='.
  void add_if_file(const std::string& value, const std::string& folder);

  /// Differs where a byte of a file or of an entry of the catalogue differs. A file that cannot be
  /// read counts as empty: who uses it says so.
  std::string digest(const config::Catalogue& catalogue) const;

 private:
  std::map<std::string, std::string> files_;  // where, and as written
};

}  // namespace icekeel::studies
