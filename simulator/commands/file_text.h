// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A file as text.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace icekeel::commands {

/// What a file holds; nothing if it cannot be read.
inline std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace icekeel::commands
