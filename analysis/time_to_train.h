// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The same training on several machines: how long, and for how much energy and money.
///
/// A machine is an entry of the catalogue's machines (jean-zay, frontier), or a node with a count
/// (dgx-h100*4). Each is asked with its fastest layout that fits. Where none fits, the arithmetic
/// alone is told, as if memory were larger, and said so.
///
/// Verified by: tests/unit/analysis/time_to_train_test.cpp.

#include <string>
#include <string_view>
#include <vector>

#include "analysis/estimate.h"

namespace icekeel::analysis {

struct MachineAnswer {
  std::string machine;      ///< as it was asked for
  std::string name;         ///< as people call it
  EstimateOutcome outcome;  ///< of the training on it
  std::string lacking;      ///< memory that is missing; empty if it fits
};

/// \param machines separated by commas
std::vector<MachineAnswer> time_to_train(Estimator& estimator, const EstimateCase& asked,
                                         std::string_view machines);

/// A line a machine: nodes, time, energy, money.
std::string to_text(const std::vector<MachineAnswer>& answers);

}  // namespace icekeel::analysis
