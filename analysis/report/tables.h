// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Tables of a result as columns of numbers or texts, and as HTML.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/result/records.h"

namespace icekeel::analysis::report {

std::size_t rows_of(const std::vector<result::Column>& table);

/// The texts or numbers of a column, one a row; empty texts and NaN where there is no such column.
std::vector<std::string> texts_of(const std::vector<result::Column>& table, std::string_view name);
std::vector<double> numbers_of(const std::vector<result::Column>& table, std::string_view name);

/// A number with its unit as a cell shows it: seconds as a duration, watts as kW.
std::string cell_text(double value, std::string_view units);

/// The table as HTML, the rows named in `rows` only; every column that has a value.
std::string to_html(const std::vector<result::Column>& table, const std::vector<std::size_t>& rows);
/// The first `most` rows, with a line that says how many more there are and where.
std::string to_html(const std::vector<result::Column>& table, std::size_t most,
                    std::string_view group);

}  // namespace icekeel::analysis::report
