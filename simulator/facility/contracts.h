// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Electricity bought by contract or certificate, set against what is drawn: by the year, and hour
/// by hour.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/base/calendar.h"
#include "simulator/base/quantity.h"
#include "simulator/config/finding.h"
#include "simulator/facility/hourly_series.h"

namespace icekeel::facility {

enum class ContractKind {
  supply,       ///< generated hour by hour for this site: a power purchase agreement
  certificates  ///< guarantees of origin, of no hour
};

struct ContractSpec {
  std::string name;
  ContractKind kind = ContractKind::supply;
  std::optional<Energy> yearly;      ///< energy of a year
  std::optional<SeriesSpec> hourly;  ///< powers; with `yearly` only their shape counts
  CarbonIntensity carbon;
  bool renewable = true;
};

void describe(config::Fields& f, ContractSpec& contract);
std::vector<config::Finding> check(const ContractSpec& contract);

/// A contract's power at any time of a year that repeats.
class ContractedPower {
 public:
  /// \param shape that was read, if the spec has one
  ContractedPower(const ContractSpec& spec, const std::optional<HourlySeries>& shape);
  Power mean(double second_of_year, Duration length) const;

 private:
  std::optional<HourlySeries> shape_;
  double scale_ = 1.0;
  Power even_;
};

/// What contracts cover.
///
///     annual  = min(drawn, contracted) / drawn                        over the whole run
///     hourly  = sum over hours of min(drawn, supplied) / drawn
///     carbon  = covered * (that of the contracts) + (drawn - covered) * residual
///
/// Certificates count by the year only. Where more is contracted than drawn, each contract counts
/// by its share. Source of the method: GHG Protocol Scope 2 Guidance (2015), market-based method.
class MarketAccount {
 public:
  MarketAccount(const std::vector<ContractSpec>& contracts,
                const std::vector<std::optional<HourlySeries>>& shapes,
                std::optional<CarbonIntensity> residual, Timestamp start);

  /// \param location what the grid's own mix emits for it: the residual where none is given
  void draw(Power power, Mass location, Duration from, Duration to);

  double annual_share() const;
  double hourly_share() const;
  /// Of the energy drawn, by contracts that are renewable; by the year.
  Energy renewable() const;
  Mass annual_carbon() const;
  Mass hourly_carbon() const;

 private:
  struct Sums {
    Energy drawn;
    Mass location;
    std::vector<Energy> contracted;  // by contract
  };
  struct Covered {
    Energy energy;
    Energy renewable;
    Mass carbon;  // of all that was drawn
  };
  Covered covered(const Sums& sums, bool certificates) const;
  void close_hour();

  std::vector<ContractSpec> contracts_;
  std::vector<ContractedPower> powers_;
  std::optional<CarbonIntensity> residual_;
  Timestamp start_;
  Sums all_, hour_;
  std::int64_t hour_index_ = 0;
  Energy matched_;
  Mass hourly_carbon_;
};

}  // namespace icekeel::facility

template <>
struct icekeel::config::Choices<icekeel::facility::ContractKind> {
  static constexpr std::array<std::string_view, 2> names{"supply", "certificates"};
};
