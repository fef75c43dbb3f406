// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What the writer asks of HDF5: groups, attributes and datasets that netCDF-4 understands.
/// Internal to this module.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "simulator/result/hdf5_handle.h"

namespace icekeel::result {

/// A new file, replacing an older one. Creation order is tracked, object times are not.
Handle create_file(const std::string& path);

/// The group of that absolute path, made with its parents if it is not there.
Handle require_group(hid_t file, const std::string& path);

void write_attribute(hid_t object, const std::string& name, const std::string& text);
void write_attribute(hid_t object, const std::string& name, std::span<const std::string> texts);
void write_attribute(hid_t object, const std::string& name, std::int64_t number);
void write_attribute(hid_t object, const std::string& name, std::span<const std::int32_t> numbers);
void replace_attribute(hid_t object, const std::string& name, const std::string& text);

/// How a dataset lies in the file. All numbers are little-endian IEEE or two's complement.
struct Layout {
  std::vector<hsize_t> size{};   ///< extent now; empty: a scalar
  std::vector<hsize_t> chunk{};  ///< empty: contiguous, of fixed size
  bool first_grows = false;      ///< the first dimension is unlimited (needs chunks)
  bool has_gaps = false;         ///< missing values are NaN, said to HDF5's and netCDF's readers
};

/// A dataset of numbers, `type` is H5T_IEEE_F32LE, H5T_IEEE_F64LE or H5T_STD_I64LE. Chunks are
/// shuffled, deflated and carry a Fletcher-32 checksum.
Handle create_numbers(hid_t parent, const std::string& name, hid_t type, const Layout& layout);

/// A dataset of UTF-8 texts of any length; written at once.
Handle create_texts(hid_t parent, const std::string& name, const Layout& layout,
                    std::span<const std::string> texts);

/// Appends whole rows behind row `first`, growing the dataset. `memory_type` is what `data` is.
void write_rows(hid_t dataset, hid_t memory_type, hsize_t first, hsize_t count, const void* data);

/// Makes a dataset a dimension scale of that name.
void make_scale(hid_t dataset, const std::string& name);

/// A dimension of fixed size without names or coordinates, as netCDF-4 writes it.
Handle create_bare_dimension(hid_t parent, const std::string& name, hsize_t size);

/// Gives dimension `index` of the dataset its scale.
void attach_scale(hid_t dataset, hid_t scale, unsigned index);

}  // namespace icekeel::result
