// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Published figures of facilities and of their parts as the catalogue holds them (kind
/// "facility-figures"), and what is needed to compute them.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/site_year.h"
#include "analysis/validate_published.h"
#include "analysis/validate_scoreboard.h"
#include "simulator/facility/cooling_spec.h"
#include "simulator/facility/heat_pump.h"

namespace icekeel::analysis {

/// What is compared, each in the unit in brackets.
enum class FacilityQuantity {
  pue,               ///< [1]
  cooling_pue,       ///< cooling over IT energy, plus 1 [1]
  cooling_power,     ///< mean of the year [MW]
  wue,               ///< [L/kWh]
  heat_reused,       ///< in a year [MWh]
  heat_over_liquid,  ///< heat taken over the heat given to liquid [1]
  tower_flow,        ///< water flow ratio of York's correlation at a design point [1]
  chiller_cop,       ///< [1]
  chiller_capacity,  ///< over the reference one [1]
  heat_pump_cop,     ///< [1]
  wet_bulb,          ///< [degC]
  dew_point,         ///< [degC]
  humidity_ratio,    ///< [g/kg]
  enthalpy           ///< [kJ/kg]
};

/// Leaving chilled and entering condenser water, heat over the capacity there or over the
/// reference one.
struct ChillerPoint {
  Temperature chilled, condenser;
  std::optional<double> part_load;       ///< of the capacity at these temperatures
  std::optional<double> reference_load;  ///< of the reference capacity
};

struct AirPoint {
  Temperature dry_bulb;
  double relative_humidity = 0;
};

/// One figure; what is computed stands in the member that its quantity needs.
struct FacilityFigure {
  std::string name;
  FacilityQuantity quantity = FacilityQuantity::pue;
  double published = 0;
  double tolerance = 0;
  Tier tier = Tier::measured;
  Standing standing = Standing::scored;
  std::string note;
  std::optional<SiteYearSpec> site;            ///< default: that of the group
  std::optional<Power> load;                   ///< other than the site's
  std::optional<facility::CoolingSpec> plant;  ///< whose tower or chiller it is
  std::optional<ChillerPoint> at;
  std::optional<facility::HeatPumpSpec> heat_pump;
  std::optional<Temperature> source;  ///< water leaving the heat pump's evaporator
  std::optional<AirPoint> air;
};

struct FacilityFigures {
  static constexpr std::string_view catalogue_kind = "facility-figures";

  std::string group;
  std::string source;
  std::string scope;
  std::string assumed;
  std::int64_t order = 0;
  std::optional<SiteYearSpec> site;
  std::vector<FacilityFigure> figures;
};

void describe(config::Fields& f, ChillerPoint& point);
void describe(config::Fields& f, AirPoint& point);
void describe(config::Fields& f, FacilityFigure& figure);
void describe(config::Fields& f, FacilityFigures& figures);

/// Each figure has what its quantity needs.
std::vector<config::Finding> check(const FacilityFigures& figures);

/// Everything the catalogue has, in order.
std::vector<FacilityFigures> facility_figures(const config::Catalogue& catalogue,
                                              config::Diagnostics& diagnostics);

/// Plants, heat recovery and their parts against what was published of them.
Scoreboard facility_scoreboard(const std::vector<FacilityFigures>& groups);

}  // namespace icekeel::analysis

template <>
struct icekeel::config::Choices<icekeel::analysis::FacilityQuantity> {
  static constexpr std::array<std::string_view, 14> names{"pue",
                                                          "cooling_pue",
                                                          "cooling_power",
                                                          "wue",
                                                          "heat_reused",
                                                          "heat_over_liquid",
                                                          "tower_flow",
                                                          "chiller_cop",
                                                          "chiller_capacity",
                                                          "heat_pump_cop",
                                                          "wet_bulb",
                                                          "dew_point",
                                                          "humidity_ratio",
                                                          "enthalpy"};
};
