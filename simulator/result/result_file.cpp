// SPDX-License-Identifier: Apache-2.0
#include "simulator/result/result_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "simulator/result/hdf5_read.h"

namespace icekeel::result {
namespace {

// A series has a time axis as its first dimension; the bounds of the axis are none.
bool is_time_axis(hid_t dataset) {
  return is_scale(dataset) && text_attribute(dataset, "axis") == "T" &&
         text_attribute(dataset, "bounds");
}

std::optional<Variable> series_of(hid_t root, const std::string& name) {
  const auto dataset = open_dataset(root, name);
  if (!dataset || is_scale(*dataset) || kind_of(*dataset) != Kind::number) return std::nullopt;
  Variable variable{name, "", "", dimensions_of(*dataset), bytes_of(*dataset) == 4, ""};
  if (variable.dimensions.empty() || variable.dimensions.size() > 2) return std::nullopt;
  const auto axis = open_dataset(root, variable.dimensions.front());
  if (!axis || !is_time_axis(*axis) || text_attribute(*axis, "bounds") == name) return std::nullopt;
  variable.units = text_attribute(*dataset, "units").value_or("");
  variable.long_name = text_attribute(*dataset, "long_name").value_or("");
  variable.cell_methods = text_attribute(*dataset, "cell_methods").value_or("");
  return variable;
}

FileInfo info_of(hid_t root) {
  const auto text = [&](const char* name) { return text_attribute(root, name).value_or(""); };
  const auto seed = integers_attribute(root, "seed");
  return {text("title"),
          text("history"),
          text("source"),
          parse_timestamp(text("time_start")).value_or(Timestamp{}),
          seed.empty() ? 0 : seed.front(),
          text("scenario_sha256"),
          parse_timestamp(text("date_created")).value_or(Timestamp{})};
}

std::optional<Column> column_of(hid_t group, const std::string& name) {
  const auto dataset = open_dataset(group, name);
  if (!dataset || is_scale(*dataset) || size_of(*dataset).size() != 1) return std::nullopt;
  Column column{name,
                text_attribute(*dataset, "units").value_or(""),
                text_attribute(*dataset, "long_name").value_or(""),
                {}};
  switch (kind_of(*dataset)) {
    case Kind::number:
      column.values = read_numbers(*dataset);
      break;
    case Kind::integer:
      column.values = read_integers(*dataset);
      break;
    case Kind::text:
      column.values = read_texts(*dataset);
      break;
    case Kind::other:
      return std::nullopt;
  }
  return column;
}

std::optional<Scalar> scalar_of(hid_t group, const std::string& name) {
  const auto dataset = open_dataset(group, name);
  if (!dataset || !size_of(*dataset).empty()) return std::nullopt;
  const Kind kind = kind_of(*dataset);
  if (kind != Kind::number && kind != Kind::integer) return std::nullopt;
  const auto values = read_numbers(*dataset);
  if (values.empty()) return std::nullopt;  // a dataset without any value
  return Scalar{name, text_attribute(*dataset, "units").value_or(""),
                text_attribute(*dataset, "long_name").value_or(""), values.front()};
}

std::optional<Text> text_of(hid_t group, const std::string& name) {
  const auto dataset = open_dataset(group, name);
  if (!dataset || !size_of(*dataset).empty() || kind_of(*dataset) != Kind::text)
    return std::nullopt;
  auto texts = read_texts(*dataset);
  if (texts.empty()) return std::nullopt;
  return Text{name, std::move(texts.front())};
}

Plot plot_of(hid_t group, const std::string& name) {
  Plot plot{name, texts_attribute(group, "signal"), texts_attribute(group, "axes"), ""};
  for (auto& signal : texts_attribute(group, "auxiliary_signals"))
    plot.signals.push_back(std::move(signal));
  if (const auto title = text_of(group, "title")) plot.title = title->text;
  return plot;
}

// What every member of a group gives through `read`, in the order of creation.
template <class Read>
auto all_of(hid_t file, std::string_view path, Read read) {
  std::vector<typename decltype(read(hid_t{}, std::string{}))::value_type> list;
  const auto group = open_group(file, std::string(path));
  if (!group) return list;
  for (const auto& name : members(*group).datasets)
    if (auto item = read(*group, name)) list.push_back(*std::move(item));
  return list;
}

template <class Read>
auto one_of(hid_t file, std::string_view path, std::string_view name, Read read) {
  const auto group = open_group(file, std::string(path));
  return group ? read(*group, std::string(name)) : decltype(read(hid_t{}, std::string{})){};
}

}  // namespace

class ResultFile::Impl {
 public:
  template <class Calls>
  auto guarded(Calls calls) const {
    try {
      return calls();
    } catch (const Hdf5Error& error) {
      throw damaged(error);
    }
  }

