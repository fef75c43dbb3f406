// SPDX-License-Identifier: Apache-2.0
#include "analysis/facility_figures.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/config/document.h"
#include "simulator/config/reader.h"

namespace icekeel::analysis {
namespace {

using Q = FacilityQuantity;

constexpr config::Limits any_value{.least = -config::unlimited};

// The member a quantity is computed from.
std::string_view needed_by(Q quantity) {
  switch (quantity) {
    case Q::pue:
    case Q::cooling_pue:
    case Q::cooling_power:
    case Q::wue:
    case Q::heat_reused:
    case Q::heat_over_liquid:
      return "site";
    case Q::tower_flow:
      return "tower";
    case Q::chiller_cop:
    case Q::chiller_capacity:
      return "chiller";
    case Q::heat_pump_cop:
      return "heat_pump";
    case Q::wet_bulb:
    case Q::dew_point:
    case Q::humidity_ratio:
    case Q::enthalpy:
      break;
  }
  return "air";
}

bool has(const FacilityFigures& group, const FacilityFigure& figure, std::string_view member) {
  if (member == "site") return figure.site || group.site;
  if (member == "tower") return figure.plant && figure.plant->tower;
  if (member == "chiller") return figure.plant && figure.plant->chiller && figure.at;
  if (member == "heat_pump") return figure.heat_pump && figure.source;
  return figure.air.has_value();
}

}  // namespace

void describe(config::Fields& f, ChillerPoint& point) {
  f.required("chilled", point.chilled, "Leaving chilled water.");
  f.required("condenser", point.condenser, "Entering condenser water or air.");
  f.optional("part_load", point.part_load, "Heat over the capacity at these temperatures.");
  f.optional("reference_load", point.reference_load, "Heat over the reference capacity.");
}

void describe(config::Fields& f, AirPoint& point) {
  f.required("dry_bulb", point.dry_bulb, "Dry bulb temperature, at sea level.");
  f.required("relative_humidity", point.relative_humidity, "Relative humidity.", {.most = 1.0});
}

void describe(config::Fields& f, FacilityFigure& figure) {
  f.required("name", figure.name, "Name of the row.");
  f.required("quantity", figure.quantity, "What is compared.");
  f.required("published", figure.published,
             "Published value: MW, MWh, L/kWh, degC, g/kg, kJ/kg or a pure number.", any_value);
  f.optional("tolerance", figure.tolerance, "Most that ours may be off, stated beforehand.");
  f.optional("tier", figure.tier, "Whether it was measured, rounded or assumed.");
  f.optional("standing", figure.standing, "Whether it is scored, was fitted to, or is circular.");
  f.optional("note", figure.note, "What to know of the row.");
  f.optional("site", figure.site, "The site, where it is not that of the group.");
  f.optional("load", figure.load, "IT power, where it is not that of the site.",
             {.above_least = true});
  f.optional("plant", figure.plant, "The plant whose tower or chiller it is.");
  f.optional("at", figure.at, "Temperatures and load of the chiller.");
  f.optional("heat_pump", figure.heat_pump, "The heat pump.");
  f.optional("source", figure.source, "Water leaving its evaporator.");
  f.optional("air", figure.air, "State of the air.");
}

void describe(config::Fields& f, FacilityFigures& figures) {
  f.required("group", figures.group, "Name of the group in the scoreboard.");
  f.required("source", figures.source, "Where the figures are from.");
  f.optional("scope", figures.scope, "What the figures include.");
  f.optional("assumed", figures.assumed, "What is not published and was filled in.");
  f.optional("order", figures.order, "Place in the scoreboard.");
  f.optional("site", figures.site, "The site of the figures.");
  f.required("figures", figures.figures, "The figures.");
}

std::vector<config::Finding> check(const FacilityFigures& figures) {
  std::vector<config::Finding> found;
  const auto add = [&](const std::vector<config::Finding>& more, const std::string& path) {
    for (const auto& one : more) found.push_back({path + "." + one.path, one.message, one.remedy});
  };
  if (figures.site) add(check(*figures.site), "site");
  for (std::size_t i = 0; i < figures.figures.size(); ++i) {
    const auto& figure = figures.figures[i];
    const auto path = fmt::format("figures[{}]", i);
    if (figure.site) add(check(*figure.site), path + ".site");
    const auto needed = needed_by(figure.quantity);
    if (!has(figures, figure, needed))
      found.push_back({path, fmt::format("the figure has no '{}' with its state", needed),
                       "give what the quantity is computed from"});
  }
  return found;
}

std::vector<FacilityFigures> facility_figures(const config::Catalogue& catalogue,
                                              config::Diagnostics& diagnostics) {
  std::vector<FacilityFigures> groups;
  for (const auto& entry : catalogue.names(FacilityFigures::catalogue_kind)) {
    auto root =
        config::load_document(*catalogue.find(FacilityFigures::catalogue_kind, entry), diagnostics);
    if (!root) continue;
    config::Reader reader(std::move(*root), entry, catalogue, diagnostics);
    const std::size_t errors = diagnostics.errors();
    reader.read(groups.emplace_back());
    if (diagnostics.errors() == errors) reader.report(check(groups.back()));
  }
  std::ranges::stable_sort(groups, {}, &FacilityFigures::order);
  return groups;
}

}  // namespace icekeel::analysis
