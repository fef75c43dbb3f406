// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Series and tables of a result as CSV.

#include <ostream>
#include <span>
#include <string>

#include "simulator/result/result_file.h"

namespace icekeel::analysis {

/// Series of one time axis, an interval a row: its beginning (ISO 8601), its length [s], then a
/// column for each series, or for each name of a series over names. Texts are quoted where CSV asks
/// for it (RFC 4180); a missing number is empty.
/// \return what is wrong, with a remedy; empty if nothing
std::string write_series_csv(const result::ResultFile& file, std::span<const std::string> series,
                             std::ostream& out);

/// A table of the result, as "/jobs", a row a line.
std::string write_table_csv(const result::ResultFile& file, const std::string& table,
                            std::ostream& out);

}  // namespace icekeel::analysis
