// SPDX-License-Identifier: Apache-2.0
#include "simulator/result/hdf5_read.h"

#include <hdf5_hl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <numeric>

namespace icekeel::result {
namespace {

constexpr std::string_view cannot_read = "cannot read a value";

hsize_t count_of(hid_t space) {
  return static_cast<hsize_t>(checked(H5Sget_simple_extent_npoints(space), cannot_read));
}

bool exists(hid_t parent, const std::string& name) {
  return H5Lexists(parent, name.c_str(), H5P_DEFAULT) > 0 &&
         H5Oexists_by_name(parent, name.c_str(), H5P_DEFAULT) > 0;
}

herr_t collect(hid_t group, const char* name, const H5L_info_t*, void* data) {
  auto& found = *static_cast<Members*>(data);
  H5O_info_t info{};
  // A soft link to nothing has no object; that is no error of the file.
  if (H5Oget_info_by_name2(group, name, &info, H5O_INFO_BASIC, H5P_DEFAULT) < 0) return 0;
  if (info.type == H5O_TYPE_GROUP) found.groups.emplace_back(name);
  if (info.type == H5O_TYPE_DATASET) found.datasets.emplace_back(name);
  return 0;
}

// Reads texts of fixed or free length through `read(memory type, buffer)`.
std::vector<std::string> texts(hid_t type, hid_t space,
                               const std::function<herr_t(hid_t, void*)>& read) {
  const hsize_t count = count_of(space);
  std::vector<std::string> list;
  list.reserve(count);
  const Handle memory_type(H5Tcopy(type), H5Tclose, cannot_read);
  if (H5Tis_variable_str(type) > 0) {
    std::vector<char*> pointers(count, nullptr);
    checked(read(memory_type, pointers.data()), cannot_read);
    for (const char* pointer : pointers) list.emplace_back(pointer == nullptr ? "" : pointer);
    H5Dvlen_reclaim(memory_type, space, H5P_DEFAULT, pointers.data());
    return list;
  }
  const std::size_t width = H5Tget_size(type);
  std::vector<char> bytes(count * width + 1, '\0');
  checked(read(memory_type, bytes.data()), cannot_read);
  for (hsize_t i = 0; i < count; ++i) {
    const char* at = bytes.data() + i * width;
    list.emplace_back(at, strnlen(at, width));
  }
  return list;
}

std::optional<Handle> open_attribute(hid_t object, const char* name, H5T_class_t kind) {
  if (H5Aexists(object, name) <= 0) return std::nullopt;
  Handle attribute(H5Aopen(object, name, H5P_DEFAULT), H5Aclose, cannot_read);
  const Handle type(H5Aget_type(attribute), H5Tclose, cannot_read);
  if (H5Tget_class(type) != kind) return std::nullopt;
  return attribute;
}

template <class Number>
std::vector<Number> read_all(hid_t dataset, hid_t memory_type) {
  const Handle space(H5Dget_space(dataset), H5Sclose, cannot_read);
  std::vector<Number> values(count_of(space));
  if (!values.empty())
    checked(H5Dread(dataset, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
            cannot_read);
  return values;
}

}  // namespace

Handle open_file(const std::string& path) {
  set_up_hdf5();
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "HDF5 is out of memory");
  checked(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG), "cannot set how the file is closed");
  checked(H5Pset_file_locking(access, 1, 1), "cannot set the file's locking");
  return {H5Fopen(path.c_str(), H5F_ACC_RDONLY, access), H5Fclose, "cannot open it"};
}

std::optional<Handle> open_group(hid_t file, const std::string& path) {
  for (std::size_t at = path.find('/', 1);; at = path.find('/', at + 1)) {
    const auto part = path.substr(0, at);
    if (part != "/" && !exists(file, part)) return std::nullopt;
    if (at == std::string::npos) break;
  }
  Handle object(H5Oopen(file, path.c_str(), H5P_DEFAULT), H5Oclose, "cannot open '" + path + "'");
  if (H5Iget_type(object) != H5I_GROUP) return std::nullopt;
  return object;
}

std::optional<Handle> open_dataset(hid_t parent, const std::string& name) {
  if (name.empty() || name.find('/') != std::string::npos || !exists(parent, name))
    return std::nullopt;
  Handle object(H5Oopen(parent, name.c_str(), H5P_DEFAULT), H5Oclose, "cannot open '" + name + "'");
  if (H5Iget_type(object) != H5I_DATASET) return std::nullopt;
  return object;
}

Members members(hid_t group) {
  Members found;
  hsize_t next = 0;
  // A file that another tool has written again may not know the order of creation.
  if (H5Literate(group, H5_INDEX_CRT_ORDER, H5_ITER_INC, &next, collect, &found) < 0) {
    found = {};
    next = 0;
    checked(H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &next, collect, &found),
            "cannot list a group");
  }
  return found;
}

