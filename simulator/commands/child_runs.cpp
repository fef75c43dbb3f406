// SPDX-License-Identifier: Apache-2.0
#include "simulator/commands/child_runs.h"

#include <unistd.h>

#include <algorithm>
#include <limits>
#include <system_error>
#include <thread>

#include "analysis/studies/process_pool.h"

namespace icekeel::commands {

bool run_children(const std::vector<ChildRun>& children,
                  const std::function<bool(std::size_t, int)>& ended) {
  constexpr double unlimited = std::numeric_limits<double>::infinity();
  const auto program = std::filesystem::read_symlink("/proc/self/exe");
  const std::size_t at_once = std::max(1U, std::thread::hardware_concurrency());
  studies::ProcessPool pool({Duration::si(unlimited), Information::si(unlimited)});
  std::size_t next = 0;
  bool go_on = true, all_ended = true;
  while (true) {
    while (go_on && !pool.stop_asked() && next < children.size() && pool.running() < at_once) {
      pool.start(next, {program, children[next].arguments, children[next].errors});
      ++next;
    }
    if (pool.running() == 0) break;
    for (const auto& child : pool.wait()) {
      if (pool.stop_asked() && child.exit_code != 0)
        all_ended = false;  // it was asked to stop
      else
        go_on = ended(child.key, child.exit_code) && go_on;
    }
  }
  return all_ended && next == children.size();
}

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "icekeel-XXXXXX").string();
  if (!::mkdtemp(name.data()))
    throw std::system_error(errno, std::generic_category(), "cannot make a folder " + name);
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace icekeel::commands
