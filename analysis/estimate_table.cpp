// SPDX-License-Identifier: Apache-2.0
#include "analysis/estimate_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "simulator/base/text.h"

namespace icekeel::analysis {
namespace {

struct Cell {
  std::string text;
  std::size_t line = 0;    // counted from 1
  std::size_t column = 0;  // of its first character, counted from 1
};

using CaseCells = std::vector<Cell>;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Walks over the text row by row; a quoted cell may hold commas, quotes and line ends.
class Rows {
 public:
  explicit Rows(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }

  bool more() const { return at_ < text_.size(); }
  bool open_quote() const { return open_quote_; }

  CaseCells next() {
    CaseCells row;
    open_quote_ = false;
    while (true) {
      row.push_back(cell());
      if (at_ >= text_.size()) return row;
      const char end = text_[at_++];
      if (end == ',') continue;
      ++line_;
      line_start_ = at_;
      return row;
    }
  }

 private:
  bool at_end_of_line() const { return at_ >= text_.size() || text_[at_] == '\n'; }

  Cell cell() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    Cell cell{{}, line_, at_ - line_start_ + 1};
    if (at_ < text_.size() && text_[at_] == '"') read_quoted(cell.text);
    const std::size_t begin = at_;
    while (!at_end_of_line() && text_[at_] != ',') ++at_;
    std::string_view plain = text_.substr(begin, at_ - begin);
    if (plain.ends_with('\r')) plain.remove_suffix(1);
    cell.text += trimmed(plain);
    return cell;
  }

  void read_quoted(std::string& into) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
        ++at_;
      }
      if (text_[at_] == '\n') {
        ++line_;
        line_start_ = at_ + 1;
      }
      into += text_[at_];
    }
    open_quote_ = at_ >= text_.size();
    if (!open_quote_) ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t line_start_ = 0;
  bool open_quote_ = false;
};

bool is_skipped(const CaseCells& row) {
  return row.front().text.starts_with('#') || (row.size() == 1 && row.front().text.empty());
}

// The column that each cell of the header names; none where it is unknown.
std::vector<std::optional<std::size_t>> read_header(const CaseCells& row, std::size_t source,
                                                    config::Diagnostics& diagnostics) {
  const auto known = estimate_columns();
  std::vector<std::string> names;
  for (const EstimateColumn& column : known) names.emplace_back(column.name);
  std::vector<std::optional<std::size_t>> columns;
  for (const Cell& cell : row) {
    const config::Place place{source, cell.line, cell.column};
    const auto at = std::ranges::find(names, cell.text);
    const auto index = static_cast<std::size_t>(at - names.begin());
    if (at == names.end()) {
      const auto meant = nearest(cell.text, names);
      diagnostics.error(place, fmt::format("there is no column '{}'", cell.text),
                        meant ? fmt::format("did you mean '{}'?", *meant)
                              : "'icekeel estimate --help' shows the columns");
      columns.emplace_back();
    } else if (std::ranges::find(columns, std::optional(index)) != columns.end()) {
      diagnostics.error(place, fmt::format("column '{}' is given twice", cell.text),
                        "keep one of them");
      columns.emplace_back();
    } else {
      columns.emplace_back(index);
    }
  }
  return columns;
}

}  // namespace

config::Place CaseRow::place_of(std::string_view column) const {
  const auto columns = estimate_columns();
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].name == column && column_places[i].line > 0) return column_places[i];
  return place;
}

std::vector<CaseRow> read_cases(const std::string& file, std::string_view text,
                                config::Diagnostics& diagnostics) {
  const std::size_t source = diagnostics.add_source(config::Source::of(file, text));
  Rows rows(text);
  std::vector<CaseRow> cases;
  std::vector<std::optional<std::size_t>> columns;
  while (rows.more()) {
    const CaseCells row = rows.next();
    if (is_skipped(row)) continue;
    const config::Place here{source, row.front().line, 0};
    if (rows.open_quote()) {
      diagnostics.error({source, row.back().line, row.back().column},
                        "a quote is opened and never closed", "close it, or take it out");
      return cases;
    }
    if (columns.empty()) {
      columns = read_header(row, source, diagnostics);
      continue;
    }
    CaseRow& made = cases.emplace_back();
    made.place = here;
    made.column_places.resize(estimate_columns().size());
    made.asked.name = fmt::format("row {}", cases.size());
    if (row.size() > columns.size()) {
      diagnostics.error({source, row[columns.size()].line, row[columns.size()].column},
                        fmt::format("row {} has {} cells, the header has {}", cases.size(),
                                    row.size(), columns.size()),
                        "take the surplus out, or quote a cell that holds a comma");
      made.readable = false;
    }
    if (row.size() < columns.size()) {
      const auto& first = columns[row.size()];
      diagnostics.error(
          {source, row.back().line, row.back().column},
          fmt::format("row {} has {} cells, the header has {}: column {} has none", cases.size(),
                      row.size(), columns.size(),
                      first ? estimate_columns()[*first].name : std::to_string(row.size() + 1)),
          "leave a cell empty between its commas where nothing is given");
      made.readable = false;
    }
    for (std::size_t i = 0; i < std::min(row.size(), columns.size()); ++i) {
      if (!columns[i] || row[i].text.empty()) continue;
      const EstimateColumn& column = estimate_columns()[*columns[i]];
      const config::Place place{source, row[i].line, row[i].column};
      made.column_places[*columns[i]] = place;
      const auto problem = column.read(made.asked, row[i].text);
      if (!problem) continue;
      diagnostics.error(
          place, fmt::format("row {}, column {}: {}", cases.size(), column.name, problem->message),
          problem->remedy);
      made.readable = false;
    }
  }
  if (columns.empty())
    diagnostics.error({source, 0, 0}, "the file has no header",
                      "begin it with names of columns, as name,hidden_size,layers");
  return cases;
}

}  // namespace icekeel::analysis
