// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The outcomes of a study as one table, and as a file that xarray opens.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/studies/study.h"
#include "analysis/studies/study_folder.h"
#include "simulator/result/array_file.h"

namespace icekeel::studies {

enum class PointStatus : std::int64_t { complete, failed, missing };

/// A figure of all points; NaN where there is none.
struct OutputColumn {
  std::string name;
  std::string units;
  std::string long_name;
  std::vector<double> values;
};

struct StudyTable {
  std::vector<PointStatus> status;  ///< one a point
  std::vector<OutputColumn> outputs;

  std::size_t count(PointStatus what) const;
  const OutputColumn* find(std::string_view output) const;
};

/// The outputs that the study names, or all. It depends on the outcomes only, not on who ran them.
StudyTable table_of(const Study& study, std::span<const Point> points, const StudyFolder& folder);

/// Names of outputs that no point has, with the name that was probably meant.
std::vector<std::string> unknown_outputs(const Study& study, const StudyTable& table);

/// The outputs of each sample: means over its replicates with half widths of 95 % intervals.
struct SampleMeans {
  std::vector<double> mean, half_width;  ///< one a sample
  /// The same of the difference to the first sample, replicate by replicate: what the seeds have
  /// in common falls out.
  std::vector<double> change, change_half_width;
};
SampleMeans means_of(const OutputColumn& output, std::size_t replicates);

/// A grid has a dimension a parameter; another design has the dimension `sample`, along which the
/// parameters are coordinates. Replicates are a dimension if there is more than one.
/// \param source program and version
result::ArrayFile array_file_of(const Study& study, std::span<const Point> points,
                                const StudyTable& table, const std::string& source);

}  // namespace icekeel::studies
