// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/study_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <numeric>
#include <optional>

#include "analysis/studies/statistics.h"
#include "analysis/summary.h"
#include "simulator/base/text.h"

namespace icekeel::studies {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view time_of_the_run = "wall_s";  // never the same twice

OutputColumn& column_of(StudyTable& table, const result::Scalar& figure, std::size_t points) {
  const auto at = std::ranges::find(table.outputs, figure.name, &OutputColumn::name);
  if (at != table.outputs.end()) {
    if (at->units.empty()) {
      at->units = figure.units;
      at->long_name = figure.long_name;
    }
    return *at;
  }
  table.outputs.push_back(
      {figure.name, figure.units, figure.long_name, std::vector<double>(points, missing)});
  return table.outputs.back();
}

// A coordinate along the samples, or the levels of a grid.
result::ArrayValues coordinate_of(const Parameter& parameter, const std::vector<Value>& values) {
  if (!parameter.numeric) {
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (const auto& value : values) texts.push_back(value.text);
    return texts;
  }
  std::vector<double> numbers;
  numbers.reserve(values.size());
  for (const auto& value : values) numbers.push_back(value.number);
  return numbers;
}

std::string long_name_of(const Parameter& parameter) {
  return parameter.path.empty() ? "case of " + parameter.name : parameter.path;
}

std::string units_of(const Parameter& parameter) {
  return parameter.numeric ? udunits_of(parameter.unit) : "";
}

std::vector<std::int64_t> numbered(std::size_t count) {
  std::vector<std::int64_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), std::int64_t{0});
  return numbers;
}

/// Puts a file together.
class Layout {
 public:
  Layout(const Study& study, std::span<const Point> points) : study_(study), points_(points) {}

  void add_dimensions(result::ArrayFile& file) {
    if (study_.spec.design == Design::grid)
      for (const auto& p : study_.parameters)
        add(file, {p.name, units_of(p), long_name_of(p), coordinate_of(p, p.levels)});
    else
      add_samples(file);
    over_all_ = over_samples_;
    if (study_.spec.replicates < 2) return;
    const auto replicates = numbered(static_cast<std::size_t>(study_.spec.replicates));
    file.dimensions.push_back({"replicate", "", "run of a point, from 0", replicates});
    over_all_.emplace_back("replicate");
  }

  result::LabelledArray of_points(const OutputColumn& output) const {
    return {output.name, output.units, output.long_name, over_all_, output.values, coordinates_,
            {}};
  }
  result::LabelledArray of_status(std::span<const PointStatus> status) const {
    std::vector<std::int64_t> values;
    values.reserve(status.size());
    for (const auto each : status) values.push_back(static_cast<std::int64_t>(each));
    return {"status",
            "",
            "how the point ended",
            over_all_,
            values,
            coordinates_,
            {"complete", "failed", "missing"}};
  }
  result::LabelledArray of_samples(const OutputColumn& output, const char* suffix,
                                   const std::string& what, std::vector<double> values) const {
    return {output.name + suffix,
            output.units,
            what + output.long_name,
            over_samples_,
            std::move(values),
            coordinates_,
            {}};
  }

 private:
  void add(result::ArrayFile& file, result::ArrayDimension dimension) {
    over_samples_.push_back(dimension.name);
    file.dimensions.push_back(std::move(dimension));
  }

  void add_samples(result::ArrayFile& file) {
    add(file, {"sample", "", "row of the design, from 0", numbered(number_of_samples(study_))});
    for (std::size_t p = 0; p < study_.parameters.size(); ++p) {
      const auto& parameter = study_.parameters[p];
      std::vector<Value> values;
      for (const auto& point : points_)
        if (point.replicate == 0) values.push_back(point.values[p]);
      file.arrays.push_back({parameter.name,
                             units_of(parameter),
                             long_name_of(parameter),
                             {"sample"},
                             coordinate_of(parameter, values),
                             {},
                             {}});
      coordinates_ += (p == 0 ? "" : " ") + parameter.name;
    }
  }

