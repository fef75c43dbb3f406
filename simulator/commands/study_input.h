// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What the commands about studies have in common.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "analysis/studies/study.h"
#include "analysis/studies/sweep.h"

namespace icekeel::commands {

/// A study and its points.
struct OpenStudy {
  studies::Study study;
  std::vector<studies::Point> points;
};

/// Reads a study; what is wrong is on stderr.
std::optional<studies::Study> open_study(const std::string& file, studies::Purpose purpose);

/// The same with its points. A large one is asked about on a terminal, and refused elsewhere,
/// unless `agreed`.
std::optional<OpenStudy> open_points(const std::string& file, bool agreed);

/// `given`, or a name in the current folder made of the study's and `end`.
std::filesystem::path named_after(const std::string& study, const std::string& given,
                                  const char* end);

/// This program.
std::filesystem::path this_program();

/// How far a sweep is, on stderr.
class SweepLine {
 public:
  /// \param mode auto (a line if stderr is a terminal), json or none
  explicit SweepLine(const std::string& mode);
  void show(const studies::SweepProgress& progress);
  /// Clears the line.
  void end();

 private:
  bool line_ = false, json_ = false, shown_ = false;
  double last_ = -1.0;
};

}  // namespace icekeel::commands
