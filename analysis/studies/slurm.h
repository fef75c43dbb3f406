// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A study as a Slurm job array, and a job that collects it when the array has ended.

#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "analysis/studies/study.h"

namespace icekeel::studies {

/// What the scripts are about; paths are absolute.
struct SlurmJob {
  std::filesystem::path program;
  std::filesystem::path study;
  std::filesystem::path folder;
  std::filesystem::path table;  ///< that the last job writes
  std::size_t points = 0;
};

/// Texts of the scripts of the array and of the job that collects.
struct SlurmScripts {
  std::string array;
  std::string collect;
};
SlurmScripts slurm_scripts(const Study& study, const SlurmJob& job);

/// Numbers that Slurm gave to the jobs.
struct SlurmNumbers {
  std::string array;
  std::string collect;
};

/// Slurm is not there, or it refuses; the text has its words and a remedy.
struct SlurmProblem : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Writes the scripts into the folder, submits them and notes their numbers there.
SlurmNumbers submit(const SlurmScripts& scripts, const std::filesystem::path& folder);

/// The numbers that were noted in the folder.
std::optional<SlurmNumbers> submitted(const std::filesystem::path& folder);

/// What the queue says of a job: how many of its tasks are in which state, as {"RUNNING": 2}. Asks
/// squeue, then sacct. Empty: neither knows it any more.
std::map<std::string, std::size_t> states_of(const std::string& number);

}  // namespace icekeel::studies
