// SPDX-License-Identifier: Apache-2.0
// Predicted steps against published ones that nothing was fitted to.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "platforms/node.h"
#include "tests/unit/workloads/samples.h"
#include "workloads/job.h"

namespace icekeel::workloads {
namespace {

// Eight A100-80GB with an adapter of 200 Gbit/s each, in the precision of the job.
Hardware dgx_a100(platforms::Precision precision) {
  return hardware_of(from_catalogue<platforms::NodeSpec>("dgx-a100"), precision);
}

struct Published {
  const char* model;
  std::int64_t pipeline, interleave, micro_batch, batch;
  double full_seconds;       // all recomputed
  double selective_seconds;  // attention recomputed, sequence parallel
};

// Korthikanti et al., arXiv:2205.05198, table 5: A100-80GB, eight tensor ranks, one copy.
constexpr Published korthikanti[] = {{"gpt-22b", 1, 1, 4, 4, 1.42, 1.10},
                                     {"gpt-175b", 8, 3, 1, 64, 18.13, 13.75},
                                     {"gpt-530b", 35, 3, 1, 280, 49.05, 37.83},
                                     {"gpt-1t", 64, 1, 1, 512, 94.42, 71.49}};

Duration predicted(const Published& row, Recompute recompute) {
  TrainingSpec training;
  training.model = from_catalogue<ModelSpec>(row.model);
  training.precision = platforms::Precision::fp16;
  training.global_batch = row.batch;
  training.steps = 1;
  LayoutSpec& l = training.layout;
  l.tensor_parallel = 8;
  l.pipeline_parallel = row.pipeline;
  l.interleave = row.interleave;
  l.micro_batch = row.micro_batch;
  l.recompute = recompute;
  l.sequence_parallel = recompute == Recompute::selective;
  const Hardware hardware = dgx_a100(training.precision);
  EXPECT_TRUE(check(training, hardware).empty()) << row.model;
  return plan_step(training, hardware).step_time;
}

// Tolerance: each step within 10 %, the mean error below 5 %.
TEST(PublishedSteps, OfFourGptsInTwoVariants) {
  double sum = 0;
  for (const Published& row : korthikanti) {
    for (const Recompute recompute : {Recompute::full, Recompute::selective}) {
      const double published =
          recompute == Recompute::full ? row.full_seconds : row.selective_seconds;
      const double error = predicted(row, recompute).si() / published - 1;
      std::printf("%-9s %-9s %6.2f s published, error %+5.1f %%\n", row.model,
                  config::Choices<Recompute>::names[static_cast<std::size_t>(recompute)].data(),
                  published, 100 * error);
      EXPECT_LT(std::abs(error), 0.10) << row.model;
      sum += std::abs(error);
    }
  }
  std::printf("mean absolute error %.2f %%\n", 100 * sum / 8);
  EXPECT_LT(sum / 8, 0.05);
}

// 1,022,362 GPU-hours, arXiv:2302.13971, table 15. The layout is not published, so the tolerance,
// stated before, is wide: 20 %.
TEST(PublishedSteps, Llama65BTakesItsGpuHours) {
  const JobSpec job = from_catalogue<JobSpec>("llama-65b");
  const Hardware hardware = dgx_a100(job.training->precision);
  const StepPlan plan = plan_step(*job.training, hardware);
  const double hours = plan.gpu_time().in(units::hour);
  std::printf(
      "LLaMA-65B: %.0f GPU-hours predicted, 1,022,362 published (%+.1f %%), %.2f s a step, "
      "%.1f days, %.1f %% of the peak\n",
      hours, 100 * (hours / 1022362 - 1), plan.step_time.si(), plan.run_time().in(units::day),
      100 * plan.model_utilisation(hardware));
  EXPECT_EQ(plan.gpus, 2048u);
  EXPECT_NEAR(hours / 1022362, 1.0, 0.20);
}

// The card's hours cover more steps than the prediction and are accounted, not measured: only the
// order of magnitude is tested. Stated before: between a tenth of the card's hours and all of them.
TEST(PublishedSteps, StableDiffusionsStepsTakeNoMoreThanTheCardsHours) {
  const Hardware tf32 = dgx_a100(platforms::Precision::tf32);
  const JobSpec job = from_catalogue<JobSpec>("stable-diffusion-v1");
  const StepPlan plan = plan_step(*job.training, tf32);
  std::printf("Stable Diffusion v1-1: %.0f GPU-hours predicted, %.2f s a step\n",
              plan.gpu_time().in(units::hour), plan.step_time.si());
  EXPECT_LT(plan.gpu_time(), 150000.0 * units::hour);
  EXPECT_GT(plan.gpu_time(), 15000.0 * units::hour);
  const JobSpec card = from_catalogue<JobSpec>("stable-diffusion-v1-card");
  const StepPlan scaled = plan_step(*card.training, tf32);
  EXPECT_NEAR(scaled.gpu_time().in(units::hour), 150000.0, 1e-6);
  EXPECT_NEAR(scaled.step_time.si(), 1.85, 0.01);
}

// MLPerf Training 4.1: Stable Diffusion v2 on eight H100 with prepared latents, 1,099 images/s. The
// constants come from A100 and from GPT. The micro-batch is not known to us, so both ends of the
// plausible range are tested. Tolerance: 20 %, as for the other run without a published layout.
TEST(PublishedSteps, StableDiffusionV2OnEightH100) {
  for (const std::int64_t micro_batch : {16, 64}) {
    TrainingSpec training;
    training.model = from_catalogue<ModelSpec>("stable-diffusion-v2");
    training.precision = platforms::Precision::fp16;
    training.global_batch = 8 * micro_batch;
    training.steps = 1;
    training.layout.data_parallel = 8;
    training.layout.micro_batch = micro_batch;
    training.layout.flash_attention = true;
    training.layout.overlap = 0.9;
    const Hardware hardware =
        hardware_of(from_catalogue<platforms::NodeSpec>("dgx-h100"), training.precision);
    const double images =
        static_cast<double>(training.global_batch) / plan_step(training, hardware).step_time.si();
    std::printf("Stable Diffusion v2, micro-batch %2d: %.0f images/s, 1,099 published (%+.1f %%)\n",
                static_cast<int>(micro_batch), images, 100 * (images / 1099 - 1));
    EXPECT_NEAR(images / 1099, 1.0, 0.20);
  }
}

}  // namespace
}  // namespace icekeel::workloads
