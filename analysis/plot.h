// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Series of a result as a picture: the script that gnuplot draws, with its data inside.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/result/result_file.h"

namespace icekeel::analysis {

/// One line of a picture: "it_power", or one label of a series over names:
/// "rack_power[hall/r01-02]".
struct PlottedSeries {
  std::string series;
  std::string label;  ///< empty: of a series over time only, or all labels
};

/// "name" or "name[label]".
PlottedSeries plotted_series(std::string_view text);

/// What is wrong with each of the series, with the names that were probably meant; empty if
/// nothing.
std::vector<std::string> problems_of(const result::ResultFile& file,
                                     std::span<const PlottedSeries> series);

/// Kinds of pictures by the end of the file's name.
std::vector<std::string> picture_kinds();

/// Where gnuplot draws to: its terminal and the picture, for so many panels above each other.
std::string gnuplot_output(const std::string& picture, std::size_t panels);
/// A text in quotes, as gnuplot reads it.
std::string gnuplot_text(std::string_view text);

/// The script: one panel a unit, all over the same time. Series over names without a label are
/// drawn for their first eight names.
/// \param picture file that gnuplot writes; its end says the kind
std::string gnuplot_script(const result::ResultFile& file, std::span<const PlottedSeries> series,
                           const std::string& picture);

}  // namespace icekeel::analysis
