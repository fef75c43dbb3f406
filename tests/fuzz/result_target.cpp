// SPDX-License-Identifier: Apache-2.0
// A result file that is sound HDF5 but not what Icekeel writes: it opens or it is refused, and all
// that it offers can be asked for. The bytes of the input choose what is taken out of a result and
// what is put in: objects of any type and shape, under names that the format knows.
//
// Damaged bytes are not tried: HDF5 1.10 itself ends the process on some of them, for it releases a
// table that it has not filled (in H5G__link_release_table).
#include <hdf5.h>
#include <hdf5_hl.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <vector>

#include "simulator/base/units.h"
#include "simulator/result/result_file.h"
#include "simulator/result/result_writer.h"
#include "tests/fuzz/target.h"

namespace {

using namespace icekeel;
namespace fs = std::filesystem;

constexpr std::array objects{"time",       "time_bounds", "rack",        "it_power",
                             "rack_power", "jobs",        "jobs/job",    "events",
                             "jobs/name",  "jobs/nodes",  "summary",     "summary/pue",
                             "plots",      "provenance",  "plots/power", "time/deep"};
constexpr std::array attributes{"units",        "axis",       "bounds",         "run_status",
                                "time_start",   "seed",       "icekeel_format", "default",
                                "long_name",    "NX_class",   "signal",         "CLASS",
                                "cell_methods", "coordinates"};

/// Choices read off the input; 0 where it ends.
class Choices {
 public:
  Choices(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}
  bool any() const { return left_ > 0; }
  unsigned byte() {
    if (left_ == 0) return 0;
    --left_;
    return *data_++;
  }
  template <class List>
  const char* of(const List& list) {
    return list[byte() % list.size()];
  }

 private:
  const std::uint8_t* data_;
  std::size_t left_;
};

hid_t some_type(Choices& choices) {
  const auto text = [](std::size_t size) {
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, size);
    return type;
  };
  switch (choices.byte() % 9) {
    case 0:
      return H5T_NATIVE_DOUBLE;
    case 1:
      return H5T_NATIVE_FLOAT;
    case 2:
      return H5T_NATIVE_INT64;
    case 3:
      return H5T_NATIVE_UCHAR;
    case 4:
      return text(H5T_VARIABLE);
    case 5:
      return text(1 + choices.byte() % 8);
    case 6:
      return H5Tenum_create(H5T_NATIVE_INT);
    case 7:
      return H5Tvlen_create(H5T_NATIVE_INT);
    default:
      return H5T_STD_REF_OBJ;
  }
}

hid_t some_space(Choices& choices) {
  const int rank = static_cast<int>(choices.byte() % 4);
  if (rank == 0) return H5Screate(choices.byte() % 2 == 0 ? H5S_SCALAR : H5S_NULL);
  std::array<hsize_t, 3> extent{};
  for (auto& length : extent) length = choices.byte() % 5;
  return H5Screate_simple(rank, extent.data(), nullptr);
}

// One change of the file; one that cannot be made is left out.
void change(hid_t file, Choices& choices) {
  const char* object = choices.of(objects);
  switch (choices.byte() % 6) {
    case 0:
      H5Ldelete(file, object, H5P_DEFAULT);
      break;
    case 1:
      H5Gclose(H5Gcreate2(file, object, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
      break;
    case 2: {
      H5Ldelete(file, object, H5P_DEFAULT);
      const hid_t type = some_type(choices), space = some_space(choices);
      H5Dclose(H5Dcreate2(file, object, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
      H5Tclose(type);  // refused, and rightly, where the type is one of HDF5's own
      H5Sclose(space);
      break;
    }
    case 3: {
      const hid_t at = H5Oopen(file, choices.byte() % 2 == 0 ? object : "/", H5P_DEFAULT);
      const char* name = choices.of(attributes);
      H5Adelete(at, name);
      const hid_t type = some_type(choices), space = some_space(choices);
      H5Aclose(H5Acreate2(at, name, type, space, H5P_DEFAULT, H5P_DEFAULT));
      H5Tclose(type);
      H5Sclose(space);
      H5Oclose(at);
      break;
    }
    case 4:
      H5Lcreate_soft(choices.of(objects), file, object, H5P_DEFAULT, H5P_DEFAULT);
      break;
    default: {
      const hid_t series = H5Dopen2(file, object, H5P_DEFAULT);
      const hid_t scale = H5Dopen2(file, choices.of(objects), H5P_DEFAULT);
      const unsigned dimension = choices.byte() % 3;
      choices.byte() % 2 == 0 ? H5DSattach_scale(series, scale, dimension)
                              : H5DSdetach_scale(series, scale, dimension);
      H5Dclose(series);
      H5Dclose(scale);
    }
  }
}

void read_all(const fs::path& file) {
  const auto opened = result::ResultFile::open(file);
  for (const auto& series : opened.series()) {
    opened.values(series.name, {0, 100});
    opened.intervals(series.dimensions.front(), {0, 100});
    for (const auto& dimension : series.dimensions) opened.labels(dimension);
  }
  for (const auto& table : opened.tables()) opened.table(table);
  opened.scalars("/summary");
  opened.texts("/provenance");
  opened.plots();
}

// The smallest result with a series of each kind, a table, figures, texts and a plot.
void write_result(const fs::path& file) {
  using namespace icekeel::result;
  using Texts = std::vector<std::string>;
  ResultWriter writer(file, {.title = "seed", .source = "icekeel"});
  writer.add_labels("rack", Texts{"a", "b"}, "rack");
  const auto time = writer.add_time_axis("time");
  writer.add_series(
      time, {.name = "it_power", .units = "W", .long_name = "power", .dimensions = {"time"}});
  writer.add_series(time, {.name = "rack_power",
                           .units = "W",
                           .long_name = "power",
                           .dimensions = {"time", "rack"},
                           .wide = true});
  writer.append(time, {}, units::minute, std::vector<double>{3.0, 1.0, 2.0});
  writer.add_table("/jobs", "job",
                   std::vector<Column>{{.name = "name", .values = Texts{"one"}},
                                       {.name = "nodes", .values = std::vector<std::int64_t>{4}}});
  writer.add_scalars("/summary", std::vector<Scalar>{{.name = "pue", .units = "1", .value = 1.1}});
  writer.add_texts("/provenance", std::vector<Text>{{"scenario_text", "schema: 1\n"}});
  writer.add_plot({"power", {"it_power"}, {"time"}, "Power"});
  writer.finish("complete");
}

/// A folder of this process with the result that every input changes.
struct Scratch {
  fs::path folder =
      fs::temp_directory_path() / ("icekeel-fuzz-" + std::to_string(static_cast<long>(::getpid())));
  fs::path original = folder / "original.h5", changed = folder / "changed.h5";
  Scratch() {
    fs::create_directory(folder);
    write_result(original);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
};

}  // namespace

// HDF5 keeps memory for later, which looks like a leak.
// NOLINTNEXTLINE(bugprone-reserved-identifier): the name that the sanitizer calls
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0";
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Scratch scratch;
  fs::copy_file(scratch.original, scratch.changed, fs::copy_options::overwrite_existing);
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
  const hid_t file = H5Fopen(scratch.changed.c_str(), H5F_ACC_RDWR, access);
  Choices choices(data, size);
  for (int i = 0; i < 8 && choices.any(); ++i) change(file, choices);
  H5Fclose(file);
  H5Pclose(access);
  try {
    read_all(scratch.changed);
  } catch (const result::UnreadableResult&) {
    // the answer to many inputs
  }
  return 0;
}