  explicit Impl(const std::filesystem::path& where) : path(where) {
    check_path();
    try {
      file = open_file(path.string());
    } catch (const Hdf5Error& error) {
      if (error.system_error == EWOULDBLOCK)
        refuse("'{}' is being written by another process; wait until it ends");
      if (error.system_error != 0)
        refuse("'{}' cannot be opened: {}", std::generic_category().message(error.system_error));
      throw damaged(error);
    }
    guarded([&] { read_head(); });
  }

  std::filesystem::path path;
  Handle file;
  FileInfo info;
  FormatVersion format;
  std::string status;
  std::vector<Variable> series;

 private:
  UnreadableResult damaged(const Hdf5Error& error) const {
    return UnreadableResult(
        fmt::format("'{}' is damaged or cut short ({}); copy it again or repeat the run",
                    path.string(), error.what()));
  }

  template <class... Values>
  [[noreturn]] void refuse(fmt::format_string<std::string, const Values&...> text,
                           const Values&... values) const {
    throw UnreadableResult(fmt::format(text, path.string(), values...));
  }

  void check_path() const {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
      refuse("'{}' is a folder; name a result file in it");
    if (!std::filesystem::exists(path, ignored)) {
      const std::string partial = path.string() + ".partial";
      if (std::filesystem::exists(partial, ignored))
        refuse("'{}' does not exist; the run has not ended, what it has written is in '{}'",
               partial);
      refuse("'{}' does not exist");
    }
    if (!std::filesystem::is_regular_file(path, ignored))
      refuse("'{}' is no regular file; name a result of 'icekeel run'");
    set_up_hdf5();
    if (H5Fis_hdf5(path.c_str()) == 0)
      refuse("'{}' is no HDF5 file; name a result of 'icekeel run'");
  }

