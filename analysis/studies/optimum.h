// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Searches the values of parameters for which an output is least or most, under limits.

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/studies/parameter.h"
#include "analysis/studies/study_spec.h"

namespace icekeel::studies {

/// The outputs of one try: the objective, then what the limits are about, in their order. Nothing
/// if it could not be simulated.
using Evaluate = std::function<std::optional<std::vector<double>>(const std::vector<Value>&)>;

struct Try {
  std::vector<Value> values;
  std::vector<double> outputs;  ///< empty if it failed
  double cost = 0.0;            ///< the objective with the sign that makes less better
  double excess = 0.0;          ///< largest share by which a limit is broken; infinite if it failed

  bool keeps_limits() const { return excess <= 0.0; }
};

struct Optimum {
  std::vector<Try> tries;  ///< different ones, in their order
  std::size_t best = 0;  ///< of the tries: the least cost that keeps the limits, else least excess
  bool settled = false;  ///< the tolerance was reached, not the last evaluation
};

/// First DIRECT, which divides the whole space, with half of the evaluations; then COBYLA, a
/// search by linear models that knows the limits, from the best place, and steps to the
/// neighbours of whole numbers and of levels, until neither helps. All by NLopt; it makes the same
/// tries each time.
///
/// Sources: Gablonsky and Kelley, J. Global Optimization 21 (2001) 27 (DIRECT-L); Powell, in
/// Advances in Optimization and Numerical Analysis (1994) 51 (COBYLA); both as the manual of NLopt
/// cites them.
Optimum optimum_of(std::span<const Parameter> parameters, const OptimizeSpec& spec,
                   const Evaluate& evaluate);

}  // namespace icekeel::studies
