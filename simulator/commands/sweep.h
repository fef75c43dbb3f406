// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The commands about studies; each returns its exit code.

#include <cstddef>
#include <string>

namespace icekeel::commands {

struct SweepCommand {
  std::string study;
  std::string folder;             ///< of the points; empty: "<study>.points" here
  std::string output;             ///< table that is written; empty: "<study>.h5" here
  std::size_t at_once = 0;        ///< processes; 0: as many as cores, one a rank under mpirun
  std::string share = "0/1";      ///< "k/n": every n-th point from k on
  bool retry = false;             ///< failed points run again
  bool yes = false;               ///< does not ask before a large study
  bool slurm = false;             ///< submit to Slurm
  bool show_only = false;         ///< show the scripts and submit nothing
  std::string format = "text";    ///< text or json (plan: text or csv)
  std::string progress = "auto";  ///< auto, json or none
};
int sweep_plan(const SweepCommand& command);
int sweep_run(const SweepCommand& command);
int sweep_status(const SweepCommand& command);
int sweep_collect(const SweepCommand& command);
int sweep_submit(const SweepCommand& command);

/// Searches the values for which the study's objective is best.
int optimize(const SweepCommand& command);

}  // namespace icekeel::commands
