// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What answers have in common: entries of the catalogue, and the models asked with them.

#include <string>

#include "analysis/estimate.h"
#include "analysis/inference.h"
#include "analysis/inference_parts.h"
#include "analysis/talks/talk.h"
#include "simulator/base/units.h"
#include "simulator/lifecycle/range.h"

namespace icekeel::talks {

inline constexpr Duration year = 365.25 * units::day;

/// An entry of the catalogue by its name.
template <class Spec>
Spec named(const std::string& name, const config::Catalogue& catalogue) {
  Spec spec;
  std::vector<config::Finding> problems;
  if (!analysis::read_entry(name, "entries", catalogue, problems, spec))
    throw CannotAnswer(problems.front().message + "; " + problems.front().remedy);
  return spec;
}

/// The entry that the line names for this part.
template <class Spec>
Spec part(const Asked& asked, const std::string& name) {
  return named<Spec>(asked.entry(name), asked.catalogue);
}

/// A figure with its range.
Figure ranged(std::string name, std::string unit, const lifecycle::Range<double>& range);

analysis::Estimate estimated(const analysis::EstimateCase& training,
                             const config::Catalogue& catalogue);
analysis::Inference inferred(const analysis::InferenceCase& request,
                             const config::Catalogue& catalogue);

}  // namespace icekeel::talks
