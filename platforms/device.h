// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A device that people own and that trains or answers: its speed, and its power by what it does.

#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::platforms {

/// Powers of the whole device. A device that is on anyway (a phone in a pocket) has the power that
/// the work adds, and then an idle power of zero.
struct DeviceSpec {
  static constexpr std::string_view catalogue_kind = "devices";

  ComputeRate compute_rate;  ///< reached while training
  Power idle_power;          ///< also while waiting
  Power training_power;
  Power receiving_power;
  Power sending_power;
};

void describe(config::Fields& f, DeviceSpec& device);

std::vector<config::Finding> check(const DeviceSpec& device);

}  // namespace icekeel::platforms
