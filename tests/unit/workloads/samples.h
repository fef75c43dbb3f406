// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Machines and jobs that the tests of workloads share.

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

#include "simulator/base/units.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"
#include "workloads/step.h"

namespace icekeel::workloads {

/// Eight A100-80GB with 800 Gbit/s to the fabric.
inline Hardware a100_node() {
  Hardware h;
  h.peak = h.attention_peak = 312.0 * units::teraflop_per_second;
  h.memory_bandwidth = 2039.0 * units::gigabyte_per_second;
  h.memory = 80.0 * units::gigabyte;
  h.link_bandwidth = 300.0 * units::gigabyte_per_second;
  h.network_bandwidth = 100.0 * units::gigabyte_per_second;
  h.gpus_per_node = 8;
  h.processors = 2;
  return h;
}

/// The same in another precision whose peak is `share` of it.
inline Hardware a100_node(double share) {
  Hardware h = a100_node();
  h.peak *= share;
  h.attention_peak *= share;
  return h;
}

/// A GPT as Megatron-LM trains it, fully recomputed, in 16 bits.
inline TrainingSpec gpt(std::int64_t hidden, std::int64_t heads, std::int64_t layers,
                        std::int64_t sequence = 2048) {
  TransformerSpec m;
  m.hidden_size = hidden;
  m.attention_heads = heads;
  m.layers = layers;
  m.sequence_length = sequence;
  m.feed_forward_size = 4 * hidden;
  m.vocabulary_size = 51200;
  m.biases = m.tied_embeddings = m.learned_positions = m.dropout = true;
  TrainingSpec training;
  training.model.transformer = m;
  training.precision = platforms::Precision::fp16;
  training.global_batch = 64;
  training.steps = 10;
  training.layout.recompute = Recompute::full;
  return training;
}

/// A catalogue entry, with whatever is wrong with it in the exception.
template <class Spec>
Spec from_catalogue(const std::string& entry) {
  const std::filesystem::path root = ICEKEEL_SOURCE_DIR;
  const config::Catalogue catalogue({root / "workloads/catalogue", root / "platforms/catalogue"});
  config::Diagnostics diagnostics;
  const auto file = catalogue.find(Spec::catalogue_kind, entry);
  if (!file) throw std::runtime_error("the catalogue has no " + entry);
  const auto node = config::load_document(*file, diagnostics);
  Spec spec;
  if (node) config::Reader(*node, "entry", catalogue, diagnostics).read(spec);
  if (!node || diagnostics.failed()) throw std::runtime_error(diagnostics.text());
  return spec;
}

}  // namespace icekeel::workloads
