// SPDX-License-Identifier: Apache-2.0
#include "analysis/talks/talk.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <sstream>

#include "analysis/talks/answers.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"

namespace icekeel::talks {
namespace {

const NamedAnswer* answer_to(std::string_view id) {
  for (const auto rows : {answers_of_chips(), answers_of_models(), answers_of_sites(),
                          answers_of_services(), answers_of_money(), answers_of_devices()})
    for (const auto& row : rows)
      if (row.id == id) return &row;
  return nullptr;
}

}  // namespace

void describe(config::Fields& f, SaidSpec& said) {
  f.required("of", said.of, "The figure.");
  f.optional("claim", said.claim, "How it was said.");
  f.required("value", said.value, "What was said, in the unit of the figure.",
             {.least = -config::unlimited});
  f.optional("tolerance", said.tolerance, "Of a number that is about right.");
  f.optional("because", said.because, "Why ours is another, if it is.");
  f.optional("wrong", said.wrong, "Whether the talk is wrong then.");
}

void describe(config::Fields& f, TalkSpec& talk) {
  f.required("id", talk.id, "Name of the line.");
  f.required("order", talk.order, "Its place.");
  f.required("says", talk.says, "What the talk says.");
  f.optional("remark", talk.remark, "What is to be known of the answer.");
  f.optional("inputs", talk.inputs, "Numbers that the answer needs.");
  f.optional("entries", talk.entries, "Entries of the catalogue that the answer is made from.");
  f.optional("said", talk.said, "Numbers in it.");
}

std::string_view name(Verdict verdict) {
  constexpr std::array<std::string_view, 3> names{"agrees", "differs", "the talk is wrong"};
  return names[static_cast<std::size_t>(verdict)];
}

double Asked::input(const std::string& name) const {
  const auto found = talk.inputs.find(name);
  if (found == talk.inputs.end()) throw CannotAnswer("no input '" + name + "'");
  return found->second;
}

const std::string& Asked::entry(const std::string& name) const {
  const auto found = talk.entries.find(name);
  if (found == talk.entries.end()) throw CannotAnswer("no entry '" + name + "'");
  return found->second;
}

std::vector<std::string> Asked::entries(const std::string& name) const {
  std::istringstream words(entry(name));
  return {std::istream_iterator<std::string>(words), {}};
}

Verdict judge(const SaidSpec& said, const Figure& figure) {
  const bool fits =
      said.claim == Claim::at_least ? figure.value >= said.value
      : said.claim == Claim::at_most
          ? figure.value <= said.value
          : (figure.low <= said.value && said.value <= figure.high) ||
                std::abs(figure.value - said.value) <= said.tolerance * std::abs(said.value);
  if (fits) return Verdict::agrees;
  return said.wrong ? Verdict::wrong : Verdict::differs;
}

Verdict Line::verdict() const {
  Verdict worst = Verdict::agrees;
  for (const auto& one : figures) worst = std::max(worst, one.verdict);
  return worst;
}

std::vector<TalkSpec> all_lines(const config::Catalogue& catalogue,
                                config::Diagnostics& diagnostics) {
  std::vector<TalkSpec> lines;
  for (const auto& entry : catalogue.names(TalkSpec::catalogue_kind)) {
    auto root =
        config::load_document(*catalogue.find(TalkSpec::catalogue_kind, entry), diagnostics);
    if (!root) continue;
    lines.emplace_back().place = root->place;
    config::Reader(std::move(*root), entry, catalogue, diagnostics).read(lines.back());
  }
  std::ranges::stable_sort(lines, {}, &TalkSpec::order);
  return lines;
}

Line answer(const TalkSpec& talk, const config::Catalogue& catalogue,
            config::Diagnostics& diagnostics) {
  Line line{talk, {}};
  const auto refuse = [&](const std::string& message) {
    diagnostics.error(talk.place, fmt::format("line {} of the talks: {}", talk.id, message));
    return Line{talk, {}};
  };
  const auto* row = answer_to(talk.id);
  if (row == nullptr) return refuse("nothing answers it");
  try {
    for (auto& figure : row->figures({talk, catalogue}))
      line.figures.push_back({std::move(figure), {}});
  } catch (const CannotAnswer& problem) {
    return refuse(problem.what());
  }
  for (const auto& said : talk.said) {
    const auto found = std::ranges::find(line.figures, said.of,
                                         [](const Line::Judged& one) { return one.figure.name; });
    if (found == line.figures.end()) return refuse("no figure is named '" + said.of + "'");
    found->said = said;
    found->verdict = judge(said, found->figure);
  }
  return line;
}

}  // namespace icekeel::talks
