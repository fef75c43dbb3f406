// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Writes arrays over named dimensions with coordinates: HDF5 that is also valid netCDF-4 with CF
/// attributes, as xarray expects it. The table of a study is such a file.

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace icekeel::result {

using ArrayValues =
    std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>>;

/// A dimension with its coordinate: one number or text a position.
struct ArrayDimension {
  std::string name;
  std::string units{};  ///< UDUNITS spelling; empty for texts
  std::string long_name;
  ArrayValues values;
};

/// An array over some of the dimensions, the last of which varies fastest.
struct LabelledArray {
  std::string name;
  std::string units{};
  std::string long_name;
  std::vector<std::string> dimensions;
  ArrayValues values;
  std::string coordinates{};         ///< names of further arrays that are its coordinates
  std::vector<std::string> flags{};  ///< meanings of the whole numbers 0, 1, 2 ...
};

struct ArrayFile {
  std::string title;
  std::string source;  ///< program and version
  std::vector<std::pair<std::string, std::string>> attributes{};
  std::vector<ArrayDimension> dimensions;
  std::vector<LabelledArray> arrays;
};

/// Writes `<path>.partial` and gives it its name when it is whole. What the disk refuses ends in an
/// exception with the path in its text; then there is neither.
void write_array_file(const std::filesystem::path& path, const ArrayFile& file);

}  // namespace icekeel::result
