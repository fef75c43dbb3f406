// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Adapting a model that exists to a task: all weights, adapters beside frozen ones (LoRA), and
/// adapters beside frozen ones in four bits (QLoRA), on machines from a laptop to a DGX.
///
/// Each is the training of `Estimator` with its fastest layout that fits. What does not fit is told
/// with what is missing, and the time of its arithmetic alone.
///
/// See simulator/docs/methods/adaptation.md.
/// Verified by: tests/unit/analysis/adaptation_test.cpp.

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/time_to_train.h"

namespace icekeel::analysis {

enum class AdaptationWay { full, lora, qlora };
inline constexpr std::array all_ways{AdaptationWay::full, AdaptationWay::lora,
                                     AdaptationWay::qlora};

std::string_view name(AdaptationWay way);

/// One machine and one way.
struct Adaptation {
  AdaptationWay way = AdaptationWay::full;
  MachineAnswer answer;

  /// Weights, gradients and optimizer of one whole copy, however a layout shares them.
  Information state() const;
  bool fits() const { return answer.outcome.estimate && answer.lacking.empty(); }
};

/// What a way takes of what full fine-tuning takes on the same machine.
struct ShareOfFull {
  double state = 0;
  std::optional<double> time, energy;  ///< where both fit
};

/// The ways on one machine, full first.
struct MachineAdaptations {
  std::array<Adaptation, all_ways.size()> ways;
  std::optional<ShareOfFull> share_of_full(AdaptationWay way) const;
};

/// The case with what is usual for an adaptation where it says nothing: batches of 16 samples of
/// 512 tokens, 10 million tokens, rank 16, nf4 beside it.
EstimateCase adaptation_case(EstimateCase asked);

/// \param machines  separated by commas, as for `time_to_train`
std::vector<MachineAdaptations> adaptations(Estimator& estimator, const EstimateCase& asked,
                                            std::string_view machines);

/// What keeps them from being told, once; where the network takes no adapters, that alone.
std::vector<config::Finding> problems_of(const std::vector<MachineAdaptations>& machines);

nlohmann::ordered_json to_json(const std::vector<MachineAdaptations>& machines);
std::string to_text(const std::vector<MachineAdaptations>& machines);

}  // namespace icekeel::analysis
