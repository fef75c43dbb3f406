// SPDX-License-Identifier: Apache-2.0
#include "analysis/validate_scoreboard.h"

#include <algorithm>
#include <cmath>

namespace icekeel::analysis {
namespace {

double median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

// Scores of the rows of one group, or of all where no group is named.
GroupScore score(const std::vector<ScoreRow>& rows, const std::string* group) {
  GroupScore result;
  result.name = group ? *group : "all";
  std::vector<double> errors;
  for (const ScoreRow& row : rows) {
    if (group && row.group != *group) continue;
    ++result.rows;
    if (row.standing != Standing::scored || row.source_wrong) continue;
    errors.push_back(std::abs(row.error()));
    if (result.worst_row.empty() || errors.back() > std::abs(result.worst)) {
      result.worst = row.error();
      result.worst_row = row.name;
    }
  }
  result.scored = errors.size();
  if (errors.empty()) return result;
  for (const double error : errors) result.mean += error / static_cast<double>(errors.size());
  result.median = median(std::move(errors));
  return result;
}

}  // namespace

bool ScoreRow::agrees() const {
  return std::abs(error()) <= tolerance;
}

std::string_view ScoreRow::verdict() const {
  if (standing == Standing::calibration) return "calibration";
  if (standing == Standing::circular) return "circular";
  if (standing == Standing::other_scope) return "other scope";
  if (source_wrong) return "source wrong";
  if (tolerance <= 0) return "no tolerance";
  return agrees() ? "agrees" : "differs";
}

std::vector<GroupScore> Scoreboard::scores() const {
  std::vector<std::string> groups;
  for (const ScoreRow& row : rows)
    if (std::ranges::find(groups, row.group) == groups.end()) groups.push_back(row.group);
  std::vector<GroupScore> result;
  for (const std::string& group : groups) result.push_back(score(rows, &group));
  if (groups.size() > 1) result.push_back(score(rows, nullptr));
  return result;
}

std::size_t Scoreboard::failures() const {
  return static_cast<std::size_t>(
      std::ranges::count(rows, std::string_view("differs"), &ScoreRow::verdict));
}

}  // namespace icekeel::analysis
