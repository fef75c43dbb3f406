// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What services answered, for the result file.

#include <vector>

#include "simulator/result/records.h"
#include "simulator/run/world.h"

namespace icekeel::run {

bool has_services(const World& world);

/// One row a service.
std::vector<result::Column> service_columns(const World& world);
/// One row a service and time in which nothing about it changed.
std::vector<result::Column> service_spell_columns(const World& world);
/// Without a value where the scenario has no service.
std::vector<result::Scalar> service_figures(const World& world);

}  // namespace icekeel::run
