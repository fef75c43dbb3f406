// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Writes a result file: HDF5 that is also valid netCDF-4 with CF attributes. The format is
/// described in simulator/docs/formats/result.md.

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/id.h"
#include "simulator/base/quantity.h"
#include "simulator/result/records.h"

namespace icekeel::result {

using TimeAxisId = Id<struct TimeAxisTag>;
using SeriesId = Id<struct SeriesTag>;

/// A result file in the making. It is written to `<path>.partial` and takes its name only when it
/// is whole. A process that is killed leaves a `.partial` that opens, up to the last full chunk.
///
///     ResultWriter writer("run.h5", info);
///     writer.add_labels("rack", rack_names, "rack");
///     const auto time = writer.add_time_axis("time");
///     writer.add_series(time, {.name = "it_power", .units = "W", .long_name = "IT power",
///                              .dimensions = {"time"}});
///     writer.append(time, from, to, values);
///     writer.finish("complete");
///
/// Whatever the disk refuses ends in a std::system_error or std::runtime_error whose text holds
/// the path; the writer is of no use after that, and `.partial` stays.
class ResultWriter {
 public:
  /// Replaces an older `.partial`; a whole result of that name stays until this one is whole.
  ResultWriter(std::filesystem::path path, const FileInfo& info);
  ResultWriter(ResultWriter&&) noexcept;
  ResultWriter& operator=(ResultWriter&&) noexcept;
  /// Without finish(): writes what is buffered; run_status stays "running".
  ~ResultWriter();

  /// The file that is being written, `<path>.partial`.
  const std::filesystem::path& partial_path() const;

  /// A dimension whose positions have names, e.g. rack(rack). To be added before its series.
  void add_labels(const std::string& dimension, std::span<const std::string> labels,
                  const std::string& long_name);

  /// An axis of intervals with its `<name>_bounds`. One axis is called "time"; an axis of another
  /// rate has another name, e.g. "time_rack".
  TimeAxisId add_time_axis(const std::string& name);

  /// A series on that axis. All of an axis are added before its first append().
  SeriesId add_series(TimeAxisId axis, const Variable& variable);

  /// One interval: the values of all series of the axis in the order of adding, those of a series
  /// over labels in the order of the labels. NaN where a value is missing. Intervals have a
  /// length, do not overlap and come in order.
  void append(TimeAxisId axis, Duration from, Duration to, std::span<const double> values);

  /// A table in a group of its own, e.g. "/jobs" with one row a "job".
  void add_table(const std::string& group, const std::string& dimension,
                 std::span<const Column> columns);

  /// Figures of a group, e.g. "/summary". Those without a value are left out.
  void add_scalars(const std::string& group, std::span<const Scalar> scalars);

  /// Texts of a group, e.g. "/provenance".
  void add_texts(const std::string& group, std::span<const Text> texts);

  /// A default plot; the first one added is shown first.
  void add_plot(const Plot& plot);

  /// Ends the file. "complete" gives it its name; "interrupted" and "failed" leave `.partial`.
  void finish(std::string_view status);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace icekeel::result
