// SPDX-License-Identifier: Apache-2.0
// The same training on several machines.
#include "analysis/time_to_train.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

using testing::HasSubstr;

config::Catalogue shelves() {
  const std::filesystem::path root = ICEKEEL_SOURCE_DIR;
  return config::Catalogue({root / "workloads/catalogue", root / "platforms/catalogue"});
}

std::vector<MachineAnswer> trained_on(const std::string& machines,
                                      const std::string& model = "llama-7b") {
  EstimateCase asked;
  asked.model = model;
  asked.tokens = 1'000'000'000'000;
  Estimator estimator(shelves());
  return time_to_train(estimator, asked, machines);
}

Duration time_of(const MachineAnswer& answer) {
  return answer.outcome.estimate.value().wall_time.value();
}

TEST(TimeToTrain, FallsFromTheLaptopToTheLargestMachine) {
  const auto answers = trained_on("laptop, dgx, jean-zay, frontier, h100-24576");
  ASSERT_EQ(answers.size(), 5u);
  EXPECT_GT(time_of(answers[0]), 100.0 * time_of(answers[1]));
  EXPECT_GT(time_of(answers[1]), 10.0 * time_of(answers[2]));
  EXPECT_GT(time_of(answers[2]), time_of(answers[4]));
  EXPECT_EQ(answers[3].name, "Frontier");
}

TEST(TimeToTrain, TellsTheArithmeticWhereMemoryIsTooSmall) {
  const auto answers = trained_on("laptop,dgx");
  EXPECT_THAT(answers[0].lacking, HasSubstr("they have 8.0 GB"));
  EXPECT_TRUE(answers[1].lacking.empty());
  EXPECT_TRUE(answers[1].outcome.estimate->plan.fits);
  EXPECT_FALSE(answers[0].outcome.estimate->plan.fits);
  // At most the peak: 6 N D over 24.6 Tflop/s.
  EXPECT_GT(time_of(answers[0]).si(), 6 * 6.7e9 * 1e12 / 24.6e12);
  EXPECT_THAT(to_text(answers), HasSubstr("a laptop *"));
}

TEST(TimeToTrain, MoreOfTheSameIsNeverSlower) {
  const auto answers = trained_on("dgx-h100,dgx-h100*4,dgx-h100*64");
  EXPECT_GT(time_of(answers[0]), time_of(answers[1]));
  EXPECT_GT(time_of(answers[1]), time_of(answers[2]));
  EXPECT_EQ(answers[2].name, "64 x dgx-h100");
}

TEST(TimeToTrain, TakesThePrecisionThatEachChipHas) {
  const auto answers = trained_on("desktop-cpu,desktop-gpu,tpu-v4-4,dgx-v100", "bert-base");
  const auto precision = [&](std::size_t i) {
    return answers[i].outcome.estimate->training.precision;
  };
  EXPECT_EQ(precision(0), platforms::Precision::fp32);
  EXPECT_EQ(precision(1), platforms::Precision::bf16);
  EXPECT_EQ(precision(2), platforms::Precision::bf16);
  EXPECT_EQ(precision(3), platforms::Precision::fp16);
  EXPECT_EQ(answers[0].outcome.estimate->chips_price.value().si(), 100);
  EXPECT_NEAR(answers[2].outcome.estimate->rent.value().si(),
              3 * answers[2].outcome.estimate->gpu_time->in(units::hour), 1e-6);
}

TEST(TimeToTrain, NamesTheMachineThatDoesNotExist) {
  const auto answers = trained_on("frontiers,dgx*many,dgx");
  EXPECT_EQ(answers[0].outcome.problems.at(0).message,
            "the catalogue has no 'frontiers' among its machines");
  EXPECT_EQ(answers[1].outcome.problems.at(0).message, "'many' is not a number of machines");
  EXPECT_TRUE(answers[2].outcome.estimate.has_value());
}

TEST(TimeToTrain, EveryMachineOfTheCatalogueHasItsNode) {
  const config::Catalogue all = shelves();
  Estimator estimator(shelves());
  for (const auto& name : all.names("machines")) {
    std::vector<config::Finding> problems;
    const auto machine = estimator.machine(name, problems);
    ASSERT_TRUE(machine) << name;
    EXPECT_TRUE(all.find("nodes", machine->node)) << name;
  }
}

}  // namespace
}  // namespace icekeel::analysis
