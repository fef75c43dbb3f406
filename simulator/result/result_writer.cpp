// SPDX-License-Identifier: Apache-2.0
#include "simulator/result/result_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <numeric>
#include <system_error>
#include <utility>

#include "simulator/base/expect.h"
#include "simulator/result/hdf5_write.h"
#include "simulator/result/time_axis.h"

namespace icekeel::result {
namespace {

constexpr hsize_t table_chunk_rows = 4096;

// Throws the error with the path in its text.
[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what, int error) {
  const std::string text = fmt::format("'{}': {}", path.string(), what);
  if (error != 0) throw std::system_error(error, std::generic_category(), text);
  throw std::runtime_error(text);
}

// What would only show when the run is over, or would harm another run.
void check_output(const std::filesystem::path& path, const std::filesystem::path& partial) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    fail(path, "cannot write the result to a folder; name a file in it", EISDIR);
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  if (!std::filesystem::is_directory(folder, ignored))
    fail(path, fmt::format("cannot write the result: there is no folder '{}'", folder.string()),
         ENOENT);
  // HDF5 empties a file before it asks for the lock that another writer holds.
  const int file = ::open(partial.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  const bool taken = ::flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(file);
  if (taken) fail(partial, "another process is writing it; choose another result file", EBUSY);
}

void write_file_info(hid_t root, const FileInfo& info) {
  constexpr std::array<std::int32_t, 2> format{format_version.major, format_version.minor};
  write_attribute(root, "Conventions", "CF-1.10");
  write_attribute(root, "title", info.title);
  write_attribute(root, "history", info.history);
  write_attribute(root, "source", info.source);
  write_attribute(root, "icekeel_format", format);
  write_attribute(root, "run_status", "running");
  write_attribute(root, "date_created", to_text(info.created));
  write_attribute(root, "time_start", to_text(info.start));
  write_attribute(root, "seed", info.seed);
  write_attribute(root, "scenario_sha256", info.scenario_sha256);
  write_attribute(root, "NX_class", "NXroot");
}

hsize_t rows_of(const Column& column) {
  return std::visit([](const auto& values) { return hsize_t{values.size()}; }, column.values);
}

// Of any length, so that a table without rows is one too.
Layout table_layout(hsize_t rows) {
  return {
      .size = {0}, .chunk = {std::clamp<hsize_t>(rows, 1, table_chunk_rows)}, .first_grows = true};
}

Handle write_values(hid_t group, const std::string& name, const std::vector<double>& values) {
  Layout layout = table_layout(values.size());
  layout.has_gaps = true;
  Handle dataset = create_numbers(group, name, H5T_IEEE_F64LE, layout);
  write_rows(dataset, H5T_NATIVE_DOUBLE, 0, values.size(), values.data());
  return dataset;
}

Handle write_values(hid_t group, const std::string& name, const std::vector<std::int64_t>& values) {
  Handle dataset = create_numbers(group, name, H5T_STD_I64LE, table_layout(values.size()));
  write_rows(dataset, H5T_NATIVE_INT64, 0, values.size(), values.data());
  return dataset;
}

Handle write_values(hid_t group, const std::string& name, const std::vector<std::string>& values) {
  Layout layout = table_layout(values.size());
  layout.size = {values.size()};
  return create_texts(group, name, layout, values);
}

void write_column(hid_t group, hid_t scale, const Column& column) {
  const Handle dataset = std::visit(
      [&](const auto& values) { return write_values(group, column.name, values); }, column.values);
  attach_scale(dataset, scale, 0);
  if (!column.units.empty()) write_attribute(dataset, "units", column.units);
  write_attribute(dataset, "long_name", column.long_name);
}

// What belongs to a file that is open.
struct OpenFile {
  Handle file;  // the first, so that it is closed last
  Handle bound;
  LabelDimensions labels;
  std::vector<TimeAxis> axes;
};

// HDF5 1.10 crashes when a file is closed after it could not be written (a full disk). Such a file
// stays open until the process ends.
void leave_open(OpenFile file) {
  static auto& forever = *new std::vector<OpenFile>();
  forever.push_back(std::move(file));
}

}  // namespace

class ResultWriter::Impl {
 public:
  // Runs calls of HDF5. After an error nothing more is written: the file may be half changed.
  template <class Calls>
  auto guarded(Calls calls) {
    ICEKEEL_EXPECT(open);
    try {
      return calls();
    } catch (const Hdf5Error& error) {
      leave_open(*std::exchange(open, std::nullopt));
      fail(partial, error.what(), error.system_error);
    }
  }

