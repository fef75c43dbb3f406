// SPDX-License-Identifier: Apache-2.0
// Fits of the training model find the constants that made the steps.
#include "analysis/calibrate_training.h"

#include <gtest/gtest.h>

#include "tests/unit/workloads/samples.h"

namespace icekeel::analysis {
namespace {

using workloads::EfficiencySpec;

// Steps as a machine with these constants would take them.
CalibrationGroup made_with(const EfficiencySpec& truth) {
  CalibrationGroup group{.name = "made"};
  for (const std::int64_t hidden : {1024, 2048, 4096, 8192})
    for (const std::int64_t tensor : {1, 2, 4, 8})
      for (const std::int64_t copies : {1, 2, 8, 32}) {
        workloads::TrainingSpec training = workloads::gpt(hidden, 16, 24);
        training.layout.tensor_parallel = tensor;
        training.layout.data_parallel = copies;
        MeasuredStep step{training, {}};
        training.efficiency = truth;
        step.time = workloads::plan_step(training, workloads::a100_node()).step_time;
        group.fitted.push_back(step);
      }
  return group;
}

const std::vector<std::string> some{"matrix_share", "memory_share", "launch", "network.share"};

EfficiencySpec other_constants() {
  EfficiencySpec truth;
  truth.matrix_share = 0.7;
  truth.memory_share = 0.8;
  truth.launch = Duration::si(40e-6);
  truth.network.share = 0.8;
  return truth;
}

TEST(CalibrateTraining, FindsTheConstantsThatMadeTheSteps) {
  const EfficiencySpec truth = other_constants();
  const auto fit = calibrate_training({}, workloads::a100_node(), {made_with(truth)}, some);
  EXPECT_TRUE(fit.converged);
  EXPECT_NEAR(fit.efficiency.matrix_share, 0.7, 1e-3);
  EXPECT_NEAR(fit.efficiency.memory_share, 0.8, 1e-3);
  EXPECT_NEAR(fit.efficiency.launch.si(), 40e-6, 4e-8);
  EXPECT_NEAR(fit.efficiency.network.share, 0.8, 1e-3);
  EXPECT_LT(fit.groups.front().fitted_after, 1e-3);
  EXPECT_GT(fit.groups.front().fitted_before, 0.02);
}

TEST(CalibrateTraining, AFewWrongStepsDoNotPull) {
  const EfficiencySpec truth = other_constants();
  CalibrationGroup group = made_with(truth);
  for (std::size_t i = 0; i < group.fitted.size(); i += 20) group.fitted[i].time *= 1.5;
  const auto fit = calibrate_training({}, workloads::a100_node(), {group}, some);
  EXPECT_NEAR(fit.efficiency.matrix_share, 0.7, 0.02);
  EXPECT_NEAR(fit.efficiency.network.share, 0.8, 0.02);
  for (const FittedConstant& constant : fit.constants) EXPECT_GT(constant.confidence, 0);
}

TEST(CalibrateTraining, LeavesWhatIsNotFreeAsItWas) {
  const auto fit = calibrate_training({}, workloads::a100_node(), {made_with(other_constants())},
                                      {"matrix_share"});
  EXPECT_EQ(fit.efficiency.memory_share, EfficiencySpec{}.memory_share);
  EXPECT_EQ(fit.constants.size(), 1u);
}

TEST(IterationTable, ReadsTheColumnsOfThePublicStudyInAnyOrder) {
  config::Diagnostics diagnostics;
  const auto steps =
      read_iterations("t.csv",
                      "Parameters (billion),# GPUs,global batch,micro batch,hidden size,"
                      "attention heads,# layers,sequence length,tensor parallelism,"
                      "data parallelism,pipeline parallelism,iteration time (ms)\n"
                      "3.6,64,512,8,3072,32,30,2048,1,64,1,3566.5\n",
                      diagnostics);
  EXPECT_FALSE(diagnostics.failed());
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(steps[0].training.layout.data_parallel, 64);
  EXPECT_EQ(steps[0].training.model.transformer->layers, 30);
  EXPECT_DOUBLE_EQ(steps[0].time.si(), 3.5665);
}

TEST(IterationTable, NamesWhatIsWrongAndReadsTheOtherRows) {
  const std::string header =
      "gpus,global_batch,micro_batch,hidden_size,attention_heads,layers,sequence_length,"
      "tensor_parallelism,data_parallelism,pipeline_parallelism,iteration time (ms)\n";
  config::Diagnostics diagnostics;
  const auto steps = read_iterations("t.csv",
                                     header +
                                         "8,8,1,1024,16,24,1024,1,8,1,nan\n"
                                         "8,8,1,1024,16,24,1024,-1,8,1,100\n"
                                         "8,8,1,1024,16,24\n"
                                         "8,8,1,1024,15,24,1024,2,4,1,100\n"
                                         "8,8,1,1024,16,24,1024,1,8,1,100\n",
                                     diagnostics);
  EXPECT_EQ(steps.size(), 1u);
  EXPECT_GE(diagnostics.errors(), 4u);
  config::Diagnostics missing;
  EXPECT_TRUE(read_iterations("t.csv", "gpus,global batch\n8,8\n", missing).empty());
  EXPECT_EQ(missing.errors(), 9u);
  config::Diagnostics empty;
  EXPECT_TRUE(read_iterations("t.csv", "", empty).empty());
  EXPECT_TRUE(empty.failed());
}

}  // namespace
}  // namespace icekeel::analysis
