// SPDX-License-Identifier: Apache-2.0
// A scoreboard as text, as Markdown and as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/text_format.h"
#include "analysis/validate_scoreboard.h"

namespace icekeel::analysis {
namespace {

std::string percent(double share) {
  return fmt::format("{:+.2f} %", 100 * share);
}

std::string plain_percent(double share) {
  return fmt::format("{:.2f} %", 100 * share);
}

// Remarks on rows, each once: what was assumed, what is wrong with the source.
std::vector<std::string> notes_of(const Scoreboard& board) {
  std::vector<std::string> notes;
  const auto add = [&](const std::string& who, const std::string& what) {
    if (what.empty()) return;
    std::string note = fmt::format("{}: {}", who, what);
    if (std::ranges::find(notes, note) == notes.end()) notes.push_back(std::move(note));
  };
  for (const ScoreRow& row : board.rows) {
    add(row.name, row.note);
    add(row.group, row.assumed.empty() ? "" : "assumed: " + row.assumed);
  }
  return notes;
}

std::vector<std::string> sources_of(const Scoreboard& board) {
  std::vector<std::string> sources;
  for (const ScoreRow& row : board.rows) {
    std::string source = fmt::format("{}: {}", row.group, row.source);
    if (std::ranges::find(sources, source) == sources.end()) sources.push_back(std::move(source));
  }
  return sources;
}

nlohmann::ordered_json json_of(const ScoreRow& row, const std::string& ours) {
  nlohmann::ordered_json json{{"group", row.group},       {"name", row.name},
                              {"quantity", row.quantity}, {"unit", row.unit},
                              {"scope", row.scope},       {"tier", row.tier},
                              {"source", row.source},     {"published", row.published},
                              {ours, row.ours},           {"error", row.error()}};
  const auto or_null = [](const std::string& text) {
    return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
  };
  json["tolerance"] = nullptr;
  if (row.tolerance > 0) json["tolerance"] = row.tolerance;
  json["scored"] = row.standing == Standing::scored && !row.source_wrong;
  json["verdict"] = row.verdict();
  json["assumed"] = or_null(row.assumed);
  json["note"] = or_null(row.note);
  return json;
}

}  // namespace

std::string to_text(const Scoreboard& board) {
  std::string text = board.title + "\n";
  std::string group;
  for (const ScoreRow& row : board.rows) {
    if (row.group != group) {
      group = row.group;
      text += fmt::format("\n{}{}{}{}\n", left(group, 52), right("published", 13),
                          right(board.ours_label, 13), right("error", 10));
    }
    const std::string label = fmt::format("{}, {}", row.name, row.quantity);
    text += fmt::format("  {}{}{}{}{}  {}\n", left(label, 40), left(" " + row.unit, 10),
                        right(number_text(row.published), 13), right(number_text(row.ours), 13),
                        right(percent(row.error()), 10), row.verdict());
  }
  text +=
      fmt::format("\n{}{}{}{}{}\n", left("Absolute errors of what is scored", 44),
                  right("scored", 10), right("median", 10), right("mean", 10), right("worst", 10));
  for (const GroupScore& score : board.scores()) {
    text += "  " + left(score.name, 42) + right(std::to_string(score.scored), 10);
    if (score.scored > 0)
      text += right(plain_percent(score.median), 10) + right(plain_percent(score.mean), 10) +
              right(percent(score.worst), 10) + "  " + score.worst_row;
    text += "\n";
  }
  text += "\n";
  for (const std::string& remark : board.remarks) text += wrapped("", remark);
  for (const std::string& note : notes_of(board)) text += wrapped("- ", note);
  return text;
}

std::string to_markdown(const Scoreboard& board) {
  std::string text = fmt::format("# Scoreboard: {}\n\n{}\n\n", board.name, board.title);
  text += fmt::format("Written by `icekeel validate {} --format markdown`.\n", board.name);
  for (const std::string& remark : board.remarks) text += "\n" + remark + "\n";
  text += "\n| group | scored | median | mean | worst | worst row |\n|---|--:|--:|--:|--:|---|\n";
  for (const GroupScore& score : board.scores()) {
    text += fmt::format("| {} | {} of {} |", score.name, score.scored, score.rows);
    text += score.scored > 0
                ? fmt::format(" {} | {} | {} | {} |\n", plain_percent(score.median),
                              plain_percent(score.mean), percent(score.worst), score.worst_row)
                : std::string(" | | | |\n");
  }
  std::string group;
  for (const ScoreRow& row : board.rows) {
    if (row.group != group) {
      group = row.group;
      text += fmt::format(
          "\n## {}\n\n| row | quantity | scope | tier | published | {} | error | verdict |\n"
          "|---|---|---|---|--:|--:|--:|---|\n",
          group, board.ours_label);
    }
    text += fmt::format("| {} | {} | {} | {} | {} {} | {} {} | {} | {} |\n", row.name, row.quantity,
                        row.scope, row.tier, number_text(row.published), row.unit,
                        number_text(row.ours), row.unit, percent(row.error()), row.verdict());
  }
  text += "\n## Notes\n\n";
  for (const std::string& note : notes_of(board)) text += "- " + note + "\n";
  text += "\n## Sources\n\n";
  for (const std::string& source : sources_of(board)) text += "- " + source + "\n";
  return text;
}

nlohmann::ordered_json to_json(const Scoreboard& board) {
  nlohmann::ordered_json json{{"scoreboard", board.name}, {"title", board.title}};
  json["remarks"] = board.remarks;
  auto& rows = json["rows"] = nlohmann::ordered_json::array();
  for (const ScoreRow& row : board.rows) rows.push_back(json_of(row, board.ours_label));
  auto& scores = json["scores"] = nlohmann::ordered_json::array();
  for (const GroupScore& s : board.scores()) {
    nlohmann::ordered_json score{{"group", s.name}, {"rows", s.rows}, {"scored", s.scored}};
    if (s.scored > 0) {
      score["median"] = s.median;
      score["mean"] = s.mean;
      score["worst"] = s.worst;
      score["worst_row"] = s.worst_row;
    }
    scores.push_back(std::move(score));
  }
  json["failures"] = board.failures();
  return json;
}

}  // namespace icekeel::analysis
