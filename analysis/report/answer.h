// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The first screen: the figures that were asked for, what each means and how sure it is.

#include <span>
#include <string>

#include "analysis/summary.h"

namespace icekeel::analysis::report {

/// Figures of one run as cards; of several runs as a table, a column a run.
std::string answer_html(std::span<const Summary> runs);

/// The energy in things of daily life; nothing if there is none.
std::string equivalences_html(const Summary& run);

}  // namespace icekeel::analysis::report
