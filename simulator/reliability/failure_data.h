// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How often components fail and how long they stay away, as the user describes it.

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::reliability {

/// One kind of component. Times to failure follow a Weibull distribution, times to repair a
/// lognormal one.
struct FailureSpec {
  Frequency failure_rate;    ///< while it is up: one over the mean time to failure
  Duration repair;           ///< mean time to repair
  double shape = 1;          ///< of the Weibull distribution; 1: exponential
  double repair_spread = 0;  ///< standard deviation of the repair time over its mean
  double common_cause = 0;   ///< share of the failures that take all of the kind (beta factor)
  double start_failure = 0;  ///< probability that it does not start when it is called
  Duration maintenance;      ///< planned, of each component in a year
};

enum class PlantPower { mechanical, critical };

/// Part of a cooling plant that the racks need.
struct CoolingPartSpec {
  std::string name;
  std::string kind;
  std::int64_t modules = 1;
  std::int64_t needed = 1;
  PlantPower power = PlantPower::mechanical;
};

struct ReliabilitySpec {
  static constexpr std::string_view catalogue_kind = "reliability";
  std::map<std::string, FailureSpec> components;                ///< by kind
  std::map<std::string, std::vector<CoolingPartSpec>> cooling;  ///< by kind of plant
};

/// Share of the time that a component of this kind is down, in the long run.
double unavailability(const FailureSpec& component);

std::vector<config::Finding> check(const ReliabilitySpec& reliability);

void describe(config::Fields& f, FailureSpec& component);
void describe(config::Fields& f, CoolingPartSpec& part);
void describe(config::Fields& f, ReliabilitySpec& reliability);

}  // namespace icekeel::reliability

template <>
struct icekeel::config::Choices<icekeel::reliability::PlantPower> {
  static constexpr std::array<std::string_view, 2> names{"mechanical", "critical"};
};
