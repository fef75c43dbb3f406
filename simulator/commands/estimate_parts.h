// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What the kinds of `icekeel estimate` share.

#include <initializer_list>
#include <string_view>

#include "analysis/estimate_case.h"
#include "simulator/commands/commands.h"
#include "simulator/config/finding.h"

namespace icekeel::commands {

/// Says on stderr what is wrong with an option.
void complain_of(const config::Finding& problem);

/// Reads the settings into the case; whether all could be read.
bool read_options(const EstimateCommand& command, analysis::EstimateCase& asked);

/// Whether a node is given where machines are asked for, which is said then.
bool names_a_node(const EstimateCommand& command);

/// Refuses what is given and belongs to trainings alone; whether there was such a thing.
/// \param known  settings of a training that the other kind asks too   \param flag  of the kind
bool refuse_foreign(const EstimateCommand& command, std::initializer_list<std::string_view> known,
                    std::string_view flag);

}  // namespace icekeel::commands
