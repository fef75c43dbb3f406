// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What a training job sees of a machine.

#include <cstddef>
#include <cstdint>

#include "platforms/chip.h"
#include "simulator/base/quantity.h"

namespace icekeel::platforms {
struct NodeSpec;
}

namespace icekeel::workloads {

/// One kind of node, seen in one precision.
struct Hardware {
  ComputeRate peak;  ///< dense matrix peak of a GPU in the job's precision
  /// The same for products of activations with activations, which stay in 16 bits when the
  /// products with weights are in 8.
  ComputeRate attention_peak;
  Bandwidth memory_bandwidth;      ///< of a GPU
  Information memory;              ///< of a GPU
  Bandwidth link_bandwidth;        ///< of a GPU to the others in the node, one direction
  Bandwidth network_bandwidth;     ///< of a node to the fabric, one direction
  bool reducing_switches = false;  ///< between those links: they add up what passes
  std::size_t gpus_per_node = 1;
  std::size_t processors = 1;        ///< sockets of the host, which share the GPUs evenly
  std::int64_t multiprocessors = 0;  ///< of a GPU; zero: not told apart
  platforms::ChipPower power;        ///< of a GPU
  Power power_limit;                 ///< of a GPU, which slows its clock; zero: none
  /// Work of a multiprocessor in a clock over that of an A100 in 16 bits (2,048): a product fills
  /// the pipelines of a unit that works so much faster only with an inner side so much longer.
  double pipeline_depth = 1;
};

/// Size of one weight or activation in memory. FP8 products keep 16-bit tensors around them.
Information element_size(platforms::Precision precision);

/// Memory traffic of turning an element into the narrow format of a product: none, except that
/// FP8 products need their factors read in 16 bits and written in 8, once as they are and once
/// transposed for the gradients.
Information cast_size(platforms::Precision precision);

/// The only place that reads a node's specification.
Hardware hardware_of(const platforms::NodeSpec& node, platforms::Precision precision);

}  // namespace icekeel::workloads
