// SPDX-License-Identifier: Apache-2.0
#include "simulator/result/array_file.h"

#include <map>
#include <optional>
#include <system_error>

#include "simulator/base/expect.h"
#include "simulator/result/hdf5_write.h"

namespace icekeel::result {
namespace {

// What belongs to a file that is open; the file is the first, so that it is closed last.
struct OpenArrays {
  Handle file;
  std::map<std::string, Handle> scales;
  std::map<std::string, hsize_t> sizes;
};

std::size_t size_of(const ArrayValues& values) {
  return std::visit([](const auto& list) { return list.size(); }, values);
}

// A contiguous array with all of its values.
Handle write_values(hid_t file, const std::string& name, const std::vector<hsize_t>& size,
                    const ArrayValues& values, bool has_gaps) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&values))
    return create_texts(file, name, {.size = size}, *texts);
  const auto what = "cannot write '" + name + "'";
  if (const auto* numbers = std::get_if<std::vector<double>>(&values)) {
    Handle array = create_numbers(file, name, H5T_IEEE_F64LE, {.size = size, .has_gaps = has_gaps});
    checked(H5Dwrite(array, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers->data()),
            what);
    return array;
  }
  const auto& whole = std::get<std::vector<std::int64_t>>(values);
  Handle array = create_numbers(file, name, H5T_STD_I64LE, {.size = size});
  checked(H5Dwrite(array, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, whole.data()), what);
  return array;
}

void describe(hid_t array, const std::string& units, const std::string& long_name) {
  if (!units.empty()) write_attribute(array, "units", units);
  write_attribute(array, "long_name", long_name);
}

void write_dimension(OpenArrays& open, const ArrayDimension& dimension) {
  const hsize_t size = size_of(dimension.values);
  Handle scale = write_values(open.file, dimension.name, {size}, dimension.values, false);
  make_scale(scale, dimension.name);
  describe(scale, dimension.units, dimension.long_name);
  open.sizes[dimension.name] = size;
  open.scales.emplace(dimension.name, std::move(scale));
}

std::string joined_with_blanks(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

void write_flags(hid_t array, const std::vector<std::string>& meanings) {
  std::vector<std::int32_t> values;
  values.reserve(meanings.size());
  for (std::size_t i = 0; i < meanings.size(); ++i) values.push_back(static_cast<std::int32_t>(i));
  write_attribute(array, "flag_values", values);
  write_attribute(array, "flag_meanings", joined_with_blanks(meanings));
}

void write_array(OpenArrays& open, const LabelledArray& array) {
  std::vector<hsize_t> size;
  std::size_t count = 1;
  for (const auto& name : array.dimensions) {
    size.push_back(open.sizes.at(name));
    count *= size.back();
  }
  ICEKEEL_EXPECT(count == size_of(array.values));
  const Handle written = write_values(open.file, array.name, size, array.values, true);
  for (unsigned i = 0; i < array.dimensions.size(); ++i)
    attach_scale(written, open.scales.at(array.dimensions[i]), i);
  describe(written, array.units, array.long_name);
  if (!array.coordinates.empty()) write_attribute(written, "coordinates", array.coordinates);
  if (!array.flags.empty()) write_flags(written, array.flags);
}

void write_all(OpenArrays& open, const std::string& path, const ArrayFile& file) {
  open.file = create_file(path);
  const Handle root = require_group(open.file, "/");
  write_attribute(root, "Conventions", "CF-1.10");
  write_attribute(root, "title", file.title);
  write_attribute(root, "source", file.source);
  for (const auto& [name, text] : file.attributes) write_attribute(root, name, text);
  for (const auto& dimension : file.dimensions) write_dimension(open, dimension);
  for (const auto& array : file.arrays) write_array(open, array);
  // An error comes here, while the file can still be left open.
  checked(H5Fflush(open.file, H5F_SCOPE_GLOBAL), "cannot write to the disk");
}

// HDF5 1.10 crashes when a file is closed after it could not be written (a full disk). Such a file
// stays open until the process ends.
void leave_open(OpenArrays open) {
  static auto& forever = *new std::vector<OpenArrays>();
  forever.push_back(std::move(open));
}

}  // namespace

void write_array_file(const std::filesystem::path& path, const ArrayFile& file) {
  const std::filesystem::path partial = path.string() + ".partial";
  OpenArrays open;
  try {
    write_all(open, partial.string(), file);
  } catch (const Hdf5Error& problem) {
    leave_open(std::move(open));
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    const auto text = path.string() + " cannot be written: " + problem.what();
    if (problem.system_error == 0) throw std::runtime_error(text);
    throw std::system_error(problem.system_error, std::generic_category(), text);
  }
  open = {};
  std::filesystem::rename(partial, path);
}

}  // namespace icekeel::result
