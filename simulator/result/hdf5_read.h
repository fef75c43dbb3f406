// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What the reader asks of HDF5. Also reads files that other tools have written again. Internal to
/// this module.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/result/hdf5_handle.h"

namespace icekeel::result {

Handle open_file(const std::string& path);

/// Absent if there is no such group.
std::optional<Handle> open_group(hid_t file, const std::string& path);
/// Absent if there is no such dataset.
std::optional<Handle> open_dataset(hid_t parent, const std::string& name);

/// What a group holds, in the order of creation.
struct Members {
  std::vector<std::string> groups;
  std::vector<std::string> datasets;
};
Members members(hid_t group);

/// An attribute, absent if it is not there or not of that kind.
std::optional<std::string> text_attribute(hid_t object, const char* name);
std::vector<std::string> texts_attribute(hid_t object, const char* name);
std::vector<std::int64_t> integers_attribute(hid_t object, const char* name);

enum class Kind { number, integer, text, other };
Kind kind_of(hid_t dataset);
/// Bytes of one number.
std::size_t bytes_of(hid_t dataset);
/// Empty for a scalar.
std::vector<hsize_t> size_of(hid_t dataset);

/// Names of the dimension scales, empty where there is none.
std::vector<std::string> dimensions_of(hid_t dataset);
bool is_scale(hid_t dataset);

/// `count` rows from `first` on of an array of numbers; the whole of a scalar.
std::vector<double> read_numbers(hid_t dataset, hsize_t first, hsize_t count);
std::vector<double> read_numbers(hid_t dataset);
std::vector<std::int64_t> read_integers(hid_t dataset);
std::vector<std::string> read_texts(hid_t dataset);

}  // namespace icekeel::result
