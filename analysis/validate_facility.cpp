// SPDX-License-Identifier: Apache-2.0
#include "analysis/facility_figures.h"
#include "simulator/base/expect.h"
#include "simulator/base/units.h"
#include "simulator/facility/psychrometrics.h"

namespace icekeel::analysis {
namespace {

using Q = FacilityQuantity;

struct Named {
  std::string_view quantity, unit;
};

Named named(Q quantity) {
  switch (quantity) {
    case Q::pue:
      return {"PUE", "1"};
    case Q::cooling_pue:
      return {"partial PUE of cooling", "1"};
    case Q::cooling_power:
      return {"mean cooling power", "MW"};
    case Q::wue:
      return {"WUE", "L/kWh"};
    case Q::heat_reused:
      return {"heat reused a year", "MWh"};
    case Q::heat_over_liquid:
      return {"heat taken over liquid heat", "1"};
    case Q::tower_flow:
      return {"water flow ratio at design", "1"};
    case Q::chiller_cop:
      return {"COP", "1"};
    case Q::chiller_capacity:
      return {"capacity over reference", "1"};
    case Q::heat_pump_cop:
      return {"heating COP", "1"};
    case Q::wet_bulb:
      return {"wet bulb", "degC"};
    case Q::dew_point:
      return {"dew point", "degC"};
    case Q::humidity_ratio:
      return {"humidity ratio", "g/kg"};
    case Q::enthalpy:
      break;
  }
  return {"enthalpy", "kJ/kg"};
}

double of_year(Q quantity, const SiteYear& year) {
  const double hours = 8760.0;
  switch (quantity) {
    case Q::pue:
      return year.pue();
    case Q::cooling_pue:
      return 1.0 + year.cooling / year.it;
    case Q::cooling_power:
      return year.cooling.in(units::megawatt_hour) / hours;
    case Q::wue:
      return year.water.si() / year.it.in(units::kilowatt_hour);
    case Q::heat_reused:
      return year.heat_reused.in(units::megawatt_hour);
    default:
      ICEKEEL_EXPECT(quantity == Q::heat_over_liquid);
  }
  return year.heat_taken / year.liquid;
}

double of_chiller(const FacilityFigure& figure) {
  facility::ChillerSpec spec = *figure.plant->chiller;
  if (!spec.capacity) spec.capacity = 1.0 * units::megawatt;
  const facility::Chiller chiller(spec);
  const ChillerPoint& at = *figure.at;
  const Power capacity = chiller.capacity(at.chilled, at.condenser);
  if (figure.quantity == Q::chiller_capacity) return capacity / *spec.capacity;
  const Power heat = at.reference_load ? *at.reference_load * *spec.capacity
                                       : at.part_load.value_or(1.0) * capacity;
  return chiller.run(heat, at.chilled, at.condenser, heat / (5.0 * units::kelvin)).cop;
}

double of_tower(facility::CoolingTowerSpec tower) {
  tower.design_heat = tower.design_heat.value_or(1.0 * units::megawatt);
  return facility::CoolingTower(tower).reference_flow();
}

double of_air(Q quantity, const AirPoint& air) {
  const Pressure pressure = 101.325 * units::kilopascal;
  const double ratio = facility::humidity_ratio(air.dry_bulb, air.relative_humidity, pressure);
  if (quantity == Q::wet_bulb)
    return facility::wet_bulb(air.dry_bulb, air.relative_humidity, pressure).celsius();
  if (quantity == Q::dew_point)
    return facility::dew_point(air.dry_bulb, air.relative_humidity).celsius();
  if (quantity == Q::humidity_ratio) return 1e3 * ratio;
  return facility::enthalpy(air.dry_bulb, ratio).si() / 1e3;
}

double computed(const FacilityFigures& group, const FacilityFigure& figure) {
  if (figure.air) return of_air(figure.quantity, *figure.air);
  if (figure.heat_pump) return facility::heating_cop(*figure.heat_pump, *figure.source);
  if (figure.plant && figure.at) return of_chiller(figure);
  if (figure.plant) return of_tower(*figure.plant->tower);
  SiteYearSpec site = figure.site ? *figure.site : *group.site;
  if (figure.load) site.load = *figure.load;
  return of_year(figure.quantity, year_of(site));
}

}  // namespace

Scoreboard facility_scoreboard(const std::vector<FacilityFigures>& groups) {
  Scoreboard board;
  board.name = "facility";
  board.title = "Cooling plants, heat recovery and their parts against what was published of them.";
  board.ours_label = "computed";
  board.remarks = {
      "Plants run a year of hours under a constant load, in steady state, in the weather that is "
      "generated from monthly normals. Rows of parts check formulas against tables and records; "
      "rows of sites are predictions with estimated plants, and their error is mostly that of the "
      "estimates."};
  for (const FacilityFigures& group : groups)
    for (const FacilityFigure& figure : group.figures) {
      const Named shown = named(figure.quantity);
      ScoreRow row;
      row.group = group.group;
      row.name = figure.name;
      row.quantity = shown.quantity;
      row.unit = shown.unit;
      row.scope = group.scope;
      row.tier = name(figure.tier);
      row.source = group.source;
      row.assumed = group.assumed;
      row.note = figure.note;
      row.published = figure.published;
      row.ours = computed(group, figure);
      row.tolerance = figure.tolerance;
      row.standing = figure.standing;
      board.rows.push_back(std::move(row));
    }
  return board;
}

}  // namespace icekeel::analysis
