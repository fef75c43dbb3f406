// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Ranges of prices in catalogue entries.

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/lifecycle/range.h"

namespace icekeel::analysis {

/// For each watt that something is built for.
using PricePerPower = decltype(Money{} / Power{});
/// A yearly sum for each of them: "60 EUR/kW/a" is a price of energy.
using RentPerPower = EnergyPrice;
using Rent = decltype(Money{} / Duration{});
using PricePerVolume = decltype(Money{} / Volume{});
using PricePerData = decltype(Money{} / Information{});

using lifecycle::Range;
using MoneyRange = Range<Money>;

}  // namespace icekeel::analysis

namespace icekeel::lifecycle {

void describe(config::Fields& f, Range<Money>& range);
void describe(config::Fields& f, Range<analysis::PricePerPower>& range);
void describe(config::Fields& f, Range<analysis::Rent>& range);
void describe(config::Fields& f, Range<analysis::PricePerVolume>& range);
void describe(config::Fields& f, Range<analysis::PricePerData>& range);
void describe(config::Fields& f, Range<EnergyPrice>& range);

}  // namespace icekeel::lifecycle
