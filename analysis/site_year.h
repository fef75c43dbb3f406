// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A year of a site under a constant load: plant, chain and weather without jobs or clock.

#include <optional>
#include <string_view>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "simulator/facility/climate.h"
#include "simulator/facility/cooling_spec.h"
#include "simulator/facility/heat_reuse.h"
#include "simulator/power/electrical_spec.h"

namespace icekeel::analysis {

struct SiteYearSpec {
  static constexpr std::string_view catalogue_kind = "places";

  facility::ClimateSpec climate;
  power::ElectricalSpec power;
  facility::CoolingSpec cooling;
  std::optional<facility::ReuseSpec> heat_reuse;
  Power design;  ///< IT power that chain and plant are built for
  Power load;    ///< IT power all year
  double liquid_share = 0;
};

void describe(config::Fields& f, SiteYearSpec& site);
std::vector<config::Finding> check(const SiteYearSpec& site);

struct SiteYear {
  Energy it, cooling, heat_pump, losses, lighting;
  Energy liquid;       ///< heat given to liquid
  Energy heat_taken;   ///< for reuse
  Energy heat_reused;  ///< delivered less the heat pump
  Mass water;
  Duration missed;  ///< set points

  Energy facility() const { return it + cooling + heat_pump + losses + lighting; }
  double pue() const { return facility() / it; }
};

/// Hour by hour in steady state; generated weather has the seed 42.
/// \param site without findings
SiteYear year_of(const SiteYearSpec& site);

}  // namespace icekeel::analysis
