// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A machine by its name: so many nodes of one kind, as questions of time to train ask for it.

#include <cstdint>
#include <string>
#include <string_view>

#include "simulator/config/fields.h"

namespace icekeel::platforms {

struct MachineSpec {
  static constexpr std::string_view catalogue_kind = "machines";
  std::string name;
  std::string node;  ///< of the catalogue
  std::int64_t nodes = 1;
};

void describe(config::Fields& f, MachineSpec& machine);

}  // namespace icekeel::platforms
