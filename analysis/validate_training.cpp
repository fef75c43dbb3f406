// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analysis/node_energy.h"
#include "analysis/validate.h"
#include "analysis/validate_layout.h"
#include "simulator/base/expect.h"
#include "simulator/base/units.h"
#include "workloads/collectives.h"
#include "workloads/step.h"

namespace icekeel::analysis {
namespace {

using workloads::Recompute;
using workloads::TrainingSpec;

TrainingSpec training_of(const PublishedSpec& paper, const PredictionSpec& p) {
  TrainingSpec training;
  ICEKEEL_EXPECT(p.model || paper.model);
  training.model = p.model ? *p.model : *paper.model;
  training.precision = paper.precision;
  training.global_batch = p.global_batch;
  training.layout = p.layout;
  training.efficiency = paper.efficiency;
  training.tokens = p.tokens;
  training.stages = p.stages;
  training.evaluation = p.evaluation;
  if (!p.tokens && p.stages.empty()) training.steps = 1;
  return training;
}

// Work of a step as Megatron-LM counts it, all recomputed: 96 B s l h^2 (1 + s/6h + V/16lh).
Work megatron_work(const TrainingSpec& training) {
  const workloads::TransformerSpec& m = *training.model.transformer;
  const auto h = static_cast<double>(m.hidden_size), l = static_cast<double>(m.layers);
  const auto s = static_cast<double>(m.sequence_length);
  const auto words = static_cast<double>(m.vocabulary_size);
  return Work::si(96 * static_cast<double>(training.global_batch) * s * l * h * h *
                  (1 + s / (6 * h) + words / (16 * l * h)));
}

std::string layout_text(const workloads::LayoutSpec& l) {
  auto text = fmt::format("TP{} PP{} DP{}, micro-batch {}", l.tensor_parallel, l.pipeline_parallel,
                          l.data_parallel, l.micro_batch);
  if (l.pipeline_parallel > 1)
    text += fmt::format(", {} chunk{} a stage", l.interleave, l.interleave == 1 ? "" : "s");
  const auto recompute = config::Choices<Recompute>::names[static_cast<std::size_t>(l.recompute)];
  return fmt::format("{}, recompute {}", text, recompute);
}

struct ScoredPrediction {
  std::string_view quantity;
  std::string_view unit;
  double published = 0;
  double ours = 0;
};

ScoredPrediction compared(const PredictionSpec& p, const TrainingSpec& training,
                          const workloads::StepPlan& plan, const platforms::NodeSpec& node) {
  if (p.node_power) {
    const auto coolant = node.liquid ? platforms::Coolant::liquid : platforms::Coolant::air;
    return {"node power", "W", p.node_power->si(), mean_node_power(plan, node, coolant).si()};
  }
  const double seconds = plan.step_time.si();
  const auto batch = static_cast<double>(training.global_batch);
  if (p.step_time) return {"step time", "s", p.step_time->si(), seconds};
  if (p.megatron_rate) {
    const ComputeRate all = static_cast<double>(plan.gpus) * *p.megatron_rate;
    return {"step time", "s", (megatron_work(training) / all).si(), seconds};
  }
  if (p.tokens_per_second) {
    const auto tokens = static_cast<double>(workloads::tokens_per_sample(training.model));
    return {"rate", "tokens/s", *p.tokens_per_second, batch * tokens / seconds};
  }
  if (p.samples_per_second) return {"rate", "images/s", *p.samples_per_second, batch / seconds};
  ICEKEEL_EXPECT(p.device_time);
  return {"GPU-hours", "h", p.device_time->in(units::hour), plan.gpu_time().in(units::hour)};
}

ScoredPrediction compared(const AllReduceSpec& all_reduce, const workloads::Hardware& hardware,
                          const PublishedSpec& paper) {
  const auto ranks = static_cast<std::int64_t>(hardware.gpus_per_node);
  const workloads::Paths paths{workloads::tier(hardware.link_bandwidth, paper.efficiency.link),
                               {},
                               hardware.reducing_switches};
  const workloads::Group group{ranks, 1};
  const Duration time =
      all_reduce.algorithm
          ? workloads::all_reduce(*all_reduce.algorithm, all_reduce.size, group, paths)
          : workloads::fastest_all_reduce(all_reduce.size, group, paths).time;
  const Bandwidth ours = workloads::all_reduce_bus_bandwidth(all_reduce.size, ranks, time);
  return {"bus bandwidth", "GB/s", all_reduce.bus_bandwidth.in(units::gigabyte_per_second),
          ours.in(units::gigabyte_per_second)};
}

// The row without its figures.
ScoreRow outline(const PublishedSpec& paper, const PredictionSpec& p) {
  ScoreRow row;
  row.group = paper.group;
  row.name = p.name;
  row.source = paper.source;
  row.scope = paper.scope;
  row.tier = name(paper.tier);
  row.assumed = paper.assumed;
  row.note = p.note;
  row.standing = p.standing;
  row.tolerance = paper.tolerance.value_or(0.0);
  return row;
}

}  // namespace

ScoreRow prediction_row(const PublishedSpec& paper, const PredictionSpec& p) {
  ICEKEEL_EXPECT(p.node || paper.node);
  const platforms::NodeSpec& node = p.node ? *p.node : *paper.node;
  const auto hardware = workloads::hardware_of(node, paper.precision);
  ScoreRow row = outline(paper, p);
  ScoredPrediction both;
  if (p.all_reduce) {
    both = compared(*p.all_reduce, hardware, paper);
  } else {
    const TrainingSpec training = fastest_layout(training_of(paper, p), p, hardware);
    if (!p.free.empty())
      row.note = fmt::format("{}{}computed with {}", p.note, p.note.empty() ? "" : " ",
                             layout_text(training.layout));
    both = compared(p, training, workloads::plan_step(training, hardware), node);
  }
  row.quantity = std::string(both.quantity);
  row.unit = std::string(both.unit);
  row.published = both.published;
  row.ours = both.ours;
  return row;
}

Scoreboard training_scoreboard(const std::vector<PublishedSpec>& cases) {
  Scoreboard board;
  board.name = "training";
  board.title = "Published training steps and runs, predicted from model, layout and datasheets.";
  board.ours_label = "predicted";
  board.remarks = {
      "The constants of the model (catalogue efficiency/megatron-a100) were fitted to every second "
      "row of two public tables of A100 iteration times and to the all-reduce rates of eight A100, "
      "and to nothing below. Calibration points and circular figures are shown and not scored. "
      "Energy and carbon of these runs are arithmetic and stand on the other scoreboard, "
      "'icekeel validate accounting'."};
  for (const PublishedSpec& paper : cases)
    for (const PredictionSpec& prediction : paper.predictions)
      board.rows.push_back(prediction_row(paper, prediction));
  return board;
}

}  // namespace icekeel::analysis
