// SPDX-License-Identifier: Apache-2.0
// Sums and products of matrices on scalar, vector and matrix units.
#include "analysis/matrix_work.h"

#include <gtest/gtest.h>

#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

const config::Catalogue matrix_catalogue = config::Catalogue::installed();

std::vector<MatrixAnswer> asked(const std::string& kind, const std::string& size,
                                const std::string& chips) {
  const auto outcome = matrix_work(MatrixCase{kind, size, chips}, matrix_catalogue);
  for (const auto& problem : outcome.problems) ADD_FAILURE() << problem.message;
  return outcome.answers;
}

const MatrixAnswer& of(const std::vector<MatrixAnswer>& answers, const std::string& unit) {
  for (const auto& answer : answers)
    if (answer.unit == unit) return answer;
  throw std::runtime_error("no unit " + unit);
}

TEST(MatrixWork, OfASumOnOneCoreTakesAStepForEachNumber) {
  const auto plain = of(asked("add", "1000,500", "core-i9-13900k"), "a plain loop, one core");
  EXPECT_DOUBLE_EQ(plain.clocks, 500'000);
  EXPECT_DOUBLE_EQ(plain.arithmetic.si(), 500'000 / 5.8e9);
}

// Lanes double from SSE to AVX; FMA does a product and its sum at once, but no sum faster.
TEST(MatrixWork, OfVectorsIsFasterByTheirWidthAndByFusedSums) {
  const auto product = asked("product", "2048,2048,2048", "core-i9-13900k");
  const auto sum = asked("add", "2048,2048", "core-i9-13900k");
  const double sse = of(product, "SSE, 128 bit").clocks;
  EXPECT_DOUBLE_EQ(sse / of(product, "AVX, 256 bit").clocks, 2.0);
  EXPECT_DOUBLE_EQ(sse / of(product, "AVX2 with FMA").clocks, 4.0);
  EXPECT_DOUBLE_EQ(of(sum, "AVX2 with FMA").clocks, of(sum, "AVX, 256 bit").clocks);
  const auto wide = asked("product", "2048,2048,2048", "ryzen-9-7950x");
  EXPECT_DOUBLE_EQ(of(wide, "AVX-512 with FMA").clocks, of(wide, "AVX2 with FMA").clocks);
}

// The units of a chip's entry and its peak rate are counted alike.
TEST(MatrixWork, ReachesThePeakOfTheChipAndNoMore) {
  for (const std::string chip : {"core-i9-13900k", "ryzen-9-7950x", "ryzen-8-core"}) {
    const double peak = asked("product", "64,64,64", "h100-sxm").empty() ? 0 : 1;
    EXPECT_EQ(peak, 1);
    platforms::ChipSpec spec;
    for (const auto& answer : asked("product", "512,512,512", chip))
      EXPECT_LE(answer.rate.in(units::teraflop_per_second), 2.6) << chip;
  }
  EXPECT_NEAR(of(asked("product", "512,512,512", "core-i9-13900k"), "AVX2 with FMA")
                  .rate.in(units::teraflop_per_second),
              1.41, 0.01);
  EXPECT_NEAR(of(asked("product", "512,512,512", "xeon-8480c-pair"), "AVX-512 with FMA")
                  .rate.in(units::teraflop_per_second),
              14.3, 0.1);
}

TEST(MatrixWork, OfLargeSumsIsBoundByMemoryAndOfSmallOnesByTheLaunch) {
  const auto large = of(asked("add", "20000,20000", "h100-sxm"), "vectors, fp32");
  EXPECT_EQ(large.bound(), "memory");
  EXPECT_NEAR(large.memory.si(), 3 * 4e8 * 4 / 3.35e12, 1e-9);
  EXPECT_EQ(of(asked("add", "64,64", "h100-sxm"), "vectors, fp32").bound(), "launch");
  const auto product = asked("product", "8192,8192,8192", "h100-sxm");
  EXPECT_EQ(of(product, "matrices, bf16").bound(), "arithmetic");
  EXPECT_LT(of(product, "matrices, fp8").time, of(product, "matrices, bf16").time);
  EXPECT_LT(of(product, "matrices, bf16").energy, of(product, "vectors, fp32").energy);
}

// A product of large matrices takes less energy on each kind of unit than on the one before.
TEST(MatrixWork, TakesLessEnergyOnWiderUnits) {
  double before = 1e300;
  for (const char* unit : {"a plain loop, one core", "scalar", "SSE, 128 bit", "AVX2 with FMA",
                           "AVX-512 with FMA", "matrices, bf16"}) {
    const double now = of(asked("product", "8192,8192,8192", "xeon-8480c-pair"), unit).energy.si();
    EXPECT_LT(now, before) << unit;
    before = now;
  }
}

TEST(MatrixWork, HasAnAnswerOnEveryChipOfTheCatalogue) {
  for (const auto& chip : matrix_catalogue.names("chips"))
    for (const auto& answer : asked("product", "1024,1024,1024", chip)) {
      EXPECT_GE(answer.time, answer.memory) << chip;
      EXPECT_GE(answer.time, answer.arithmetic) << chip;
      EXPECT_GT(answer.energy, Energy{}) << chip;
    }
}

TEST(MatrixWork, SaysEverythingThatIsWrong) {
  const auto wrong = matrix_work(MatrixCase{"divide", "4,0", "h100"}, matrix_catalogue);
  EXPECT_TRUE(wrong.answers.empty());
  EXPECT_EQ(wrong.problems.size(), 3u);
}

}  // namespace
}  // namespace icekeel::analysis
