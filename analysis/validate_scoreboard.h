// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A scoreboard: published figures beside what Icekeel gives for them, and the errors.

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace icekeel::analysis {

/// What a published figure is to the model.
enum class Standing {
  scored,       ///< nothing was fitted to it
  calibration,  ///< constants were fitted to it
  circular,     ///< it is arithmetic on the inputs of the row
  other_scope,  ///< it covers more, or less, than the row; shown for comparison
};

/// A published figure and ours.
struct ScoreRow {
  std::string group;
  std::string name;
  std::string quantity;  ///< "energy", "step time"
  std::string unit;
  std::string scope;  ///< what the figure includes
  std::string tier;   ///< measured, rounded or assumed
  std::string source;
  std::string assumed;  ///< what is not published and was filled in
  std::string note;     ///< defects of the source
  double published = 0;
  double ours = 0;
  double tolerance = 0;  ///< of the relative error; 0: none is claimed
  Standing standing = Standing::scored;
  bool source_wrong = false;  ///< the printed figure is known to be wrong; the note says why

  double error() const { return ours / published - 1; }
  bool agrees() const;
  /// "agrees", "differs", "source wrong", "calibration", "circular", "other scope", "no tolerance".
  std::string_view verdict() const;
};

/// Errors of the scored rows of a group: absolute values.
struct GroupScore {
  std::string name;
  std::size_t rows = 0;
  std::size_t scored = 0;
  double median = 0;
  double mean = 0;
  double worst = 0;  ///< with its sign
  std::string worst_row;
};

struct Scoreboard {
  std::string name;        ///< "accounting"
  std::string title;       ///< one sentence
  std::string ours_label;  ///< "reproduced", "predicted"
  std::vector<std::string> remarks;
  std::vector<ScoreRow> rows;

  /// One a group in the order of the rows, then "all" where there are several.
  std::vector<GroupScore> scores() const;
  /// Scored rows outside their tolerance.
  std::size_t failures() const;
};

std::string to_text(const Scoreboard& board);
std::string to_markdown(const Scoreboard& board);
nlohmann::ordered_json to_json(const Scoreboard& board);

}  // namespace icekeel::analysis
