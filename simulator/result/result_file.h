// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Reads a result file.

#include <cstddef>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/result/records.h"

namespace icekeel::result {

/// The file is no result file of this version, or it is damaged. The text says what and what to
/// do; it is the user's business (exit code 2).
struct UnreadableResult : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The intervals of a time axis [s since the start].
struct Intervals {
  std::vector<double> from;
  std::vector<double> to;
  std::size_t size() const { return from.size(); }
};

/// A part of an axis: `count` intervals from `first` on.
struct Rows {
  std::size_t first = 0;
  std::size_t count = std::numeric_limits<std::size_t>::max();  ///< cut at the end of the axis
};

/// Values of a series, interval by interval: value(i, j) is values[i * columns + j].
struct SeriesValues {
  std::size_t columns = 1;  ///< number of labels; 1 for a series over time only
  std::vector<double> values;
};

/// A result file, whole or `.partial`. What is asked for and not there is absent or empty, never
/// an error; what is there and cannot be read throws UnreadableResult.
class ResultFile {
 public:
  static ResultFile open(const std::filesystem::path& path);
  ResultFile(ResultFile&&) noexcept;
  ResultFile& operator=(ResultFile&&) noexcept;
  ~ResultFile();

  const std::filesystem::path& path() const;
  const FileInfo& info() const;
  FormatVersion format() const;
  /// "complete", "interrupted", "failed" or "running" (it still does, or was killed).
  const std::string& status() const;

  /// The series in the order of adding.
  const std::vector<Variable>& series() const;
  const Variable* find_series(std::string_view name) const;
  /// Reads `rows` of that series.
  std::optional<SeriesValues> values(std::string_view series, Rows rows = {}) const;
  /// The intervals of an axis, e.g. of `find_series("it_power")->dimensions.front()`.
  Intervals intervals(std::string_view axis, Rows rows = {}) const;
  /// The names along a dimension, e.g. "rack".
  std::vector<std::string> labels(std::string_view dimension) const;

  /// Names of the groups that hold tables, e.g. "/jobs".
  std::vector<std::string> tables() const;
  /// All columns of a table.
  std::vector<Column> table(std::string_view group) const;
  std::optional<Column> column(std::string_view group, std::string_view name) const;

  /// The figures of a group, e.g. "/summary".
  std::vector<Scalar> scalars(std::string_view group) const;
  std::optional<double> scalar(std::string_view group, std::string_view name) const;
  /// The texts of a group, e.g. "/provenance".
  std::vector<Text> texts(std::string_view group) const;
  std::optional<std::string> text(std::string_view group, std::string_view name) const;

  std::vector<Plot> plots() const;

 private:
  class Impl;
  explicit ResultFile(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace icekeel::result
