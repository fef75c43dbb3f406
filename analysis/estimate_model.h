// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// From the shape that a case gives to a network, with what is missing filled in and said.

#include <optional>
#include <string>
#include <vector>

#include "analysis/estimate_case.h"
#include "simulator/config/finding.h"
#include "workloads/model.h"

namespace icekeel::analysis {

/// What was filled in, what is doubtful, what is wrong; paths are names of columns.
struct Remarks {
  std::vector<std::string> assumed;
  std::vector<std::string> warnings;
  std::vector<config::Finding> problems;
};

/// The family that is given or follows from the other settings.
Family family_of(const EstimateCase& asked);

/// The network of a case that names no catalogue entry; nothing if it cannot be made.
std::optional<workloads::ModelSpec> model_of(const EstimateCase& asked, Remarks& remarks);

/// Changes a network of the catalogue as the case says.
void change_model(const EstimateCase& asked, workloads::ModelSpec& model, Remarks& remarks);

}  // namespace icekeel::analysis
