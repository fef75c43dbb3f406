// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Unavailability of a load by random states of all components, with importance sampling.

#include <cstdint>

#include "simulator/base/random.h"
#include "simulator/reliability/structure.h"

namespace icekeel::reliability {

struct SamplingOptions {
  std::int64_t most_samples = 2'000'000;
  double wanted_interval = 0.02;  ///< stop when half the 95 % interval is this share of the mean
  bool importance = true;         ///< make failures more frequent and weigh them down
};

struct SampledUnavailability {
  double mean = 0;
  double half_interval = 0;   ///< half of the 95 % confidence interval
  std::int64_t samples = 0;   ///< without the pilots
  std::int64_t failures = 0;  ///< samples in which the load was down
};

/// Each component of each event is down with its unavailability, independently. Rare failures
/// are made frequent by a mixture: pilots with raised unavailabilities find failed states, which
/// are thinned out to minimal sets of failures; a sample then takes one of these sets as failed,
/// in proportion to its probability, or, with a small share, all unavailabilities raised. Each
/// sample is weighed by its true probability over that in the mixture, so the mean is right
/// whatever the pilots have found; sets that they have missed widen the interval.
/// (The estimator of Karp and Luby for unions of events, with a part that covers the unknown.)
/// Verified by: tests/verification/reliability/sampling_test.cpp.
SampledUnavailability sample_unavailability(const Structure& structure, Place load,
                                            RandomStream& random, const SamplingOptions& options);

}  // namespace icekeel::reliability