  Impl(std::filesystem::path final_path, const FileInfo& info)
      : path(std::move(final_path)), partial(path.string() + ".partial"), start(info.start) {
    check_output(path, partial);
    open.emplace();
    guarded([&] {
      open->file = create_file(partial.string());
      write_file_info(root(), info);
      flush();
    });
  }

  ~Impl() {
    try {
      if (open) guarded([&] { write_all(); });
    } catch (const std::exception&) {
      // Nobody is left to tell; `.partial` holds what was flushed before.
    }
  }

  OpenFile& contents() {
    ICEKEEL_EXPECT(open);
    return *open;
  }
  hid_t file() const { return open->file; }
  Handle root() const { return require_group(file(), "/"); }
  void flush() { checked(H5Fflush(file(), H5F_SCOPE_GLOBAL), "cannot write to the disk"); }

  TimeAxis& axis(TimeAxisId id) { return contents().axes.at(id.index()); }

  void create(TimeAxis& axis) {
    if (open->bound < 0) open->bound = create_bare_dimension(file(), "bound", 2);
    axis.create(file(), open->bound, open->labels);
  }

  void write_all() {
    for (auto& each : open->axes) {
      if (!each.created()) create(each);
      each.write();
    }
    flush();
  }

  // Flushes before it closes, so that an error comes while the file can still be left open.
  void finish(const std::string& status) {
    write_all();
    replace_attribute(root(), "run_status", status);
    flush();
    open.reset();
  }

