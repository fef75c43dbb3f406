// SPDX-License-Identifier: Apache-2.0
#include "workloads/efficiency.h"

namespace icekeel::workloads {

void describe(config::Fields& f, TransferEfficiency& t) {
  f.optional("share", t.share, "Share of a port's rate that long transfers reach.",
             {.least = 0, .most = 1, .above_least = true});
  f.optional("latency", t.latency, "Time of one step of a collective without its bytes.");
}

void describe(config::Fields& f, ShardingEfficiency& s) {
  f.optional("tensors_per_layer", s.tensors_per_layer,
             "Collectives for the weights of one layer in one pass over it.",
             {.least = 0, .above_least = true});
  f.optional("gathers_to_recompute", s.gathers_to_recompute,
             "Whether weights are gathered once more for a layer that is recomputed as a whole.");
  f.optional("copies", s.copies,
             "Times that what was gathered or is to be scattered is copied in memory.");
  f.optional("piece_time", s.piece_time,
             "Host time for the piece of each rank in every collective; none where the pieces lie "
             "one after the other in one buffer.");
}

void describe(config::Fields& f, EfficiencySpec& e) {
  constexpr config::Limits share{.least = 0, .most = 1, .above_least = true};
  f.optional("families", e.families,
             "Families of chips that it is of: an estimate on one of them takes it.");
  f.optional("matrix_share", e.matrix_share, "Share of the peak that large matrix products reach.",
             share);
  f.optional("convolution_share", e.convolution_share,
             "Share of the peak that large convolutions reach.", share);
  f.optional("attention_share", e.attention_share,
             "Share of the peak that fused attention reaches.", share);
  f.optional("half_size", e.half_size,
             "Side of a matrix product, in elements, that halves the share it reaches.");
  f.optional("fused_kernels", e.fused_kernels,
             "Whether RMS norms, rotary positions and gated activations run as one kernel each; "
             "else as the several kernels of plain PyTorch.");
  f.optional("memory_share", e.memory_share,
             "Share of the memory bandwidth that element-wise kernels reach.", share);
  f.optional("gradient_traffic", e.gradient_traffic,
             "Memory traffic of adding the gradient of a parameter to the sum over the "
             "micro-batches, a micro-batch; none where the matrix products add it themselves.");
  f.optional("launch", e.launch,
             "Time the host needs to launch one operator, which is a few kernels.");
  f.optional("launch_across_processors", e.launch_across_processors,
             "Times as long as a launch takes where the GPUs of a tensor group hang on several of "
             "the node's processors and wait for one another.",
             {.least = 1});
  f.optional("step_overhead", e.step_overhead, "Time a step takes on top of its phases.");
  f.optional("link", e.link, "Transfers between the GPUs of a node.");
  f.optional("network", e.network, "Transfers between nodes.");
  f.optional("transfer_multiprocessors", e.transfer_multiprocessors,
             "Multiprocessors of a GPU that run transfers while these are hidden under compute.",
             {.least = 0});
  f.optional("weights_under_forward", e.weights_under_forward,
             "Whether the weights that a sharded optimizer has renewed (zero_stage 1 and 2) are "
             "gathered under the next forward pass.");
  f.optional("sharding", e.sharding,
             "How weights and gradients that are kept in shares are moved (zero_stage 2 and 3).");
  f.optional("host_share", e.host_share,
             "Share of a node's processor cores that launch kernels and read samples.",
             {.least = 0, .most = 1});
  f.optional("reserved_memory", e.reserved_memory,
             "Memory of a GPU that holds neither model nor activations: the context of the "
             "driver, communication buffers, gaps.");
}

}  // namespace icekeel::workloads
