// SPDX-License-Identifier: Apache-2.0
#include "workloads/layout_search.h"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>
#include <vector>

#include "workloads/memory.h"
#include "workloads/step_phases.h"

namespace icekeel::workloads {
namespace {

using Numbers = std::vector<std::int64_t>;

constexpr std::int64_t largest_micro_batch = 64;

Numbers divisors(std::int64_t of, std::int64_t most) {
  Numbers result;
  for (std::int64_t n = 1; n <= std::min(of, most); ++n)
    if (of % n == 0) result.push_back(n);
  return result;
}

// The values to try: the given one alone, if there is one.
Numbers choices(const std::optional<std::int64_t>& given, Numbers free) {
  return given ? Numbers{*given} : free;
}

Numbers up_to(std::int64_t most) {
  Numbers result;
  for (std::int64_t n = 1; n <= most; ++n) result.push_back(n);
  return result;
}

class Search {
 public:
  Search(const TrainingSpec& training, const Hardware& hardware, std::int64_t gpus,
         const FixedLayout& fixed)
      : candidate_(training),
        hardware_(hardware),
        gpus_(gpus),
        fixed_(fixed),
        context_(training.layout.context_parallel),
        layers_(training.model.transformer ? training.model.transformer->layers : 1),
        recomputes_(fixed.recompute
                        ? std::vector{*fixed.recompute}
                        : std::vector{Recompute::none, Recompute::selective, Recompute::full}) {
    if (!candidate_.model.transformer && !fixed.recompute)
      recomputes_ = {Recompute::none, Recompute::full};
  }

  SearchResult run() {
    std::vector<Outline> outlines = all_outlines();
    // The most promising first, so that the others need no second look.
    std::ranges::make_heap(outlines, std::greater<>{}, &Outline::least);
    while (!outlines.empty()) {
      std::ranges::pop_heap(outlines, std::greater<>{}, &Outline::least);
      if (result_.layout && outlines.back().least >= result_.step_time) break;
      try_all(outlines.back());
      outlines.pop_back();
    }
    return result_;
  }

 private:
  /// What decides the compute of the fullest stage.
  struct Outline {
    Duration least;  ///< of any step of this outline
    std::int64_t tensor, pipeline, data, micro_batch;
  };

  std::vector<Outline> all_outlines() {
    std::vector<Outline> outlines;
    const bool splits = candidate_.model.transformer.has_value();
    const auto per_node = static_cast<std::int64_t>(hardware_.gpus_per_node);
    const std::int64_t heads = splits ? candidate_.model.transformer->attention_heads : 1;
    const Numbers copies = choices(fixed_.data_parallel, divisors(candidate_.global_batch, gpus_));
    const Numbers sizes =
        choices(fixed_.micro_batch, divisors(candidate_.global_batch, largest_micro_batch));
    for (const std::int64_t t : choices(fixed_.tensor_parallel, divisors(heads, per_node)))
      for (const std::int64_t b : sizes) {
        const SliceCosts& slice = costs(t, b, recomputes_.front());
        for (const std::int64_t p : choices(fixed_.pipeline_parallel, up_to(layers_))) {
          const Duration stage = least_stage(slice, p);
          for (const std::int64_t d : copies) {
            if (t * p * d * context_ > gpus_) break;
            if (candidate_.global_batch % (d * b) != 0 ||
                d * context_ % candidate_.layout.expert_parallel != 0)
              continue;
            const std::int64_t micro_batches = candidate_.global_batch / (d * b);
            outlines.push_back({static_cast<double>(micro_batches) * stage, t, p, d, b});
          }
        }
      }
    return outlines;
  }

  void set(std::int64_t tensor, std::int64_t micro_batch, Recompute recompute) {
    LayoutSpec& l = candidate_.layout;
    l.tensor_parallel = tensor;
    l.micro_batch = micro_batch;
    l.recompute = recompute;
    const auto& m = candidate_.model.transformer;
    l.sequence_parallel = fixed_.sequence_parallel.value_or(
        tensor > 1 && m && m->sequence_length % (tensor * context_) == 0);
  }

  // Costs of a slice, made once.
  const SliceCosts& costs(std::int64_t tensor, std::int64_t micro_batch, Recompute recompute) {
    const auto [at, is_new] = costs_.try_emplace({tensor, micro_batch, recompute});
    if (is_new) {
      set(tensor, micro_batch, recompute);
      at->second = slice_costs(candidate_, hardware_);
    }
    return at->second;
  }

  // The fullest stage computes this long for one micro-batch, at least.
  Duration least_stage(const SliceCosts& c, std::int64_t pipeline) const {
    if (!candidate_.model.transformer) return c.whole.time();
    const StageLayers layers = stage_layers(layers_, pipeline);
    const Duration first = layers.first * c.layer.time() + c.embedding.time();
    const Duration last = layers.last * c.layer.time() + c.head.time();
    const Duration most = layers.most * c.layer.time();
    return pipeline > 1 ? std::max({first, last, most}) : first + c.head.time();
  }

