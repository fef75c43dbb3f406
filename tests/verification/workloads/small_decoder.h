// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The model that tests of services and of their queue answer with.

#include "simulator/base/units.h"
#include "workloads/serving.h"

namespace icekeel::workloads {

/// A decoder of seven billion weights on a GPU of round numbers.
inline ServingModel small_decoder() {
  TransformerSpec network;
  network.hidden_size = 4096;
  network.layers = 32;
  network.attention_heads = 32;
  network.feed_forward_size = 11008;
  network.gated_feed_forward = true;
  network.vocabulary_size = 32000;
  network.sequence_length = 2048;
  Hardware gpu;
  gpu.peak = gpu.attention_peak = 300.0 * units::teraflop_per_second;
  gpu.memory_bandwidth = 2000.0 * units::gigabyte_per_second;
  gpu.memory = 80.0 * units::gigabyte;
  ServingEfficiencySpec serving;
  serving.step = Duration::si(1e-3);
  WeightFormatSpec weights;
  weights.block_size = Information::si(16);
  return {gpu, serving, {network, weights, Information::si(16), 1}};
}

}  // namespace icekeel::workloads
