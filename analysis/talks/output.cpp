// SPDX-License-Identifier: Apache-2.0
// The lines as text, as Markdown and as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/talks/talk.h"
#include "analysis/text_format.h"

namespace icekeel::talks {
namespace {

using analysis::number_text;

std::string with_unit(const std::string& number, const std::string& unit) {
  return unit == "1" ? number : number + " " + unit;
}

std::string said_text(const Line::Judged& one) {
  if (!one.said) return "";
  constexpr std::array<std::string_view, 3> words{"", "at least ", "at most "};
  return std::string(words[static_cast<std::size_t>(one.said->claim)]) +
         with_unit(number_text(one.said->value), one.figure.unit);
}

std::string ours_text(const Figure& figure) {
  if (figure.low == figure.high) return with_unit(number_text(figure.value), figure.unit);
  return with_unit(fmt::format("{} ({} to {})", number_text(figure.value), number_text(figure.low),
                               number_text(figure.high)),
                   figure.unit);
}

std::string verdict_text(const Line::Judged& one) {
  return one.said ? std::string(name(one.verdict)) : "";
}

// Why ours is another, where it is.
std::string reason(const Line::Judged& one) {
  return one.said && one.verdict != Verdict::agrees ? one.said->because : "";
}

std::string counts(const std::vector<Line>& lines) {
  std::array<std::size_t, 3> count{};
  for (const auto& line : lines) ++count[static_cast<std::size_t>(line.verdict())];
  return fmt::format("{} lines: Icekeel agrees with {}, differs from {}; {} are wrong.",
                     lines.size(), count[0], count[1], count[2]);
}

}  // namespace

std::string to_text(const std::vector<Line>& lines) {
  std::string text = "What the talks say, and what Icekeel gives.\n";
  for (const auto& line : lines) {
    text += "\n" + analysis::wrapped(fmt::format("{} ", analysis::left(line.talk.id, 3)),
                                     fmt::format("{} [{}]", line.talk.says, name(line.verdict())));
    for (const auto& one : line.figures) {
      text += fmt::format("       {}  {}  {}  {}\n", analysis::left(one.figure.name, 46),
                          analysis::left(said_text(one), 22),
                          analysis::left(ours_text(one.figure), 40), verdict_text(one));
      if (const auto why = reason(one); !why.empty()) text += analysis::wrapped("      ", why);
    }
    if (!line.talk.remark.empty()) text += analysis::wrapped("    ", line.talk.remark);
  }
  return text + "\n" + counts(lines) + "\n";
}

std::string to_markdown(const std::vector<Line>& lines) {
  std::string text = fmt::format(
      "# Scoreboard: talks\n\nWhat the talks say, and what Icekeel gives. {}\n\n"
      "Written by `icekeel validate talks --format markdown`.\n",
      counts(lines));
  for (const auto& line : lines) {
    text += fmt::format(
        "\n## {}: {}\n\n{}\n\n| figure | the talk | Icekeel | verdict |\n"
        "|---|---|---|---|\n",
        line.talk.id, name(line.verdict()), line.talk.says);
    for (const auto& one : line.figures)
      text += fmt::format("| {} | {} | {} | {} |\n", one.figure.name, said_text(one),
                          ours_text(one.figure), verdict_text(one));
    for (const auto& one : line.figures)
      if (const auto why = reason(one); !why.empty())
        text += fmt::format("\n{}: {}\n", one.figure.name, why);
    if (!line.talk.remark.empty()) text += "\n" + line.talk.remark + "\n";
  }
  return text;
}

nlohmann::ordered_json to_json(const std::vector<Line>& lines) {
  nlohmann::ordered_json json{{"scoreboard", "talks"}};
  auto& all = json["lines"] = nlohmann::ordered_json::array();
  for (const auto& line : lines) {
    nlohmann::ordered_json one{
        {"id", line.talk.id}, {"says", line.talk.says}, {"verdict", name(line.verdict())}};
    auto& figures = one["figures"] = nlohmann::ordered_json::array();
    for (const auto& judged : line.figures) {
      const auto& figure = judged.figure;
      nlohmann::ordered_json entry{{"name", figure.name},
                                   {"unit", figure.unit},
                                   {"ours", figure.value},
                                   {"low", figure.low},
                                   {"high", figure.high}};
      entry["said"] = nullptr;
      entry["verdict"] = nullptr;
      if (judged.said) {
        entry["said"] = judged.said->value;
        entry["verdict"] = name(judged.verdict);
      }
      if (const auto why = reason(judged); !why.empty()) entry["because"] = why;
      figures.push_back(std::move(entry));
    }
    one["remark"] = line.talk.remark;
    all.push_back(std::move(one));
  }
  return json;
}

}  // namespace icekeel::talks
