// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Files of one test process. Tests run side by side: no two may write one file.

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace icekeel {

/// A folder of this process alone, which goes away with it (and not with its children).
inline const std::filesystem::path& scratch_folder() {
  struct Folder {
    std::filesystem::path path;
    pid_t owner = getpid();
    Folder() {
      auto name = (std::filesystem::temp_directory_path() / "icekeel-XXXXXX").string();
      if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder " + name);
      path = name;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
      std::error_code ignored;
      if (getpid() == owner) std::filesystem::remove_all(path, ignored);
    }
  };
  static const Folder folder;
  return folder.path;
}

/// The path of a new file with this text, whose name ends as asked: `written("jobs.csv", table)`.
inline std::string written(const std::string& name, const std::string& text) {
  static int count = 0;
  const auto path = scratch_folder() / (std::to_string(++count) + "-" + name);
  std::ofstream(path) << text;
  return path.string();
}

}  // namespace icekeel
