// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Memory, speed, energy and carbon of answering with a language model, without a site.
///
///     rate        answers' tokens of all models on the node, at the batch given or at the best
///     node_power  NodePowerModel at the activity of such a pass
///     energy of a token = node_power / rate;  of a request = that times its answer
///
/// See simulator/docs/methods/inference.md.
/// Verified by: tests/unit/analysis/inference_test.cpp,
/// tests/verification/workloads/serving_test.cpp.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platforms/node.h"
#include "simulator/base/quantity.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/finding.h"
#include "workloads/serving.h"

namespace icekeel::analysis {

/// As the user asks; what is missing has a default that the answer names.
struct InferenceCase {
  std::string model = "llama-7b", node = "dgx-h100", weights = "fp16";
  std::string serving;  ///< entry of the catalogue; default: by the node's maker
  workloads::Request request{500, 500};
  std::optional<std::int64_t> batch;  ///< answers under way on one copy of the model
  std::optional<std::int64_t> tensor_parallel;
  std::optional<std::int64_t> cache_bits;  ///< of a key or value
  std::optional<std::int64_t> steps;       ///< of an image
  std::optional<Power> node_power;         ///< that the node must not exceed at work
  std::string country;
  std::optional<double> pue;
  std::optional<double> rate;    ///< requests that come at the node, at random [1/s]
  std::int64_t requests = 2000;  ///< that are followed then
  std::uint64_t seed = 1;
};

/// What requests meet that come at random: half, nine tenths and 99 of a hundred take no longer.
struct Waiting {
  struct Times {
    Duration half, most, nearly_all;
  };
  Times first_token;          ///< from its arrival
  Times token;                ///< between two tokens of an answer
  Times whole;                ///< from its arrival to the last token
  double mean_batch = 0;      ///< of a copy, over time
  double mean_waiting = 0;    ///< requests that have not begun, of a copy
  double busy = 0;            ///< share of the time
  Power node_power;           ///< its mean, idle times included
  Energy energy_per_request;  ///< of the facility, idle times included
};

struct Inference {
  InferenceCase asked;  ///< everything filled in
  double parameters = 0;
  std::int64_t copies = 0;  ///< of the model on the node
  Information weights;      ///< of one copy
  Information cache_per_token;
  Information memory, memory_needed;  ///< of the GPUs of one copy, at that batch
  double most_batch = 0;              ///< that fits
  double ideal_crossover = 0;         ///< batch at which the roofline bends
  Duration first_token;               ///< of one prompt alone
  Duration token_time;                ///< between two tokens of an answer, at that batch
  Duration token_time_alone;          ///< with one answer under way
  double tokens_per_second = 0;       ///< of the node
  double mfu = 0;
  Power node_power;
  Energy energy_per_token, energy_per_request;  ///< of the facility
  std::optional<Mass> carbon_per_request;
  std::optional<Waiting> waiting;  ///< with a rate of requests
  double pue = 0;
  std::vector<std::string> assumed;
};

struct InferenceOutcome {
  std::optional<Inference> inference;
  std::vector<config::Finding> problems;  ///< paths are options without dashes
};

/// Of a computer that serves others 1.2, of one chip at home 1.
double usual_pue(const platforms::NodeSpec& node);

InferenceOutcome infer(const InferenceCase& asked, const config::Catalogue& catalogue);

}  // namespace icekeel::analysis