  Numbers chunks(const Outline& o) const {
    if (fixed_.interleave) return {*fixed_.interleave};
    const std::int64_t micro_batches = candidate_.global_batch / (o.data * o.micro_batch);
    if (o.pipeline == 1 || micro_batches % o.pipeline != 0) return {1};
    Numbers numbers;
    for (std::int64_t n = 1; n <= layers_ / o.pipeline + 1; ++n)
      if (n == 1 || makes_chunks(layers_, o.pipeline, n)) numbers.push_back(n);
    return numbers;
  }

  // Recomputing or sharding more takes longer and needs less memory, so for each number of chunks
  // and each kind of sharding the first recomputation that fits is the one to time; and if nothing
  // has to be recomputed, nothing more has to be shared.
  void try_all(const Outline& o) {
    LayoutSpec& l = candidate_.layout;
    // Sharing the optimizer costs nothing: what is copied is scattered and gathered anyway.
    const Numbers stages =
        choices(fixed_.zero_stage, o.data * context_ > 1 ? Numbers{1, 2, 3} : Numbers{0});
    for (const std::int64_t chunk : chunks(o))
      for (const std::int64_t zero : stages) {
        bool spared = false;
        for (const Recompute recompute : recomputes_) {
          const SliceCosts& slice = costs(o.tensor, o.micro_batch, recompute);
          set(o.tensor, o.micro_batch, recompute);
          l.pipeline_parallel = o.pipeline;
          l.data_parallel = o.data;
          l.zero_stage = zero;
          l.interleave = chunk;
          if (!fits(slice)) continue;
          time(slice);
          spared = recompute == recomputes_.front();
          break;
        }
        if (spared) break;
      }
  }

  // Whether the schedule of chunks works out; a given number of them may not.
  bool circulates() const {
    const LayoutSpec& l = candidate_.layout;
    return l.interleave == 1 || (makes_chunks(layers_, l.pipeline_parallel, l.interleave) &&
                                 micro_batches(candidate_) % l.pipeline_parallel == 0);
  }

  bool fits(const SliceCosts& slice) {
    if (!circulates()) return false;
    const Information memory = memory_use(candidate_, slice.held).total();
    if (memory <= hardware_.memory) return true;
    if (result_.least_memory == Information{} || memory < result_.least_memory)
      result_.least_memory = memory;
    return false;
  }

  void time(const SliceCosts& slice) {
    ++result_.considered;
    const PhaseBuilder builder(candidate_, hardware_, slice, Detail::times);
    if (result_.layout && builder.least_time() >= result_.step_time) return;
    const Duration time = builder.step_time();
    if (result_.layout && time >= result_.step_time) return;
    result_.layout = candidate_.layout;
    result_.step_time = time;
  }

  TrainingSpec candidate_;
  const Hardware& hardware_;
  std::int64_t gpus_;
  FixedLayout fixed_;
  std::int64_t context_;
  std::int64_t layers_;
  std::vector<Recompute> recomputes_;
  std::map<std::tuple<std::int64_t, std::int64_t, Recompute>, SliceCosts> costs_;
  SearchResult result_;
};

void keep_better(const SearchResult& found, SearchResult& best) {
  best.considered += found.considered;
  if (found.layout && (!best.layout || found.step_time < best.step_time)) {
    best.layout = found.layout;
    best.step_time = found.step_time;
  }
  if (best.least_memory == Information{} ||
      (found.least_memory > Information{} && found.least_memory < best.least_memory))
    best.least_memory = found.least_memory;
}

// Whether so many GPUs can share a sequence.
bool can_share(const TrainingSpec& training, std::int64_t ranks) {
  const auto& m = training.model.transformer;
  return m && m->sequence_length % (m->encoder ? ranks : 2 * ranks) == 0;
}

}  // namespace

SearchResult search_layout(const TrainingSpec& training, const Hardware& hardware,
                           std::int64_t gpus, const FixedLayout& fixed) {
  const std::int64_t experts = training.model.transformer ? training.model.transformer->experts : 1;
  SearchResult best;
  TrainingSpec part = training;
  std::int64_t& context = part.layout.context_parallel;
  context = fixed.context_parallel.value_or(1);
  while (true) {
    if (context == 1 || can_share(training, context))
      for (const std::int64_t shared : choices(fixed.expert_parallel, divisors(experts, gpus))) {
        part.layout.expert_parallel = shared;
        keep_better(Search(part, hardware, gpus, fixed).run(), best);
      }
    // Sharing sequences only where nothing else fits: it is rarely faster, and the space is large.
    context *= 2;
    if (best.layout || fixed.context_parallel || context > gpus || !can_share(training, context))
      return best;
  }
}

}  // namespace icekeel::workloads
