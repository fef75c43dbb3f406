// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How long a machine takes to answer: prompts read, tokens written one after the other.
///
/// A pass brings some tokens through the whole network, on the GPUs that share it:
///
///     pass     = step + matrices + attention + cache + element-wise + exchange
///     matrices = max( 2 P tokens / (matrix_share peak),  weights / (memory_share bandwidth) )
///     attention = 4 layers width pairs / (attention_share peak)
///     cache    = cached tokens * bytes a token / (memory_share bandwidth)
///
/// where P counts the weights that a token meets, and pairs the tokens of prompts with those before
/// them. Attention of a token that is written hides under the reading of the cache. The clock falls
/// where the work asks for more than the power limit (KernelModel).
///
/// Prompts and answers share passes (continuous batching): with B answers under way, each pass
/// writes B tokens and reads B prompt / answer tokens of new prompts.
///
/// Verified by: tests/verification/workloads/serving_test.cpp.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "workloads/efficiency.h"
#include "workloads/hardware.h"
#include "workloads/weight_format.h"

namespace icekeel::workloads {

/// How much of a machine's peaks a program that serves a model reaches.
struct ServingEfficiencySpec {
  static constexpr std::string_view catalogue_kind = "serving";

  std::vector<std::string> families;  ///< of chips, on which it serves if nothing else is said
  double matrix_share = 1;
  double attention_share = 1;
  double memory_share = 1;
  Duration step;                    ///< of a pass, whatever is in it
  Information reserved;             ///< memory of a GPU that is neither weights nor cache
  std::int64_t pass_tokens = 8192;  ///< at most, that one pass takes in, but for a longer prompt
  TransferEfficiency link{};        ///< between the GPUs that share a model
};

void describe(config::Fields& f, ServingEfficiencySpec& serving);

/// A model on some GPUs of a node.
struct Deployment {
  TransformerSpec model;
  WeightFormatSpec weights;
  Information cache_element = Information::si(16);  ///< of a key or value
  std::int64_t tensor_parallel = 1;
};

/// What comes in and goes out, in tokens.
struct Request {
  std::int64_t prompt = 0;
  std::int64_t answer = 0;
};

struct ServingCost {
  Duration time;
  Work work;            ///< of one GPU
  Information traffic;  ///< of one GPU's memory
  Information sent;     ///< by one GPU
};

class ServingModel {
 public:
  ServingModel(const Hardware& hardware, const ServingEfficiencySpec& efficiency,
               Deployment deployment);

  /// What a pass holds, of all the requests in it.
  struct Pass {
    double tokens;  ///< that run through the network
    double pairs;   ///< of tokens of a prompt with those before them
    double cached;  ///< tokens whose keys and values are read
    double logits;  ///< tokens that get an answer
  };
  ServingCost pass(const Pass& pass) const;

  /// A prompt alone.
  ServingCost prefill(std::int64_t prompts, std::int64_t tokens) const;
  /// One more token for each of `batch` answers, each after `context` tokens.
  ServingCost decode(double batch, double context) const;
  /// A pass in the steady state of continuous batching.
  ServingCost mixed(double batch, const Request& request) const;

  /// Answers under way that fit into the memory, on average half written; below 1: none fits.
  double most_batch(const Request& request) const;

  /// The batch from which arithmetic takes longer than reading the weights, by the peaks alone.
  double ideal_crossover() const;

 private:
  Duration exchange(double tokens, Information& sent) const;

  Hardware hardware_;
  ServingEfficiencySpec efficiency_;
  EfficiencySpec kernels_;
  Deployment deployment_;
  Work layer_work_, head_work_;  // of a token, on one GPU
  double element_wise_ = 0;      // elements that it moves for a token
};

}  // namespace icekeel::workloads
