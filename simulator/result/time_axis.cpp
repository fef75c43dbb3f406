// SPDX-License-Identifier: Apache-2.0
#include "simulator/result/time_axis.h"

#include <algorithm>
#include <utility>

#include "simulator/base/expect.h"
#include "simulator/result/hdf5_write.h"

namespace icekeel::result {
namespace {

// Chunks found good for reading single series and for reading all racks at one time: 32 kB of a
// site series, 512 kB of a series over labels.
constexpr std::size_t chunk_rows = 4096;
constexpr std::size_t wide_chunk_rows = 512;
constexpr std::size_t wide_chunk_columns = 256;

// Rows wait in memory until the longest chunk is full, unless that takes more than this.
constexpr std::size_t most_waiting_bytes = std::size_t{64} << 20U;

std::size_t value_bytes(const Variable& variable) {
  return variable.wide ? 4 : 8;
}

}  // namespace

TimeAxis::TimeAxis(std::string name, Timestamp start) : name_(std::move(name)), start_(start) {}

std::size_t TimeAxis::add_series(const Variable& variable, std::size_t columns) {
  Series series{variable, columns, {}, {}};
  if (variable.wide) series.waiting = std::vector<float>();
  if (series.variable.cell_methods.empty()) series.variable.cell_methods = name_ + ": mean";
  series_.push_back(std::move(series));
  width_ += columns;
  return series_.size() - 1;
}

void TimeAxis::create(hid_t file, hid_t bound, const LabelDimensions& labels) {
  ICEKEEL_EXPECT(!created_);
  std::size_t row_bytes = 0;
  for (const auto& series : series_) row_bytes += series.columns * value_bytes(series.variable);
  rows_per_write_ = row_bytes * chunk_rows <= most_waiting_bytes ? chunk_rows : wide_chunk_rows;

  create_axis(file, bound);
  for (auto& series : series_) create_series(file, series, labels);
  created_ = true;
}

void TimeAxis::create_axis(hid_t file, hid_t bound) {
  time_ = create_numbers(file, name_, H5T_IEEE_F64LE,
                         {.size = {0}, .chunk = {rows_per_write_}, .first_grows = true});
  make_scale(time_, name_);
  write_attribute(time_, "standard_name", "time");
  write_attribute(time_, "long_name", "middle of the interval");
  write_attribute(time_, "units", "seconds since " + to_text(start_));
  write_attribute(time_, "calendar", "standard");
  write_attribute(time_, "axis", "T");
  write_attribute(time_, "bounds", name_ + "_bounds");

  bounds_ = create_numbers(file, name_ + "_bounds", H5T_IEEE_F64LE,
                           {.size = {0, 2}, .chunk = {rows_per_write_, 2}, .first_grows = true});
  attach_scale(bounds_, time_, 0);
  attach_scale(bounds_, bound, 1);
}

void TimeAxis::create_series(hid_t file, Series& series, const LabelDimensions& labels) {
  const Variable& v = series.variable;
  const bool over_labels = v.dimensions.size() == 2;
  Layout layout{.size = {0}, .chunk = {rows_per_write_}, .first_grows = true, .has_gaps = true};
  if (over_labels) {
    layout.size = {0, series.columns};
    layout.chunk = {wide_chunk_rows, std::clamp<hsize_t>(series.columns, 1, wide_chunk_columns)};
  }
  series.dataset = create_numbers(file, v.name, v.wide ? H5T_IEEE_F32LE : H5T_IEEE_F64LE, layout);
  attach_scale(series.dataset, time_, 0);
  if (over_labels) attach_scale(series.dataset, labels.at(v.dimensions[1]).scale, 1);
  write_attribute(series.dataset, "units", v.units);
  write_attribute(series.dataset, "long_name", v.long_name);
  write_attribute(series.dataset, "cell_methods", v.cell_methods);
}

void TimeAxis::append(double from, double to, std::span<const double> values) {
  ICEKEEL_EXPECT(created_);
  ICEKEEL_EXPECT(values.size() == width_);
  ICEKEEL_EXPECT(from < to);
  ICEKEEL_EXPECT(from >= end_);
  waiting_time_.push_back(from + 0.5 * (to - from));
  waiting_bounds_.insert(waiting_bounds_.end(), {from, to});
  auto next = values.begin();
  for (auto& series : series_) {
    const auto last = next + static_cast<std::ptrdiff_t>(series.columns);
    std::visit(
        [&]<class Number>(std::vector<Number>& waiting) {
          std::transform(next, last, std::back_inserter(waiting),
                         [](double value) { return static_cast<Number>(value); });
        },
        series.waiting);
    next = last;
  }
  end_ = to;
  ++waiting_;
}

void TimeAxis::write() {
  const std::size_t count = std::exchange(waiting_, 0);
  if (count == 0) return;
  write_rows(time_, H5T_NATIVE_DOUBLE, written_, count, waiting_time_.data());
  write_rows(bounds_, H5T_NATIVE_DOUBLE, written_, count, waiting_bounds_.data());
  waiting_time_.clear();
  waiting_bounds_.clear();
  for (auto& series : series_) {
    if (auto* numbers = std::get_if<std::vector<double>>(&series.waiting)) {
      write_rows(series.dataset, H5T_NATIVE_DOUBLE, written_, count, numbers->data());
      numbers->clear();
    } else {
      auto& narrow = std::get<std::vector<float>>(series.waiting);
      write_rows(series.dataset, H5T_NATIVE_FLOAT, written_, count, narrow.data());
      narrow.clear();
    }
  }
  written_ += count;
}

}  // namespace icekeel::result
