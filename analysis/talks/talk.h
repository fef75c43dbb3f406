// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What the talks say that this project answers, line by line, and what Icekeel gives for it.
///
/// A line of the catalogue (kind "talks") holds the words, the numbers in them and the entries that
/// its answer is worked out from; the answer itself is a function of these and of the catalogue.
///
/// Verified by: tests/unit/analysis/talks_test.cpp, which changes an input of every line.

#include <array>
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/config/catalogue.h"
#include "simulator/config/diagnostics.h"
#include "simulator/config/fields.h"

namespace icekeel::talks {

/// How a number was said: "about 11 TWh", "thousands", "less than 1.2".
enum class Claim { about, at_least, at_most };

struct SaidSpec {
  std::string of;  ///< name of the figure
  Claim claim = Claim::about;
  double value = 0;         ///< in the unit of the figure
  double tolerance = 0.05;  ///< of a number that is about right
  std::string because;      ///< why ours is another
  bool wrong = false;       ///< that it is the talk's mistake, should ours be another
};

struct TalkSpec {
  static constexpr std::string_view catalogue_kind = "talks";
  std::string id;
  std::int64_t order = 0;
  std::string says;
  std::string remark;
  std::map<std::string, double> inputs;  ///< numbers that are neither said nor in other entries
  std::map<std::string, std::string> entries;  ///< names of the catalogue
  std::vector<SaidSpec> said;
  config::Place place;  ///< of the entry, for reports
};

void describe(config::Fields& f, SaidSpec& said);
void describe(config::Fields& f, TalkSpec& talk);

enum class Verdict { agrees, differs, wrong };
/// "agrees", "differs", "the talk is wrong".
std::string_view name(Verdict verdict);

/// A number of ours; low and high are equal to it where there is no range.
struct Figure {
  std::string name, unit;
  double value = 0, low = value, high = value;
};
using Figures = std::vector<Figure>;

/// A figure that cannot be worked out; `answer` reports it with the line.
struct CannotAnswer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What the answer to a line may use.
struct Asked {
  const TalkSpec& talk;
  const config::Catalogue& catalogue;

  double input(const std::string& name) const;
  const std::string& entry(const std::string& name) const;
  /// The names that an entry lists, separated by spaces.
  std::vector<std::string> entries(const std::string& name) const;
};

/// A line, answered.
struct Line {
  struct Judged {
    Figure figure;
    std::optional<SaidSpec> said;  ///< none: the talk gives no number
    Verdict verdict = Verdict::agrees;
  };
  TalkSpec talk;
  std::vector<Judged> figures;

  /// The worst of its figures.
  Verdict verdict() const;
};

/// Whether the figure is as it was said: the whole claim, or any of our range.
Verdict judge(const SaidSpec& said, const Figure& figure);

/// The lines of the catalogue in order; what cannot be read is reported.
std::vector<TalkSpec> all_lines(const config::Catalogue& catalogue,
                                config::Diagnostics& diagnostics);

/// \return a line without figures and a report if it cannot be answered
Line answer(const TalkSpec& talk, const config::Catalogue& catalogue,
            config::Diagnostics& diagnostics);

std::string to_text(const std::vector<Line>& lines);
std::string to_markdown(const std::vector<Line>& lines);
nlohmann::ordered_json to_json(const std::vector<Line>& lines);

}  // namespace icekeel::talks

template <>
struct icekeel::config::Choices<icekeel::talks::Claim> {
  static constexpr std::array<std::string_view, 3> names{"about", "at_least", "at_most"};
};
