// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Cases of a CSV file: a header of column names, one case a row.
///
/// Cells may be quoted (RFC 4180); an empty cell is missing; a line of blanks or one that begins
/// with # is skipped. A row that cannot be read does not keep the others from being estimated.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/estimate_case.h"
#include "simulator/config/diagnostics.h"

namespace icekeel::analysis {

/// A row of the table that could be read.
struct CaseRow {
  EstimateCase asked;
  bool readable = true;                      ///< else its errors are in the diagnostics
  config::Place place;                       ///< of the row
  std::vector<config::Place> column_places;  ///< of the cell of each of `estimate_columns()`

  /// Where a column's cell stands; the row, if it has none.
  config::Place place_of(std::string_view column) const;
};

/// \param text of the file
/// \return the rows; a header that cannot be used leaves none
std::vector<CaseRow> read_cases(const std::string& file, std::string_view text,
                                config::Diagnostics& diagnostics);

}  // namespace icekeel::analysis
