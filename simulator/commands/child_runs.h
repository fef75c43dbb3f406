// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Many simulations at a time: one process each, as many at once as there are cores.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace icekeel::commands {

/// One call of this program.
struct ChildRun {
  std::vector<std::string> arguments;  ///< "run", the scenario, ...
  std::filesystem::path errors;        ///< file for what it writes to stderr
};

/// Runs them all and calls `ended` with the index and the exit code of each as it ends. When it
/// returns false no more are begun; those that run are awaited, or stopped at an interruption.
/// \return whether all were begun and none was stopped
bool run_children(const std::vector<ChildRun>& children,
                  const std::function<bool(std::size_t, int)>& ended);

/// A new folder below the system's one for such files, removed with all that is in it at the end.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace icekeel::commands
