// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Shared storage: where checkpoints and data sets live.

#include <string>
#include <string_view>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"

namespace icekeel::platforms {

struct StorageSpec {
  static constexpr std::string_view catalogue_kind = "storage";
  std::string name;
  Information capacity;
  Bandwidth read;   ///< sustained, all clients together
  Bandwidth write;  ///< sustained, all clients together
  Power idle;
  Power most;  ///< at full read or write bandwidth
};

/// Power while a share of the bandwidth is used, in [0, 1].
Power storage_power(const StorageSpec& storage, double share);

void describe(config::Fields& f, StorageSpec& storage);

}  // namespace icekeel::platforms