  std::filesystem::path path;
  std::filesystem::path partial;
  Timestamp start;
  std::optional<OpenFile> open;  // until finished, or until HDF5 fails
  bool has_plot = false;
};

ResultWriter::ResultWriter(std::filesystem::path path, const FileInfo& info)
    : impl_(std::make_unique<Impl>(std::move(path), info)) {}
ResultWriter::ResultWriter(ResultWriter&&) noexcept = default;
ResultWriter& ResultWriter::operator=(ResultWriter&&) noexcept = default;
ResultWriter::~ResultWriter() = default;

const std::filesystem::path& ResultWriter::partial_path() const {
  return impl_->partial;
}

void ResultWriter::add_labels(const std::string& dimension, std::span<const std::string> labels,
                              const std::string& long_name) {
  ICEKEEL_EXPECT(!impl_->contents().labels.contains(dimension));
  impl_->guarded([&] {
    Handle scale = create_texts(impl_->file(), dimension, {.size = {labels.size()}}, labels);
    make_scale(scale, dimension);
    write_attribute(scale, "long_name", long_name);
    impl_->contents().labels.emplace(dimension, LabelDimension{std::move(scale), labels.size()});
  });
}

TimeAxisId ResultWriter::add_time_axis(const std::string& name) {
  for (const auto& axis : impl_->contents().axes) ICEKEEL_EXPECT(axis.name() != name);
  impl_->contents().axes.emplace_back(name, impl_->start);
  return TimeAxisId(impl_->contents().axes.size() - 1);
}

SeriesId ResultWriter::add_series(TimeAxisId axis, const Variable& variable) {
  TimeAxis& on = impl_->axis(axis);
  ICEKEEL_EXPECT(!on.created());
  ICEKEEL_EXPECT(variable.dimensions.size() == 1 || variable.dimensions.size() == 2);
  ICEKEEL_EXPECT(variable.dimensions.front() == on.name());
  if (variable.dimensions.size() == 1) return SeriesId(on.add_series(variable, 1));
  const auto labels = impl_->contents().labels.find(variable.dimensions.back());
  ICEKEEL_EXPECT(labels != impl_->contents().labels.end());
  return SeriesId(on.add_series(variable, labels->second.size));
}

void ResultWriter::append(TimeAxisId axis, Duration from, Duration to,
                          std::span<const double> values) {
  TimeAxis& on = impl_->axis(axis);
  if (!on.created())
    impl_->guarded([&] {
      impl_->create(on);
      impl_->flush();
    });
  on.append(from.si(), to.si(), values);
  if (on.full())
    impl_->guarded([&] {
      on.write();
      impl_->flush();
    });
}

void ResultWriter::add_table(const std::string& group, const std::string& dimension,
                             std::span<const Column> columns) {
  std::vector<std::int64_t> row(columns.empty() ? 0 : rows_of(columns.front()));
  for (const auto& column : columns) ICEKEEL_EXPECT(rows_of(column) == row.size());
  std::iota(row.begin(), row.end(), std::int64_t{0});
  impl_->guarded([&] {
    const Handle parent = require_group(impl_->file(), group);
    const Handle scale = write_values(parent, dimension, row);
    make_scale(scale, dimension);
    write_attribute(scale, "long_name", "row of the table, from 0");
    for (const auto& column : columns) write_column(parent, scale, column);
    impl_->flush();
  });
}

void ResultWriter::add_scalars(const std::string& group, std::span<const Scalar> scalars) {
  impl_->guarded([&] {
    const Handle parent = require_group(impl_->file(), group);
    for (const auto& scalar : scalars) {
      if (!scalar.value) continue;
      const Handle dataset = create_numbers(parent, scalar.name, H5T_IEEE_F64LE, {});
      write_attribute(dataset, "units", scalar.units);
      write_attribute(dataset, "long_name", scalar.long_name);
      checked(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, &*scalar.value),
              "cannot write '" + scalar.name + "'");
    }
    impl_->flush();
  });
}

void ResultWriter::add_texts(const std::string& group, std::span<const Text> texts) {
  impl_->guarded([&] {
    const Handle parent = require_group(impl_->file(), group);
    for (const auto& text : texts) create_texts(parent, text.name, {}, {&text.text, 1});
    impl_->flush();
  });
}

void ResultWriter::add_plot(const Plot& plot) {
  ICEKEEL_EXPECT(!plot.signals.empty());
  impl_->guarded([&] {
    const Handle plots = require_group(impl_->file(), "/plots");
    if (!std::exchange(impl_->has_plot, true)) {
      write_attribute(plots, "NX_class", "NXentry");
      write_attribute(plots, "default", plot.name);
      write_attribute(impl_->root(), "default", "plots");
    }
    const Handle group = require_group(impl_->file(), "/plots/" + plot.name);
    write_attribute(group, "NX_class", "NXdata");
    write_attribute(group, "signal", plot.signals.front());
    if (plot.signals.size() > 1)
      write_attribute(group, "auxiliary_signals", std::span(plot.signals).subspan(1));
    write_attribute(group, "axes", std::span<const std::string>(plot.axes));
    create_texts(group, "title", {}, {&plot.title, 1});
    for (const auto& names : {plot.signals, plot.axes})
      for (const auto& name : names)
        checked(H5Lcreate_soft(("/" + name).c_str(), group, name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
                "cannot link '" + name + "'");
  });
}

void ResultWriter::finish(std::string_view status) {
  ICEKEEL_EXPECT(!status.empty());
  impl_->guarded([&] { impl_->finish(std::string(status)); });
  if (status != "complete") return;
  std::error_code error;
  std::filesystem::rename(impl_->partial, impl_->path, error);
  if (error) fail(impl_->path, "cannot give the result its name", error.value());
}

}  // namespace icekeel::result
