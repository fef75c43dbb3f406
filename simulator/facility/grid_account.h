// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What a site's electricity emits and costs, interval by interval.

#include <map>
#include <optional>
#include <utility>

#include "simulator/base/calendar.h"
#include "simulator/base/quantity.h"
#include "simulator/facility/grid.h"
#include "simulator/facility/hourly_series.h"

namespace icekeel::facility {

/// Series of a grid that were read; none: the constant of the spec.
struct GridSeries {
  std::optional<HourlySeries> carbon;                    ///< [kg/J]
  std::optional<HourlySeries> price;                     ///< [money/J]
  std::vector<std::optional<HourlySeries>> contracts{};  ///< [W], in their order
};

/// Energy times the hour's price and carbon, and a charge on the largest mean power of each month.
///
///     cost = sum of E(interval) price(mean of the interval) + charge * sum over months of the peak
///
/// Exact while power is constant within an interval.
class GridAccount {
 public:
  GridAccount(const GridSpec& spec, const GridSeries& series, Timestamp start);

  /// Books a mean power over an interval since the start.
  void draw(Power power, Duration from, Duration to);
  /// Books a power fed in: it earns money, and takes no carbon away.
  void give(Power power, Duration length);

  Mass carbon() const { return carbon_; }
  /// Energy and demand together, less what was paid for energy fed in; nothing without a price.
  std::optional<Money> cost() const;
  Money demand_cost() const;
  Money export_income() const { return export_income_; }
  /// Matched by the year. Nothing without contracts or a market-based intensity.
  std::optional<Mass> market_carbon() const;
  /// Nothing without contracts.
  const MarketAccount* market() const { return spec_.contracts.empty() ? nullptr : &market_; }

 private:
  GridSpec spec_;
  GridSeries series_;
  Timestamp start_;
  MarketAccount market_;
  Mass carbon_;
  Money energy_cost_, export_income_;
  std::map<std::pair<int, unsigned>, Power> peaks_;  // of each month
};

}  // namespace icekeel::facility