  void read_head() {
    const Handle root(H5Gopen2(file, "/", H5P_DEFAULT), H5Gclose, "cannot open the root group");
    const auto version = integers_attribute(root, "icekeel_format");
    if (version.size() != 2)
      refuse(
          "'{}' is an HDF5 file without the attribute 'icekeel_format', so no result of "
          "icekeel; name a result of 'icekeel run'");
    format = {static_cast<int>(version[0]), static_cast<int>(version[1])};
    if (format.major != format_version.major)
      refuse(
          "'{}' has version {}.{} of the result format, this program reads version {}; use the "
          "icekeel that wrote it or repeat the run",
          format.major, format.minor, format_version.major);
    info = info_of(root);
    status = text_attribute(root, "run_status").value_or("");
    for (const auto& name : members(root).datasets)
      if (auto variable = series_of(root, name)) series.push_back(*std::move(variable));
  }
};

ResultFile::ResultFile(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ResultFile::ResultFile(ResultFile&&) noexcept = default;
ResultFile& ResultFile::operator=(ResultFile&&) noexcept = default;
ResultFile::~ResultFile() = default;

ResultFile ResultFile::open(const std::filesystem::path& path) {
  return ResultFile(std::make_unique<Impl>(path));
}

const std::filesystem::path& ResultFile::path() const {
  return impl_->path;
}
const FileInfo& ResultFile::info() const {
  return impl_->info;
}
FormatVersion ResultFile::format() const {
  return impl_->format;
}
const std::string& ResultFile::status() const {
  return impl_->status;
}
const std::vector<Variable>& ResultFile::series() const {
  return impl_->series;
}

const Variable* ResultFile::find_series(std::string_view name) const {
  const auto at = std::ranges::find(impl_->series, name, &Variable::name);
  return at == impl_->series.end() ? nullptr : &*at;
}

std::optional<SeriesValues> ResultFile::values(std::string_view series, Rows rows) const {
  if (find_series(series) == nullptr) return std::nullopt;
  return impl_->guarded([&] {
    const auto dataset = open_dataset(impl_->file, std::string(series));
    const auto size = size_of(*dataset);
    return SeriesValues{size.size() == 2 ? size[1] : 1,
                        read_numbers(*dataset, rows.first, rows.count)};
  });
}

Intervals ResultFile::intervals(std::string_view axis, Rows rows) const {
  return impl_->guarded([&] {
    Intervals intervals;
    const auto bounds = open_dataset(impl_->file, std::string(axis) + "_bounds");
    if (!bounds) return intervals;
    const auto numbers = read_numbers(*bounds, rows.first, rows.count);
    for (std::size_t i = 0; i + 1 < numbers.size(); i += 2) {
      intervals.from.push_back(numbers[i]);
      intervals.to.push_back(numbers[i + 1]);
    }
    return intervals;
  });
}

std::vector<std::string> ResultFile::labels(std::string_view dimension) const {
  return impl_->guarded([&] {
    const auto dataset = open_dataset(impl_->file, std::string(dimension));
    if (!dataset || kind_of(*dataset) != Kind::text) return std::vector<std::string>{};
    return read_texts(*dataset);
  });
}

std::vector<std::string> ResultFile::tables() const {
  return impl_->guarded([&] {
    std::vector<std::string> names;
    const auto root = open_group(impl_->file, "/");
    for (const auto& name : members(*root).groups) {
      const auto group = open_group(impl_->file, "/" + name);
      const auto in_it = members(*group).datasets;
      if (std::ranges::any_of(in_it, [&](const std::string& member) {
            const auto dataset = open_dataset(*group, member);
            return dataset && is_scale(*dataset);
          }))
        names.push_back("/" + name);
    }
    return names;
  });
}

std::vector<Column> ResultFile::table(std::string_view group) const {
  return impl_->guarded([&] { return all_of(impl_->file, group, column_of); });
}

std::optional<Column> ResultFile::column(std::string_view group, std::string_view name) const {
  return impl_->guarded([&] { return one_of(impl_->file, group, name, column_of); });
}

std::vector<Scalar> ResultFile::scalars(std::string_view group) const {
  return impl_->guarded([&] { return all_of(impl_->file, group, scalar_of); });
}

std::optional<double> ResultFile::scalar(std::string_view group, std::string_view name) const {
  const auto found = impl_->guarded([&] { return one_of(impl_->file, group, name, scalar_of); });
  return found ? found->value : std::nullopt;
}

std::vector<Text> ResultFile::texts(std::string_view group) const {
  return impl_->guarded([&] { return all_of(impl_->file, group, text_of); });
}

std::optional<std::string> ResultFile::text(std::string_view group, std::string_view name) const {
  const auto found = impl_->guarded([&] { return one_of(impl_->file, group, name, text_of); });
  return found ? std::optional(found->text) : std::nullopt;
}

std::vector<Plot> ResultFile::plots() const {
  return impl_->guarded([&] {
    std::vector<Plot> plots;
    const auto parent = open_group(impl_->file, "/plots");
    if (!parent) return plots;
    for (const auto& name : members(*parent).groups)
      if (const auto group = open_group(impl_->file, "/plots/" + name))
        if (text_attribute(*group, "NX_class") == "NXdata") plots.push_back(plot_of(*group, name));
    return plots;
  });
}

}  // namespace icekeel::result
