// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What the points of a study say together. Missing values are NaN and are left out.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/studies/design.h"

namespace icekeel::studies {

/// An estimate with its 95 % confidence interval.
struct Estimate {
  double value = 0.0;
  double low = 0.0, high = 0.0;
};

/// The mean of independent values, with the interval of Student's t; it is as wide as the real
/// line (NaN) for fewer than two values.
Estimate mean_of(std::span<const double> values);

/// What moving one parameter over its whole range does to an output, by elementary effects.
struct MorrisEffect {
  Estimate mu_star;    ///< mean size of the effect: how much it matters
  double mu = 0.0;     ///< mean effect with its sign
  double sigma = 0.0;  ///< spread of the effect: curvature, or interplay with others
};
/// \param places as `morris()` made them; `outputs` one a row
/// Source: Morris, Technometrics 33 (1991) 161; mu*: Campolongo, Cariboni, Saltelli,
/// Environmental Modelling & Software 22 (2007) 1509.
std::vector<MorrisEffect> morris_effects(const Places& places, std::span<const double> outputs);

/// Shares of the variance of an output that a parameter explains.
struct SobolIndex {
  Estimate first;  ///< alone
  Estimate total;  ///< with all interplays
};
/// \param outputs one a row of `saltelli(parameters, ...)`
///
///     S_i  = mean(f(B) (f(A_B^i) - f(A))) / V,   ST_i = mean((f(A) - f(A_B^i))^2) / (2 V)
///
/// Intervals are the 2.5 and 97.5 % quantiles of 1,000 bootstrap samples of the rows.
/// Source: Saltelli et al., Computer Physics Communications 181 (2010) 259, table 2 (b) and (f).
std::vector<SobolIndex> sobol_indices(std::size_t parameters, std::span<const double> outputs,
                                      std::uint64_t seed);

/// The rows that no other row beats: none is as small in all columns and smaller in one.
/// Rows with a missing value are never on the front.
std::vector<std::size_t> pareto_front(const std::vector<std::vector<double>>& rows);

}  // namespace icekeel::studies
