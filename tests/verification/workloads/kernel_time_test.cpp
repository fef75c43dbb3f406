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

}  // namespace
}  // namespace icekeel::workloads