std::vector<std::string> texts_attribute(hid_t object, const char* name) {
  const auto attribute = open_attribute(object, name, H5T_STRING);
  if (!attribute) return {};
  const Handle type(H5Aget_type(*attribute), H5Tclose, cannot_read);
  const Handle space(H5Aget_space(*attribute), H5Sclose, cannot_read);
  return texts(type, space,
               [&](hid_t memory_type, void* to) { return H5Aread(*attribute, memory_type, to); });
}

std::optional<std::string> text_attribute(hid_t object, const char* name) {
  const auto list = texts_attribute(object, name);
  if (list.empty()) return std::nullopt;
  return list.front();
}

std::vector<std::int64_t> integers_attribute(hid_t object, const char* name) {
  const auto attribute = open_attribute(object, name, H5T_INTEGER);
  if (!attribute) return {};
  const Handle space(H5Aget_space(*attribute), H5Sclose, cannot_read);
  std::vector<std::int64_t> numbers(count_of(space));
  checked(H5Aread(*attribute, H5T_NATIVE_INT64, numbers.data()), cannot_read);
  return numbers;
}

Kind kind_of(hid_t dataset) {
  const Handle type(H5Dget_type(dataset), H5Tclose, cannot_read);
  switch (H5Tget_class(type)) {
    case H5T_FLOAT:
      return Kind::number;
    case H5T_INTEGER:
      return Kind::integer;
    case H5T_STRING:
      return Kind::text;
    default:
      return Kind::other;
  }
}

std::size_t bytes_of(hid_t dataset) {
  const Handle type(H5Dget_type(dataset), H5Tclose, cannot_read);
  return H5Tget_size(type);
}

std::vector<hsize_t> size_of(hid_t dataset) {
  const Handle space(H5Dget_space(dataset), H5Sclose, cannot_read);
  const int rank = checked(H5Sget_simple_extent_ndims(space), cannot_read);
  std::vector<hsize_t> size(static_cast<std::size_t>(rank));
  checked(H5Sget_simple_extent_dims(space, size.data(), nullptr), cannot_read);
  return size;
}

std::vector<std::string> dimensions_of(hid_t dataset) {
  std::vector<std::string> names(size_of(dataset).size());
  const auto name_of = [](hid_t, unsigned, hid_t scale, void* data) -> herr_t {
    std::array<char, 256> name{};
    if (H5DSget_scale_name(scale, name.data(), name.size()) < 0) return -1;
    *static_cast<std::string*>(data) = name.data();
    return 1;
  };
  for (unsigned i = 0; i < names.size(); ++i)
    if (H5DSget_num_scales(dataset, i) > 0)
      checked(H5DSiterate_scales(dataset, i, nullptr, name_of, &names[i]),
              "cannot read a dimension");
  return names;
}

bool is_scale(hid_t dataset) {
  return H5DSis_scale(dataset) > 0;
}

std::vector<double> read_numbers(hid_t dataset, hsize_t first, hsize_t count) {
  auto size = size_of(dataset);
  if (size.empty()) return read_numbers(dataset);
  std::vector<hsize_t> start(size.size(), 0);
  start[0] = std::min(first, size[0]);
  size[0] = std::min(count, size[0] - start[0]);
  std::vector<double> values(
      std::accumulate(size.begin(), size.end(), hsize_t{1}, std::multiplies<>()));
  if (values.empty()) return values;
  const Handle file_space(H5Dget_space(dataset), H5Sclose, cannot_read);
  const Handle memory_space(H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr),
                            H5Sclose, cannot_read);
  checked(
      H5Sselect_hyperslab(file_space, H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr),
      cannot_read);
  checked(H5Dread(dataset, H5T_NATIVE_DOUBLE, memory_space, file_space, H5P_DEFAULT, values.data()),
          cannot_read);
  return values;
}

std::vector<double> read_numbers(hid_t dataset) {
  return read_all<double>(dataset, H5T_NATIVE_DOUBLE);
}

std::vector<std::int64_t> read_integers(hid_t dataset) {
  return read_all<std::int64_t>(dataset, H5T_NATIVE_INT64);
}

std::vector<std::string> read_texts(hid_t dataset) {
  const Handle type(H5Dget_type(dataset), H5Tclose, cannot_read);
  const Handle space(H5Dget_space(dataset), H5Sclose, cannot_read);
  return texts(type, space, [&](hid_t memory_type, void* to) {
    return H5Dread(dataset, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, to);
  });
}

}  // namespace icekeel::result
