// SPDX-License-Identifier: Apache-2.0
// Lines on rooms, racks, cooling, power and the country around them.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analysis/availability.h"
#include "analysis/facility_figures.h"
#include "analysis/site_year.h"
#include "analysis/talks/answers.h"
#include "analysis/talks/asked.h"
#include "platforms/hall.h"
#include "platforms/machine.h"
#include "simulator/base/units.h"
#include "simulator/scenario/scenario_spec.h"

namespace icekeel::talks {
namespace {

constexpr Energy terawatt_hour = 1e6 * units::megawatt_hour;

// The site of one of the published figures.
analysis::SiteYearSpec site_of(const std::string& group, const std::string& figure,
                               const config::Catalogue& catalogue) {
  const auto figures = named<analysis::FacilityFigures>(group, catalogue);
  const auto found = std::ranges::find(figures.figures, figure, &analysis::FacilityFigure::name);
  if (found == figures.figures.end()) throw CannotAnswer(group + " has no '" + figure + "'");
  if (found->site) return *found->site;
  if (!figures.site) throw CannotAnswer(group + " has no site");
  return *figures.site;
}

// L10: racks of the new partition, and the heat for the district.
Figures racks_and_heat(const Asked& asked) {
  const auto rack = part<platforms::RackSpec>(asked, "rack");
  const auto machine = part<platforms::MachineSpec>(asked, "machine");
  const auto heat = analysis::year_of(site_of("jean-zay", "the homes' demand", asked.catalogue));
  return {{"racks", "1", static_cast<double>(machine.nodes) / static_cast<double>(rack.nodes)},
          {"accelerators", "1", static_cast<double>(machine.nodes * rack.node.chips)},
          {"heat reused in a year", "MWh", heat.heat_reused.in(units::megawatt_hour)}};
}

// Hours of a year without power for the load that lacks it most.
double hours_down(const analysis::SiteAvailability& site) {
  double most = 0;
  for (const auto& load : site.loads) most = std::max(most, load.unavailability);
  return most * (year / units::hour);
}

// L11: redundancy, PUE, one large room or many small ones.
Figures large_and_redundant(const Asked& asked) {
  auto site = part<scenario::SiteSpec>(asked, "site");
  config::Diagnostics diagnostics;
  const auto data = analysis::failure_data(site, asked.catalogue, diagnostics);
  if (!data) throw CannotAnswer("the site has no failure data");
  Figures figures;
  for (const auto& chain : asked.entries("chains")) {
    site.power = named<power::ElectricalSpec>(chain, asked.catalogue);
    figures.push_back(
        {"without power, " + chain, "h/year", hours_down(analysis::availability(site, *data, {}))});
  }
  const auto large =
      analysis::year_of(site_of("archetypes", asked.entry("large"), asked.catalogue));
  const auto small =
      analysis::year_of(site_of("archetypes", asked.entry("small"), asked.catalogue));
  figures.push_back({"PUE of a large site", "1", large.pue()});
  figures.push_back({"PUE of a small room", "1", small.pue()});
  figures.push_back({"energy of many small ones over one large", "1", small.pue() / large.pue()});
  return figures;
}

// L12: what strategies take to cool the same load in one climate.
Figures ways_to_cool(const Asked& asked) {
  analysis::SiteYearSpec site;
  site.climate = part<facility::ClimateSpec>(asked, "climate");
  site.power = part<power::ElectricalSpec>(asked, "power");
  site.load = asked.input("megawatts") * units::megawatt;
  site.design = asked.input("design_over_load") * site.load;
  Figures figures;
  for (const auto& plant : asked.entries("plants")) {
    site.cooling = named<facility::CoolingSpec>(plant, asked.catalogue);
    site.liquid_share = plant.starts_with("warm-water") ? asked.input("liquid_share") : 0.0;
    const auto found = analysis::year_of(site);
    figures.push_back({"cooling by " + plant, "MWh/year", found.cooling.in(units::megawatt_hour)});
  }
  figures.push_back({"the first over the last", "1", figures.front().value / figures.back().value});
  return figures;
}

// L13: a hall of such racks.
Figures a_hall(const Asked& asked) {
  const auto rack = part<platforms::RackSpec>(asked, "rack");
  platforms::HallSpec hall;
  static_cast<platforms::RackSpec&>(hall.racks.emplace_back()) = rack;
  hall.racks.front().count = static_cast<std::int64_t>(asked.input("racks"));
  const auto area = platforms::floor_area(hall);
  return {{"power of a rack", "kW", platforms::most_power(rack).in(units::kilowatt)},
          {"mass of a rack", "kg", platforms::mass(rack).si()},
          {"load of the floor over its limit", "1",
           platforms::floor_load(rack) / hall.layout.floor_limit},
          {"rows", "1", static_cast<double>(platforms::rack_positions(hall).back().row + 1)},
          {"power over the floor", "kW/m2", platforms::most_power(hall).si() / area.si() / 1e3}};
}

// B1: a plant, and its part of a country's use.
Figures a_plant_of_a_country(const Asked& asked) {
  const Energy plant =
      asked.input("megawatts") * asked.input("capacity_factor") * units::megawatt * year;
  return {{"a year of the plant", "TWh", plant / terawatt_hour},
          {"of the country's use", "%", 100 * (plant / terawatt_hour) / asked.input("use_twh")}};
}

// B2: rooms of every size.
Figures rooms(const Asked& asked) {
  Figures figures;
  const auto archetypes = named<analysis::FacilityFigures>("archetypes", asked.catalogue);
  for (const auto& one : archetypes.figures)
    if (one.site) figures.push_back({"PUE, " + one.name, "1", analysis::year_of(*one.site).pue()});
  return figures;
}

// B5: heat that is used, where homes need it and where there is a demand for all of it.
Figures heat_used(const Asked& asked) {
  const auto share = [&](const std::string& figure) {
    const auto found = analysis::year_of(site_of("jean-zay", figure, asked.catalogue));
    return 100 * (found.heat_reused / found.it);
  };
  return {{"heat for homes, over IT energy", "%", share("the homes' demand")},
          {"heat where all is wanted, over IT energy", "%", share("a network without limit")}};
}

}  // namespace

std::span<const NamedAnswer> answers_of_sites() {
  static constexpr std::array all{NamedAnswer{"L10", racks_and_heat},
                                  NamedAnswer{"L11", large_and_redundant},
                                  NamedAnswer{"L12", ways_to_cool},
                                  NamedAnswer{"L13", a_hall},
                                  NamedAnswer{"B1", a_plant_of_a_country},
                                  NamedAnswer{"B2", rooms},
                                  NamedAnswer{"B5", heat_used}};
  return all;
}

}  // namespace icekeel::talks
