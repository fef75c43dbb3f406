// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Ranges of masses and powers in catalogue entries.

#include "simulator/config/fields.h"
#include "simulator/lifecycle/range.h"

namespace icekeel::lifecycle {

void describe(config::Fields& f, Range<Mass>& range);
void describe(config::Fields& f, Range<Power>& range);

}  // namespace icekeel::lifecycle
