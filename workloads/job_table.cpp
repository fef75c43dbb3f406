// SPDX-License-Identifier: Apache-2.0
// Reader of jobs in a CSV table.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "simulator/base/text.h"
#include "workloads/job_trace_faults.h"

namespace icekeel::workloads {
namespace {

const std::vector<std::string> columns{"id",          "submit_s",    "run_s",    "nodes",
                                       "requested_s", "utilisation", "priority", "node_power_W",
                                       "user",        "group",       "queue",    "partition",
                                       "load",        "node_share",  "after",    "think_s"};
constexpr std::size_t needed_columns = 4;

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == ',')
      cells.emplace_back();
    else if (c != '\r' && c != '"' && !(cells.back().empty() && (c == ' ' || c == '\t')))
      cells.back() += c;
  }
  for (auto& cell : cells)
    while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t')) cell.pop_back();
  return cells;
}

class TableReader {
 public:
  JobTrace read(std::istream& file) {
    std::string line;
    if (!std::getline(file, line)) {
      builder_.problem({0, 0, "the file is empty", "give a heading and a row for each job"});
      return builder_.finished();
    }
    if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    take_heading(cells_of(line));
    if (!builder_.trace().problems.empty()) return builder_.finished();
    for (line_ = 2; std::getline(file, line); ++line_)
      if (line.find_first_not_of(" \t\r") != std::string::npos) take(cells_of(line));
    return builder_.finished();
  }

 private:
  void take_heading(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const bool known = std::find(columns.begin(), columns.end(), cells[i]) != columns.end();
      const auto meant = known ? std::nullopt : nearest(cells[i], columns);
      if (!known)
        builder_.problem({1, i + 1, fmt::format("there is no column '{}'", cells[i]),
                          meant ? fmt::format("did you mean '{}'?", *meant)
                                : "columns are " + joined(columns, ", ")});
      else if (!place_.emplace(cells[i], i).second)
        builder_.problem(
            {1, i + 1, fmt::format("'{}' is given twice", cells[i]), "keep one of the columns"});
    }
    for (std::size_t i = 0; i < needed_columns; ++i)
      if (!place_.contains(columns[i]))
        builder_.problem({1, 0, fmt::format("there is no column '{}'", columns[i]),
                          "a table of jobs needs id, submit_s, run_s and nodes"});
    width_ = cells.size();
  }

  void take(const std::vector<std::string>& cells) {
    if (cells.size() != width_)
      return builder_.problem(
          {line_, std::min(cells.size(), width_) + 1,
           fmt::format("the row has {} cells, the heading {}", cells.size(), width_),
           "give each column a cell; it may be empty"});
    sound_ = true;
    TraceJob job;
    job.number = static_cast<std::int64_t>(value(cells, "id").value_or(0));
    job.submit = Duration::si(value(cells, "submit_s").value_or(0));
    job.run = Duration::si(value(cells, "run_s").value_or(0));
    job.processors =
        static_cast<std::int64_t>(std::clamp(value(cells, "nodes").value_or(0), -1e15, 1e15));
    if (const auto requested = value(cells, "requested_s"); requested && *requested != -1)
      job.requested = Duration::si(*requested);
    job.utilisation = value(cells, "utilisation").value_or(std::nan(""));
    job.node_power = Power::si(value(cells, "node_power_W").value_or(std::nan("")));
    job.priority = value(cells, "priority").value_or(0);
    job.user = id(cells, "user");
    job.group = id(cells, "group");
    job.queue = id(cells, "queue");
    job.partition = id(cells, "partition");
    job.load = load(cells);
    job.node_share = value(cells, "node_share").value_or(std::nan(""));
    job.after = static_cast<std::int64_t>(value(cells, "after").value_or(-1));
    job.think = Duration::si(value(cells, "think_s").value_or(0));
    if (sound_)
      builder_.add(
          job, line_,
          {field("id"), field("submit_s"), field("run_s"), field("nodes"), field("requested_s"),
           field("utilisation"), field("node_power_W"), field("node_share"), field("think_s")});
  }

  std::size_t field(const char* column) const {
    const auto found = place_.find(column);
    return found == place_.end() ? 0 : found->second + 1;
  }

  // The number in a column; none where the column or the text is not there.
  std::optional<double> value(const std::vector<std::string>& cells, const char* column) {
    const auto at = field(column);
    if (at == 0) return std::nullopt;
    const auto& text = cells[at - 1];
    const bool needed = std::find(columns.begin(), columns.begin() + needed_columns, column) !=
                        columns.begin() + needed_columns;
    if (text.empty() && !needed) return std::nullopt;
    const auto number = number_in(text);
    if (number && std::abs(*number) <= 1e15) return number;
    sound_ = false;
    builder_.problem({line_, at,
                      fmt::format("'{}' is not a number: {}", text.substr(0, 40), column),
                      needed ? "give a number" : "give a number, or leave the cell empty"});
    return std::nullopt;
  }

  std::int32_t id(const std::vector<std::string>& cells, const char* column) {
    const auto number = value(cells, column);
    return number && *number >= 0 && *number < 2e9 ? static_cast<std::int32_t>(*number) : -1;
  }

  // The number of a profile by its name; which there are is not known here.
  std::int32_t load(const std::vector<std::string>& cells) {
    const auto at = field("load");
    if (at == 0 || cells[at - 1].empty()) return -1;
    auto& names = builder_.trace().loads;
    const auto found = std::find(names.begin(), names.end(), cells[at - 1]);
    const auto index = found - names.begin();
    if (found == names.end()) names.push_back(cells[at - 1]);
    return static_cast<std::int32_t>(index);
  }

  TraceBuilder builder_;
  std::map<std::string, std::size_t> place_;
  std::size_t width_ = 0;
  std::size_t line_ = 1;
  bool sound_ = true;
};

}  // namespace

JobTrace read_job_table(std::istream& file) {
  return TableReader().read(file);
}

}  // namespace icekeel::workloads
