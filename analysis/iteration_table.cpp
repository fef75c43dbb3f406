// SPDX-License-Identifier: Apache-2.0
#include "analysis/iteration_table.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "workloads/step.h"

namespace icekeel::analysis {
namespace {

using Cells = std::vector<std::string_view>;

constexpr std::array table_columns{"gpus",
                                   "global batch",
                                   "micro batch",
                                   "hidden size",
                                   "attention heads",
                                   "layers",
                                   "sequence length",
                                   "tensor parallelism",
                                   "data parallelism",
                                   "pipeline parallelism",
                                   "iteration time (ms)"};
constexpr std::size_t time_column = table_columns.size() - 1;

std::string_view trimmed_cell(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r#");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

Cells cells_of(std::string_view line) {
  Cells cells;
  while (true) {
    const auto comma = line.find(',');
    cells.push_back(trimmed_cell(line.substr(0, comma)));
    if (comma == std::string_view::npos) return cells;
    line.remove_prefix(comma + 1);
  }
}

// As the header is compared: lower case, blanks for underscores.
std::string plain(std::string_view text) {
  std::string result;
  for (const char c : text)
    result += c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

using Header = std::array<std::optional<std::size_t>, table_columns.size()>;

Header header_of(const Cells& cells) {
  Header header;
  for (std::size_t i = 0; i < cells.size(); ++i)
    for (std::size_t c = 0; c < table_columns.size(); ++c)
      if (plain(cells[i]) == table_columns[c]) header[c] = i;
  return header;
}

std::optional<double> number_of(std::string_view cell) {
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size()) return std::nullopt;
  return value > 0 && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

workloads::TrainingSpec training_of(const std::array<double, table_columns.size()>& row) {
  const auto count = [&](std::size_t column) { return std::llround(row[column]); };
  workloads::TrainingSpec t;
  workloads::TransformerSpec& m = t.model.transformer.emplace();
  m.hidden_size = count(3);
  m.attention_heads = count(4);
  m.layers = count(5);
  m.sequence_length = count(6);
  m.feed_forward_size = 4 * m.hidden_size;
  m.vocabulary_size = 51200;
  m.biases = m.tied_embeddings = m.learned_positions = m.dropout = true;
  t.precision = platforms::Precision::fp16;
  t.global_batch = count(1);
  t.steps = 1;
  t.layout.micro_batch = count(2);
  t.layout.tensor_parallel = count(7);
  t.layout.data_parallel = count(8);
  t.layout.pipeline_parallel = count(9);
  t.layout.recompute = workloads::Recompute::full;
  return t;
}

}  // namespace

std::vector<MeasuredStep> read_iterations(const std::string& file, std::string_view text,
                                          config::Diagnostics& diagnostics) {
  const std::size_t source = diagnostics.add_source(config::Source::of(file, text));
  std::vector<MeasuredStep> steps;
  std::optional<Header> header;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view here = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (trimmed_cell(here).empty()) continue;
    const Cells cells = cells_of(here);
    if (!header) {
      header = header_of(cells);
      bool complete = true;
      for (std::size_t c = 0; c < table_columns.size(); ++c)
        if (!(*header)[c]) {
          complete = false;
          diagnostics.error(
              {source, line, 0}, fmt::format("there is no column '{}'", table_columns[c]),
              "name all table_columns in the first line; see 'icekeel calibrate --help'");
        }
      if (!complete) return steps;
      continue;
    }
    std::array<double, table_columns.size()> row{};
    bool readable = true;
    for (std::size_t c = 0; c < table_columns.size(); ++c) {
      const std::size_t at = *(*header)[c];
      const auto value = at < cells.size() ? number_of(cells[at]) : std::nullopt;
      if (value && (c == time_column || *value == std::floor(*value))) {
        row[c] = *value;
        continue;
      }
      readable = false;
      diagnostics.error({source, line, 0},
                        fmt::format("column '{}' holds '{}'", table_columns[c],
                                    at < cells.size() ? cells[at] : std::string_view{}),
                        "give a number above zero, a whole one for everything but the time");
    }
    if (!readable) continue;
    MeasuredStep step{training_of(row), Duration::si(row[time_column] / 1e3)};
    for (const config::Finding& problem : workloads::check(step.training)) {
      readable = false;
      diagnostics.error({source, line, 0}, problem.path + ": " + problem.message, problem.remedy);
    }
    if (readable) steps.push_back(std::move(step));
  }
  if (!header)
    diagnostics.error({source, 0, 0}, "the table is empty",
                      "begin it with the names of table_columns");
  return steps;
}

}  // namespace icekeel::analysis
