// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What a study found, as text and as JSON: ranges, intervals, sensitivities, the Pareto front.

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "analysis/studies/statistics.h"
#include "analysis/studies/study.h"
#include "analysis/studies/study_table.h"

namespace icekeel::studies {

/// One output over all samples.
struct OutputFindings {
  std::string name;
  std::string units;
  SampleMeans means;  ///< over replicates; of one run where there are none
  std::vector<MorrisEffect> morris;
  std::vector<SobolIndex> sobol;
};

struct Findings {
  std::string study;
  std::size_t samples = 0, replicates = 1;
  std::size_t complete = 0, failed = 0, missing = 0;
  std::vector<std::string> parameters;
  std::vector<std::vector<Value>> values;  ///< of each sample
  std::vector<OutputFindings> outputs;
  std::vector<ObjectiveSpec> objectives;
  std::vector<std::size_t> front;  ///< samples; empty without objectives
};

Findings findings_of(const Study& study, std::span<const Point> points, const StudyTable& table);

/// At most 100 columns wide for a few parameters.
std::string to_text(const Findings& findings);
nlohmann::ordered_json to_json(const Findings& findings);

}  // namespace icekeel::studies
