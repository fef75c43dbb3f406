// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Small result files for the tests of this folder.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "simulator/base/units.h"
#include "simulator/result/result_file.h"
#include "simulator/result/result_writer.h"

namespace icekeel::result {

/// A folder that goes away with its test.
class TemporaryFolder {
 public:
  TemporaryFolder()
      : path_(std::filesystem::temp_directory_path() /
              ("icekeel-" + std::to_string(::getpid()) + "-" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::create_directories(path_);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline FileInfo sample_info() {
  return {.title = "two racks",
          .history = "2026-01-02T00:00:00Z icekeel run a.yaml",
          .source = "icekeel 0.1.0",
          .start = Timestamp{1767225600},
          .seed = 42,
          .scenario_sha256 = std::string(64, 'a'),
          .created = Timestamp{1767312000}};
}

inline Variable power_series(const std::string& name, const std::string& axis = "time") {
  return {.name = name, .units = "W", .long_name = "power of " + name, .dimensions = {axis}};
}

/// Value of a series at a row, different for each.
inline double value_at(std::size_t row, std::size_t column) {
  return 1000.0 * static_cast<double>(row) + static_cast<double>(column);
}

/// A file with one axis of minutes, a site series in 8 bytes and a rack series in 4.
class SampleWriter {
 public:
  SampleWriter(const std::filesystem::path& path, std::size_t racks = 2)
      : writer_(path, sample_info()), width_(racks + 1) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < racks; ++i) names.push_back("rack " + std::to_string(i));
    writer_.add_labels("rack", names, "rack");
    axis_ = writer_.add_time_axis("time");
    writer_.add_series(axis_, power_series("it_power"));
    Variable rack_power = power_series("rack_power");
    rack_power.dimensions.emplace_back("rack");
    rack_power.wide = true;
    writer_.add_series(axis_, rack_power);
  }

  void append(std::size_t rows) {
    std::vector<double> values(width_);
    for (std::size_t i = 0; i < rows; ++i, ++row_) {
      for (std::size_t j = 0; j < width_; ++j) values[j] = value_at(row_, j);
      const auto from = static_cast<double>(row_) * units::minute;
      writer_.append(axis_, from, from + units::minute, values);
    }
  }

  ResultWriter& writer() { return writer_; }
  TimeAxisId axis() const { return axis_; }

 private:
  ResultWriter writer_;
  TimeAxisId axis_;
  std::size_t width_;
  std::size_t row_ = 0;
};

/// What SampleWriter has written, up to `rows`.
inline void expect_sample(const ResultFile& file, std::size_t rows, std::size_t racks = 2) {
  ASSERT_EQ(file.intervals("time").size(), rows);
  const auto it_power = file.values("it_power").value();
  const auto rack_power = file.values("rack_power").value();
  ASSERT_EQ(it_power.values.size(), rows);
  ASSERT_EQ(rack_power.columns, racks);
  ASSERT_EQ(rack_power.values.size(), rows * racks);
  for (std::size_t i = 0; i < rows; ++i) {
    ASSERT_EQ(it_power.values[i], value_at(i, 0));
    for (std::size_t j = 0; j < racks; ++j)
      ASSERT_EQ(rack_power.values[i * racks + j], static_cast<float>(value_at(i, j + 1)));
  }
}

}  // namespace icekeel::result
