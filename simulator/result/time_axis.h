// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A time axis that is being written, with the series on it. Internal to this module.

#include <cstddef>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "simulator/base/calendar.h"
#include "simulator/result/hdf5_handle.h"
#include "simulator/result/records.h"

namespace icekeel::result {

/// A dimension that is in the file already.
struct LabelDimension {
  Handle scale;
  std::size_t size = 0;
};
using LabelDimensions = std::map<std::string, LabelDimension>;

/// Collects rows and writes them when whole chunks are full, so that every chunk is compressed and
/// written once: a chunk written again would free a place in the file that the structure on disk
/// still names, and a process killed there would leave a damaged file.
class TimeAxis {
 public:
  TimeAxis(std::string name, Timestamp start);

  const std::string& name() const { return name_; }
  std::size_t add_series(const Variable& variable, std::size_t columns);

  /// Makes the datasets; from here on no series can be added.
  void create(hid_t file, hid_t bound, const LabelDimensions& labels);
  bool created() const { return created_; }

  /// Whether the rows that are waiting fill their chunks and should be written.
  bool full() const { return waiting_ == rows_per_write_; }
  void append(double from, double to, std::span<const double> values);
  /// Writes what waits.
  void write();

 private:
  struct Series {
    Variable variable;
    std::size_t columns = 1;
    Handle dataset;
    std::variant<std::vector<double>, std::vector<float>> waiting;
  };
  void create_axis(hid_t file, hid_t bound);
  void create_series(hid_t file, Series& series, const LabelDimensions& labels);

  std::string name_;
  Timestamp start_;
  std::vector<Series> series_;
  std::size_t width_ = 0;  // values of all series in one row
  Handle time_;
  Handle bounds_;
  std::vector<double> waiting_time_;
  std::vector<double> waiting_bounds_;
  std::size_t rows_per_write_ = 0;
  std::size_t waiting_ = 0;
  std::size_t written_ = 0;
  double end_ = -std::numeric_limits<double>::infinity();  // of the last interval [s]
  bool created_ = false;
};

}  // namespace icekeel::result
