// SPDX-License-Identifier: Apache-2.0
#include "analysis/validate_making.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/expect.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"

namespace icekeel::analysis {
namespace {

// Printed figures have three digits or fewer.
constexpr double printed = 0.02;

Mass die(const DieWay& way) {
  const Mass logic =
      way.flat ? *way.flat * way.area : lifecycle::carbon_per_area(*way.fab) * way.area;
  return logic + way.memory_carbon * way.memory;
}

std::string range_text(const MakingSpec& making) {
  Mass low = made_by(making.ways.front()), high = low;
  for (const auto& way : making.ways) {
    low = std::min(low, made_by(way));
    high = std::max(high, made_by(way));
  }
  return fmt::format("{}: {:.3g} to {:.3g} kg, a factor of {:.2g} between methods.", making.thing,
                     low.si(), high.si(), high / low);
}

}  // namespace

Mass made_by(const MakingWay& way) {
  if (way.die) return die(*way.die);
  if (way.card) return lifecycle::card(way.card->factors, way.card->card);
  ICEKEEL_EXPECT(way.declared);
  return way.declared->whole / static_cast<double>(way.declared->parts);
}

void describe(config::Fields& f, DieWay& way) {
  f.required("area", way.area, "Area of the die.");
  f.optional("fab", way.fab, "The process that makes it, by ACT.");
  f.optional("flat", way.flat, "Greenhouse gas for its area, instead.");
  f.optional("memory", way.memory, "Memory in the package.");
  f.optional("memory_carbon", way.memory_carbon, "Greenhouse gas for a capacity of it.");
}

void describe(config::Fields& f, DeclaredWay& way) {
  f.required("whole", way.whole, "What its maker declares.");
  f.required("parts", way.parts, "Equal parts that it holds.", {.least = 1});
}

void describe(config::Fields& f, CardWay& way) {
  auto& card = way.card;
  f.required("factors", way.factors, "Factors of the sum.");
  f.required("casing", card.casing, "Mass of the casing.");
  f.required("heat_sink", card.heat_sink, "Mass of the heat sink.");
  f.required("whole", card.whole, "Mass of the card.");
  f.required("board", card.board, "Area of the board.");
  f.required("die", card.die, "Wafer area that the die takes.");
  f.required("memory", card.memory, "Capacity of its memory.");
  f.required("boat", card.boat, "Way by boat.");
  f.required("truck", card.truck, "Way by truck.");
  f.optional("plane", card.plane, "Way by plane.");
}

void describe(config::Fields& f, MakingWay& way) {
  f.required("method", way.method, "Name of the method.");
  f.required("source", way.source, "Where its figure is printed.");
  f.optional("scope", way.scope, "What it includes.");
  f.optional("note", way.note, "What is to be known of it.");
  f.required("published", way.published, "The figure.");
  f.optional("ours", way.ours,
             "Whether the figure is the method's coefficients put together by others than its "
             "authors.");
  f.optional("die", way.die, "A die with its memory.");
  f.optional("declared", way.declared, "A part of what a maker declares.");
  f.optional("card", way.card, "A sum over the parts of a card.");
}

void describe(config::Fields& f, MakingSpec& making) {
  f.required("thing", making.thing, "What is made.");
  f.required("order", making.order, "Place in the scoreboard.");
  f.required("ways", making.ways, "What it embodies, by several methods.");
}

std::vector<config::Finding> check(const MakingSpec& making) {
  std::vector<config::Finding> found;
  for (std::size_t i = 0; i < making.ways.size(); ++i) {
    const auto& way = making.ways[i];
    const int given = (way.die ? 1 : 0) + (way.declared ? 1 : 0) + (way.card ? 1 : 0);
    if (given != 1)
      found.push_back({fmt::format("ways[{}]", i), fmt::format("{} ways are given", given),
                       "give one of 'die', 'declared' and 'card'"});
    else if (way.die && way.die->fab.has_value() == way.die->flat.has_value())
      found.push_back({fmt::format("ways[{}].die", i), "either a fab or a flat figure is needed",
                       "give one of 'fab' and 'flat'"});
  }
  return found;
}

std::vector<MakingSpec> makings(const config::Catalogue& catalogue,
                                config::Diagnostics& diagnostics) {
  constexpr auto kind = MakingSpec::catalogue_kind;
  std::vector<MakingSpec> all;
  for (const auto& entry : catalogue.names(kind)) {
    auto root = config::load_document(*catalogue.find(kind, entry), diagnostics);
    if (!root) continue;
    config::Reader reader(std::move(*root), entry, catalogue, diagnostics);
    reader.read(all.emplace_back());
    reader.report(check(all.back()));
  }
  std::ranges::stable_sort(all, {}, &MakingSpec::order);
  return all;
}

Scoreboard making_scoreboard(const std::vector<MakingSpec>& all) {
  Scoreboard board;
  board.name = "making";
  board.title = "What chips embody, by published methods, reproduced from their inputs.";
  board.ours_label = "reproduced";
  board.remarks = {
      "Each row repeats one method with its own inputs; that the rows of a thing differ is what "
      "the "
      "ranges of the catalogue say. Tolerance: 2 %, as printed figures are rounded."};
  for (const auto& making : all) {
    if (!making.ways.empty()) board.remarks.push_back(range_text(making));
    for (const auto& way : making.ways) {
      ScoreRow row;
      row.group = making.thing;
      row.name = way.method;
      row.quantity = "making";
      row.unit = "kg";
      row.scope = way.scope;
      row.source = way.source;
      row.note = way.note;
      row.tier = way.ours ? "assumed" : "rounded";
      row.published = way.published.si();
      row.ours = made_by(way).si();
      row.tolerance = printed;
      row.standing = way.declared || way.ours ? Standing::circular : Standing::scored;
      board.rows.push_back(std::move(row));
    }
  }
  return board;
}

}  // namespace icekeel::analysis
