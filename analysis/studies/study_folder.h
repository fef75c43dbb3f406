// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What is known of the points of a study, on disk: any number of processes may share it.

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "simulator/result/records.h"

namespace icekeel::studies {

/// How a point ended.
struct Outcome {
  bool complete = false;
  std::string error;  ///< why it failed
  double wall_s = 0.0;
  std::vector<result::Scalar> figures;  ///< of the summary
};

/// The right to run a point: a lock on a file, which is gone when no process has it open any more,
/// however it ended. The process of the point inherits it.
class Claim {
 public:
  explicit Claim(int descriptor, std::filesystem::path file)
      : descriptor_(descriptor), file_(std::move(file)) {}
  Claim(Claim&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), file_(std::move(other.file_)) {}
  Claim& operator=(Claim&& other) noexcept;
  /// Gives it back, and takes the file away.
  ~Claim();

  int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
  std::filesystem::path file_;
};

/// A folder with one small file for each point that has ended, and one for each that runs.
class StudyFolder {
 public:
  explicit StudyFolder(std::filesystem::path path) : path_(std::move(path)) {}
  /// The same, made if it is not there. Who only reads does not make it.
  static StudyFolder made(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }

  /// Nothing if the point has not ended.
  std::optional<Outcome> outcome(const std::string& id) const;
  bool has_outcome(const std::string& id) const;
  /// Whole or not at all: written beside, then renamed.
  void write(const std::string& id, const Outcome& outcome) const;

  /// Nothing if another process has it.
  std::optional<Claim> claim(const std::string& id) const;
  bool is_claimed(const std::string& id) const;

  /// Where a point writes its result, and its errors.
  std::filesystem::path result_of(const std::string& id) const;
  std::filesystem::path errors_of(const std::string& id) const;

 private:
  std::filesystem::path outcome_file(const std::string& id) const;
  std::filesystem::path claim_file(const std::string& id) const;

  std::filesystem::path path_;
};

}  // namespace icekeel::studies
