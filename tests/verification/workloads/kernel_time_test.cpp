// SPDX-License-Identifier: Apache-2.0
// Kernels never beat the machine's peaks.
#include "workloads/kernel_time.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/workloads/samples.h"

namespace icekeel::workloads {
namespace {

Operator product(double rows, double columns, double inner) {
  Operator op{.name = "product", .rows = rows, .columns = columns, .inner = inner};
  op.elements = rows * inner + inner * columns + rows * columns;
  return op;
}

RC_GTEST_PROP(KernelTime, NeverBeatsArithmeticNorMemory, ()) {
  const Hardware hardware = a100_node();
  const EfficiencySpec efficiency;
  const KernelModel model{hardware, efficiency, 2.0 * units::byte};
  const auto side = [] { return static_cast<double>(*rc::gen::inRange(1, 100000)); };
  const std::vector<Operator> list{product(side(), side(), side())};
  for (const PassCost& cost : {model.forward(list), model.backward(list)}) {
    RC_ASSERT(cost.work / cost.time() <= hardware.peak);
    RC_ASSERT(cost.traffic / cost.time() <= hardware.memory_bandwidth);
  }
}

TEST(KernelTime, LargeProductsReachTheirShareOfThePeak) {
  const Hardware hardware = a100_node();
  const EfficiencySpec efficiency;
  const KernelModel model{hardware, efficiency, 2.0 * units::byte};
  const std::vector<Operator> list{product(1e6, 1e6, 1e6)};
  const PassCost cost = model.forward(list);
  EXPECT_NEAR(cost.work / cost.time() / hardware.peak, efficiency.matrix_share,
              3 * efficiency.half_size / 1e6);
}

TEST(KernelTime, SmallProductsTakeTheTimeOfTheirLaunch) {
  const Hardware hardware = a100_node();
  const EfficiencySpec efficiency;
  const KernelModel model{hardware, efficiency, 2.0 * units::byte};
  const std::vector<Operator> list(10, product(8, 8, 8));
  EXPECT_DOUBLE_EQ(model.forward(list).time().si(), 10 * efficiency.launch.si());
  EXPECT_DOUBLE_EQ(model.backward(list).time().si(), 20 * efficiency.launch.si());
}

TEST(KernelTime, TheBackwardPassDoesTwiceTheWork) {
  const auto layer = layer_operators(*gpt(4096, 32, 1).model.transformer, {});
  const Hardware hardware = a100_node();
  const EfficiencySpec efficiency;
  const KernelModel model{hardware, efficiency, 2.0 * units::byte};
  EXPECT_DOUBLE_EQ(model.backward(layer).work / model.forward(layer).work, 2.0);
}

// Units that do four times the work in a clock need an inner side four times as long.
TEST(KernelTime, DeeperPipelinesNeedALongerInnerSide) {
  Hardware shallow = a100_node(), deep = a100_node();
  deep.pipeline_depth = 4;
  const EfficiencySpec efficiency;
  const auto share = [&](const Hardware& hardware, double inner) {
    const std::vector<Operator> list{product(1e6, 1e6, inner)};
    const PassCost cost = KernelModel{hardware, efficiency, 2.0 * units::byte}.forward(list);
    return cost.work / cost.kernels / hardware.peak;
  };
  EXPECT_NEAR(share(deep, 4 * 2048), share(shallow, 2048), 1e-9);
  EXPECT_LT(share(deep, 2048), share(shallow, 2048));
}

// In 8 bits every factor of a weight product is read in 16 bits and written twice in 8.
TEST(KernelTime, CastsTakeTheTimeOfTheirBytes) {
  const Hardware hardware = a100_node();
  const EfficiencySpec efficiency;
  const std::vector<Operator> list{product(4096, 8192, 2048)};
  const auto cast = cast_size(platforms::Precision::fp8);
  EXPECT_DOUBLE_EQ(cast.in(units::byte), 4.0);
  const KernelModel wide{hardware, efficiency, 2.0 * units::byte};
  const KernelModel narrow{hardware, efficiency, 2.0 * units::byte, cast};
  const auto time = [&](double elements) {
    return (elements * cast / (efficiency.memory_share * hardware.memory_bandwidth)).si();
  };
  EXPECT_NEAR((narrow.forward(list).kernels - wide.forward(list).kernels).si(), time(4096.0 * 2048),
              1e-12);
  EXPECT_NEAR((narrow.backward(list).kernels - wide.backward(list).kernels).si(),
              time(4096.0 * 8192), 1e-12);
}

TEST(KernelTime, AddingGradientsApartTakesTheTimeOfTheirBytes) {
  const Hardware hardware = a100_node();
  EfficiencySpec efficiency;
  Operator op = product(4096, 8192, 2048);
  op.parameters = 8192.0 * 2048;
  const std::vector<Operator> list{op};
  const auto backward = [&] {
    return KernelModel{hardware, efficiency, 2.0 * units::byte}.backward(list).kernels;
  };
  const Duration fused = backward();
  efficiency.gradient_traffic = 6.0 * units::byte;
  EXPECT_NEAR((backward() - fused).si(),
              (op.parameters * efficiency.gradient_traffic /
               (efficiency.memory_share * hardware.memory_bandwidth))
                  .si(),
              1e-12);
}

}  // namespace
}  // namespace icekeel::workloads
