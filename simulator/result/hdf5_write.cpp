// SPDX-License-Identifier: Apache-2.0
#include "simulator/result/hdf5_write.h"

#include <hdf5_hl.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>

namespace icekeel::result {
namespace {

// Dirty metadata is kept in memory up to this size. Below it nothing but a flush touches the
// file's structure, so that a process killed between two flushes leaves a sound file.
constexpr std::size_t metadata_cache_bytes = 16U << 20U;

constexpr unsigned deflate_level = 4;
constexpr unsigned creation_order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;

Handle properties(hid_t kind) {
  return {H5Pcreate(kind), H5Pclose, "HDF5 is out of memory"};
}

Handle text_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "HDF5 is out of memory");
  checked(H5Tset_size(type, H5T_VARIABLE), "cannot describe a text");
  checked(H5Tset_cset(type, H5T_CSET_UTF8), "cannot describe a text");
  return type;
}

Handle space_of(const Layout& layout) {
  if (layout.size.empty()) return {H5Screate(H5S_SCALAR), H5Sclose, "HDF5 is out of memory"};
  auto most = layout.size;
  if (layout.first_grows) most.front() = H5S_UNLIMITED;
  return {H5Screate_simple(static_cast<int>(layout.size.size()), layout.size.data(), most.data()),
          H5Sclose, "cannot describe an array"};
}

Handle dataset_properties(const Layout& layout) {
  Handle list = properties(H5P_DATASET_CREATE);
  H5Pset_obj_track_times(list, 0);
  H5Pset_attr_creation_order(list, creation_order);
  if (!layout.chunk.empty())
    checked(H5Pset_chunk(list, static_cast<int>(layout.chunk.size()), layout.chunk.data()),
            "cannot lay out an array");
  return list;
}

Handle make_dataset(hid_t parent, const std::string& name, hid_t type, hid_t space, hid_t list) {
  return {H5Dcreate2(parent, name.c_str(), type, space, H5P_DEFAULT, list, H5P_DEFAULT), H5Dclose,
          "cannot create '" + name + "'"};
}

void write_any_attribute(hid_t object, const std::string& name, hid_t file_type, hid_t memory_type,
                         hid_t space, const void* data) {
  const auto what = "cannot write the attribute '" + name + "'";
  const Handle attribute(
      H5Acreate2(object, name.c_str(), file_type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, what);
  checked(H5Awrite(attribute, memory_type, data), what);
}

std::vector<const char*> pointers(std::span<const std::string> texts) {
  std::vector<const char*> list;
  list.reserve(texts.size());
  for (const auto& text : texts) list.push_back(text.c_str());
  return list;
}

}  // namespace

Handle create_file(const std::string& path) {
  set_up_hdf5();
  const Handle creation = properties(H5P_FILE_CREATE);
  H5Pset_link_creation_order(creation, creation_order);
  H5Pset_attr_creation_order(creation, creation_order);
  H5Pset_obj_track_times(creation, 0);

  const Handle access = properties(H5P_FILE_ACCESS);
  // Any reader since HDF5 1.8 understands it, and the superblock has no "open for writing" flag
  // that a killed process would leave behind.
  checked(H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18), "cannot set the version");
  checked(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG), "cannot set how the file is closed");
  // Parallel file systems often have no locks.
  checked(H5Pset_file_locking(access, 1, 1), "cannot set the file's locking");
  H5AC_cache_config_t cache{};
  cache.version = H5AC__CURR_CACHE_CONFIG_VERSION;
  checked(H5Pget_mdc_config(access, &cache), "cannot size the metadata cache");
  cache.set_initial_size = 1;
  cache.initial_size = metadata_cache_bytes;
  cache.max_size = std::max(cache.max_size, metadata_cache_bytes);
  checked(H5Pset_mdc_config(access, &cache), "cannot size the metadata cache");
  return {H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation, access), H5Fclose, "cannot create it"};
}

Handle require_group(hid_t file, const std::string& path) {
  const Handle list = properties(H5P_GROUP_CREATE);
  H5Pset_link_creation_order(list, creation_order);
  H5Pset_attr_creation_order(list, creation_order);
  H5Pset_obj_track_times(list, 0);
  Handle group(H5Gopen2(file, "/", H5P_DEFAULT), H5Gclose, "cannot open the root group");
  for (std::size_t at = 1; at < path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    const auto name = path.substr(at, end - at);
    const auto what = "cannot create the group '" + path + "'";
    const bool there = checked(H5Lexists(group, name.c_str(), H5P_DEFAULT), what) > 0;
    group = there ? Handle(H5Gopen2(group, name.c_str(), H5P_DEFAULT), H5Gclose, what)
                  : Handle(H5Gcreate2(group, name.c_str(), H5P_DEFAULT, list, H5P_DEFAULT),
                           H5Gclose, what);
    at = end + 1;
  }
  return group;
}