  const Study& study_;
  std::span<const Point> points_;
  std::vector<std::string> over_samples_, over_all_;
  std::string coordinates_;
};

}  // namespace

std::size_t StudyTable::count(PointStatus what) const {
  return static_cast<std::size_t>(std::ranges::count(status, what));
}

const OutputColumn* StudyTable::find(std::string_view output) const {
  const auto at = std::ranges::find(outputs, output, &OutputColumn::name);
  return at == outputs.end() ? nullptr : &*at;
}

StudyTable table_of(const Study& study, std::span<const Point> points, const StudyFolder& folder) {
  StudyTable table;
  table.status.assign(points.size(), PointStatus::missing);
  const auto& asked = study.spec.outputs;
  for (const auto& name : asked) column_of(table, {name, "", ""}, points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto outcome = folder.outcome(points[i].id);
    if (!outcome) continue;
    table.status[i] = outcome->complete ? PointStatus::complete : PointStatus::failed;
    for (const auto& figure : outcome->figures) {
      const bool wanted = asked.empty() ? figure.name != time_of_the_run
                                        : std::ranges::find(asked, figure.name) != asked.end();
      if (wanted) column_of(table, figure, points.size()).values[i] = *figure.value;
    }
  }
  return table;
}

std::vector<std::string> unknown_outputs(const Study& study, const StudyTable& table) {
  std::vector<std::string> unknown;
  if (table.count(PointStatus::complete) == 0) return unknown;
  const auto keys = analysis::summary_keys();
  const std::vector<std::string> known(keys.begin(), keys.end());
  for (const auto& name : study.spec.outputs) {
    const auto* column = table.find(name);
    if (std::ranges::find(known, name) != known.end() || (column && !column->units.empty()))
      continue;
    const auto meant = nearest(name, known);
    unknown.push_back(fmt::format("no point has a figure '{}'{}", name,
                                  meant ? fmt::format("; did you mean '{}'?", *meant) : ""));
  }
  return unknown;
}

SampleMeans means_of(const OutputColumn& output, std::size_t replicates) {
  SampleMeans means;
  const std::span all(output.values);
  for (std::size_t at = 0; at < all.size(); at += replicates) {
    const auto own = all.subspan(at, replicates);
    const auto mean = mean_of(own);
    means.mean.push_back(mean.value);
    means.half_width.push_back(mean.high - mean.value);
    std::vector<double> changes(own.begin(), own.end());
    for (std::size_t r = 0; r < replicates; ++r) changes[r] -= all[r];
    const auto change = mean_of(changes);
    means.change.push_back(change.value);
    means.change_half_width.push_back(change.high - change.value);
  }
  return means;
}

result::ArrayFile array_file_of(const Study& study, std::span<const Point> points,
                                const StudyTable& table, const std::string& source) {
  result::ArrayFile file{study.spec.name, source, {}, {}, {}};
  const auto design = static_cast<std::size_t>(study.spec.design);
  file.attributes = {{"icekeel_study_format", "1.0"},
                     {"design", std::string(config::Choices<Design>::names[design])},
                     {"scenario_sha256", study.base}};
  Layout layout(study, points);
  layout.add_dimensions(file);
  for (const auto& output : table.outputs) {
    file.arrays.push_back(layout.of_points(output));
    if (study.spec.replicates < 2) continue;
    auto means = means_of(output, static_cast<std::size_t>(study.spec.replicates));
    file.arrays.push_back(
        layout.of_samples(output, "_mean", "mean over the replicates of ", std::move(means.mean)));
    file.arrays.push_back(layout.of_samples(output, "_ci95",
                                            "half width of the 95 % interval of the mean of ",
                                            std::move(means.half_width)));
  }
  file.arrays.push_back(layout.of_status(table.status));
  return file;
}

}  // namespace icekeel::studies
