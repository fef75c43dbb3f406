// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Scoreboard of federated learning: published shares and ratios beside simulated ones.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/federated_shares.h"
#include "analysis/validate_scoreboard.h"
#include "workloads/job.h"

namespace icekeel::analysis {

enum class FederatedMeasure { half_threshold, eight_bits };

/// A published ratio of energies.
struct FederatedRatioSpec {
  static constexpr std::string_view catalogue_kind = "federated-ratios";

  std::string name;
  workloads::JobSpec job;
  FederatedMeasure measure = FederatedMeasure::half_threshold;
  double transfer_share = 0.5;
  double published = 0;
  double tolerance = 0;
  std::string note;
};

void describe(config::Fields& f, FederatedRatioSpec& spec);

struct FederatedCases {
  std::vector<FederatedSharesSpec> shares;
  std::vector<FederatedRatioSpec> ratios;
};

FederatedCases federated_cases(const config::Catalogue& catalogue,
                               config::Diagnostics& diagnostics);

/// Energy of an update where the round waits for all devices, over that where half are enough.
double saved_by_half(const workloads::FederatedSpec& all);

/// Energy of a round over that of the same round in eight bits, where transfers had this share.
double saved_by_eight_bits(workloads::FederatedSpec federated, double transfer_share);

Scoreboard federated_scoreboard(const FederatedCases& cases);

}  // namespace icekeel::analysis

template <>
struct icekeel::config::Choices<icekeel::analysis::FederatedMeasure> {
  static constexpr std::array<std::string_view, 2> names{"half-threshold", "eight-bits"};
};