void write_attribute(hid_t object, const std::string& name, const std::string& text) {
  const Handle type = text_type();
  const char* pointer = text.c_str();
  write_any_attribute(object, name, type, type, space_of({}), &pointer);
}

void write_attribute(hid_t object, const std::string& name, std::span<const std::string> texts) {
  const Handle type = text_type();
  write_any_attribute(object, name, type, type, space_of({.size = {texts.size()}}),
                      pointers(texts).data());
}

void write_attribute(hid_t object, const std::string& name, std::int64_t number) {
  write_any_attribute(object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, space_of({}), &number);
}

void write_attribute(hid_t object, const std::string& name, std::span<const std::int32_t> numbers) {
  write_any_attribute(object, name, H5T_STD_I32LE, H5T_NATIVE_INT32,
                      space_of({.size = {numbers.size()}}), numbers.data());
}

void replace_attribute(hid_t object, const std::string& name, const std::string& text) {
  checked(H5Adelete(object, name.c_str()), "cannot replace the attribute '" + name + "'");
  write_attribute(object, name, text);
}

Handle create_numbers(hid_t parent, const std::string& name, hid_t type, const Layout& layout) {
  constexpr double missing = std::numeric_limits<double>::quiet_NaN();
  const Handle list = dataset_properties(layout);
  if (!layout.chunk.empty()) {
    checked(H5Pset_shuffle(list), "cannot shuffle");
    checked(H5Pset_deflate(list, deflate_level), "cannot compress");
    checked(H5Pset_fletcher32(list), "cannot add checksums");
  }
  if (layout.has_gaps)
    checked(H5Pset_fill_value(list, H5T_NATIVE_DOUBLE, &missing), "cannot mark what is missing");
  Handle dataset = make_dataset(parent, name, type, space_of(layout), list);
  // Readers of netCDF want the attribute to have the type of the data.
  if (layout.has_gaps)
    write_any_attribute(dataset, "_FillValue", type, H5T_NATIVE_DOUBLE, space_of({}), &missing);
  return dataset;
}

Handle create_texts(hid_t parent, const std::string& name, const Layout& layout,
                    std::span<const std::string> texts) {
  const Handle type = text_type();
  Handle dataset = make_dataset(parent, name, type, space_of(layout), dataset_properties(layout));
  if (!texts.empty())
    checked(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers(texts).data()),
            "cannot write '" + name + "'");
  return dataset;
}

void write_rows(hid_t dataset, hid_t memory_type, hsize_t first, hsize_t count, const void* data) {
  constexpr std::string_view what = "cannot write values";
  if (count == 0) return;
  std::array<hsize_t, 2> size{};
  std::array<hsize_t, 2> start{first, 0};
  const Handle before(H5Dget_space(dataset), H5Sclose, what);
  const int rank = checked(H5Sget_simple_extent_dims(before, size.data(), nullptr), what);
  size[0] = first + count;
  checked(H5Dset_extent(dataset, size.data()), what);
  size[0] = count;
  const Handle file_space(H5Dget_space(dataset), H5Sclose, what);
  const Handle memory_space(H5Screate_simple(rank, size.data(), nullptr), H5Sclose, what);
  checked(
      H5Sselect_hyperslab(file_space, H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr),
      what);
  checked(H5Dwrite(dataset, memory_type, memory_space, file_space, H5P_DEFAULT, data), what);
}

void make_scale(hid_t dataset, const std::string& name) {
  checked(H5DSset_scale(dataset, name.c_str()), "cannot make the dimension '" + name + "'");
}

Handle create_bare_dimension(hid_t parent, const std::string& name, hsize_t size) {
  Handle dataset = create_numbers(parent, name, H5T_IEEE_F32BE, {.size = {size}});
  // The words and the width by which the netCDF library knows a dimension without values.
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(),
                "This is a netCDF dimension but not a netCDF variable.%10u",
                static_cast<unsigned>(size));
  make_scale(dataset, text.data());
  return dataset;
}

void attach_scale(hid_t dataset, hid_t scale, unsigned index) {
  checked(H5DSattach_scale(dataset, scale, index), "cannot give an array its dimension");
}

}  // namespace icekeel::result
