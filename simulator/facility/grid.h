// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The public grid: what its electricity costs and emits.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "simulator/facility/contracts.h"
#include "simulator/facility/hourly_series.h"

namespace icekeel::facility {

/// Money for each watt of the largest mean power of a month.
using DemandCharge = decltype(Money{} / Power{});

/// Water for an energy.
using WaterIntensity = decltype(Volume{} / Energy{});

/// What one source says of one year.
struct YearSpec {
  std::int64_t year = 0;
  CarbonIntensity carbon;
};

struct GridSpec {
  static constexpr std::string_view catalogue_kind = "grids";

  CarbonIntensity carbon;                              ///< location-based, constant
  std::vector<YearSpec> years;                         ///< of other years, and of other sources
  std::optional<std::int64_t> year;                    ///< of `years`, instead of `carbon`
  std::optional<WaterIntensity> water;                 ///< of its power stations
  std::optional<EnergyPrice> price;                    ///< may be negative
  std::optional<CarbonIntensity> market_based_carbon;  ///< of what no contract covers
  std::optional<SeriesSpec> hourly_carbon;             ///< instead of the constant
  std::optional<SeriesSpec> hourly_price;
  std::optional<DemandCharge> demand_charge;
  std::vector<ContractSpec> contracts;
  std::optional<EnergyPrice> export_price;  ///< paid for what is fed in; may be negative
  std::optional<Power> export_limit;        ///< no limit if not given
};

/// The constant factor that counts, among all that sources say of it.
struct CarbonSpan {
  CarbonIntensity low, mid, high;
};

/// Of the year asked for, what its sources say, the first of them in the middle; without a year
/// `carbon`, among everything that is listed.
CarbonSpan location_carbon(const GridSpec& grid);

void describe(config::Fields& f, YearSpec& year);
void describe(config::Fields& f, GridSpec& grid);

/// A year that is listed; one price only; a demand charge beside a price.
std::vector<config::Finding> check(const GridSpec& grid);

}  // namespace icekeel::facility
