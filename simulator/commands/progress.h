// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How far a run is, on stderr.

#include <functional>
#include <string>

#include "simulator/run/simulation.h"

namespace icekeel::commands {

/// A line that is written over on a terminal; JSON lines where asked; nothing otherwise.
class ProgressLine {
 public:
  /// \param mode auto (a line if stderr is a terminal), json or none
  ProgressLine(const std::string& mode, std::function<double()> wall_seconds);

  void show(const run::Progress& progress);
  /// Clears the line.
  void end();

 private:
  enum class Mode { none, line, json };
  void print_line(const run::Progress& progress, double wall) const;
  void print_json(const run::Progress& progress, double wall) const;

  Mode mode_ = Mode::none;
  std::function<double()> wall_seconds_;
  double last_shown_ = 0.0;
  bool shown_ = false;
};

}  // namespace icekeel::commands
