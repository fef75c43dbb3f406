// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A CSV file as people write it by hand: a heading, then a row a line.

#include <algorithm>
#include <cstddef>
#include <istream>
#include <string>
#include <utility>
#include <vector>

namespace icekeel::analysis {

/// What is wrong with such a file, and where; line 0: the file as a whole.
struct TableProblem {
  std::size_t line = 0;
  std::string message;
  std::string remedy;
};

/// Rows of cells with the places of their columns. Quotes are left out, empty lines skipped.
class CsvTable {
 public:
  explicit CsvTable(std::istream& stream) {
    for (std::string line; std::getline(stream, line); ++line_) {
      if (line_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      auto cells = cells_of(line);
      if (heading_.empty())
        heading_ = std::move(cells);
      else
        rows_.emplace_back(line_, std::move(cells));
    }
  }

  bool has(const std::string& column) const { return index_of(column) < heading_.size(); }
  /// Numbers of lines with their cells.
  const std::vector<std::pair<std::size_t, std::vector<std::string>>>& rows() const {
    return rows_;
  }
  std::string cell(const std::vector<std::string>& row, const std::string& column) const {
    const auto index = index_of(column);
    return index < row.size() ? row[index] : std::string{};
  }
  const std::vector<std::string>& heading() const { return heading_; }

 private:
  std::size_t index_of(const std::string& column) const {
    return static_cast<std::size_t>(std::find(heading_.begin(), heading_.end(), column) -
                                    heading_.begin());
  }
  static std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == ',')
        cells.emplace_back();
      else if (c != '\r' && c != '"' && !(cells.back().empty() && c == ' '))
        cells.back() += c;
    }
    return cells;
  }

  std::size_t line_ = 1;
  std::vector<std::string> heading_;
  std::vector<std::pair<std::size_t, std::vector<std::string>>> rows_;
};

}  // namespace icekeel::analysis
