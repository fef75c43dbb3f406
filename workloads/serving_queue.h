// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Requests that arrive at a model and wait for it: continuous batching, pass by pass.
///
/// Between two passes waiting requests enter in the order of their arrival while their keys and
/// values fit into the memory, prompts and answers whole. A pass reads the prompts that entered
/// with it and writes one more token of every other answer; it takes what the serving model says.
/// Verified by: tests/verification/workloads/serving_queue_test.cpp.

#include <cstdint>
#include <vector>

#include "simulator/base/quantity.h"
#include "workloads/serving.h"

namespace icekeel::workloads {

/// Requests of one size that come at random, independently of each other.
struct RequestArrivals {
  double rate = 0;  ///< of one copy of the model [1/s]
  std::int64_t requests = 2000;
  std::uint64_t seed = 1;
};

/// What the requests met; sorted times of the same length as the requests.
struct QueueOutcome {
  std::vector<double> first_token;  ///< from arrival to the first token [s]
  std::vector<double> token;        ///< between two tokens of an answer, its mean [s]
  std::vector<double> whole;        ///< from arrival to the last token [s]
  std::vector<double> wait;         ///< from arrival to the first pass [s]
  Duration span;                    ///< from the start to the last token
  Duration busy;                    ///< of it in passes
  double mean_batch = 0;            ///< requests under way, over time
  double mean_waiting = 0;          ///< requests that wait, over time
  double most_waiting = 0;
  Work work;  ///< of one GPU, as the two below
  Information traffic, sent;
};

/// How much one copy of the model takes at once.
struct Room {
  double requests = 1;              ///< under way, whose keys and values fit
  std::int64_t pass_tokens = 8192;  ///< of a pass, but for a longer prompt
};

QueueOutcome serve(const ServingModel& model, const Request& request, const Room& room,
                   const RequestArrivals& arrivals);

/// The value below which a share of the sorted values lies; the values between are interpolated.
double quantile(const std::vector<double>& sorted, double share);

}  // namespace icekeel::workloads
