// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What the weights of a network take as they are stored, and what of them a pass reads.

#include "simulator/base/quantity.h"
#include "workloads/model.h"
#include "workloads/weight_format_spec.h"

namespace icekeel::workloads {

/// All weights of the network.
Information weight_size(const TransformerSpec& model, const WeightFormatSpec& format);

/// Weights that a pass over so many tokens reads once: all but the input embedding, and of experts
/// those that at least one token visits, if each token visits its own at random.
Information read_size(const TransformerSpec& model, const WeightFormatSpec& format, double tokens);

/// Keys and values of one token in all layers.
Information cache_per_token(const TransformerSpec& model, Information element);

}  // namespace icekeel::workloads
