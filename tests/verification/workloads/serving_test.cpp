// SPDX-License-Identifier: Apache-2.0
// Answers of language models: memory, closed forms, and what was measured on machines that were not
// used to find the constants.
#include "workloads/serving.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <iostream>
#include <vector>

#include "platforms/node.h"
#include "simulator/base/units.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"

namespace icekeel::workloads {
namespace {

const config::Catalogue& catalogue() {
  static const auto installed = config::Catalogue::installed();
  return installed;
}

template <class Spec>
Spec entry(const std::string& name) {
  config::Diagnostics diagnostics;
  Spec spec;
  const auto file = catalogue().find(Spec::catalogue_kind, name);
  if (const auto document = file ? config::load_document(*file, diagnostics) : std::nullopt)
    config::Reader(*document, name, catalogue(), diagnostics).read(spec);
  else
    ADD_FAILURE() << "no " << name;
  EXPECT_FALSE(diagnostics.failed()) << diagnostics.text("");
  return spec;
}

TransformerSpec network(const std::string& name) {
  return *entry<ModelSpec>(name).transformer;
}

double mebibytes(Information size) {
  return size.si() / 8 / 1048576;
}

// --- memory ------------------------------------------------------------------------------------

// What alpaca.cpp prints when it loads the 7B model: 4,017 MiB, and 512 MiB for keys and values.
TEST(WeightFormat, AlpacaTakesTheMemoryThatItPrints) {
  const auto model = network("llama-7b");
  const double weights = mebibytes(weight_size(model, entry<WeightFormatSpec>("q4-alpaca")));
  const double cache = 512 * mebibytes(cache_per_token(model, Information::si(32)));
  EXPECT_NEAR(weights / 4017, 1.0, 0.01);
  EXPECT_NEAR(cache / 512, 1.0, 0.01);
  EXPECT_NEAR((weights + cache) / 4529, 1.0, 0.01);
  EXPECT_NEAR(2048 * mebibytes(cache_per_token(model, Information::si(16))) / 1024, 1.0, 0.01);
}

// Sizes of the files in llama.cpp discussion 4167 [GiB].
TEST(WeightFormat, FilesOfLlamaCppHaveTheirSizes) {
  const auto model = network("llama-7b");
  EXPECT_NEAR(mebibytes(weight_size(model, entry<WeightFormatSpec>("q4-0"))) / 1024, 3.56, 0.01);
  EXPECT_NEAR(mebibytes(weight_size(model, entry<WeightFormatSpec>("q8-0"))) / 1024, 6.67, 0.01);
}

TEST(WeightFormat, ManyTokensReadEveryExpert) {
  const auto model = network("mixtral-8x7b");
  const auto format = entry<WeightFormatSpec>("fp16");
  const auto input = static_cast<double>(model.vocabulary_size * model.hidden_size);
  EXPECT_LT(read_size(model, format, 1) / weight_size(model, format), 0.3);
  EXPECT_NEAR(read_size(model, format, 1e4).si(),
              (weight_size(model, format) - input * Information::si(16)).si(),
              1e-6 * weight_size(model, format).si());
}

// --- measured ----------------------------------------------------------------------------------

// llama.cpp discussion 4167, LLaMA 7B: memory bandwidth [GB/s], answers [tokens/s] in Q4_0 and
// Q8_0.
struct Chip {
  const char* name;
  double bandwidth, q4, q8;
};
const std::vector<Chip> fitted{{"M1", 68, 14.15, 7.91},     {"M1 Pro", 200, 36.4, 22.3},
                               {"M1 Max", 400, 61.2, 40.2}, {"M1 Ultra", 800, 83.7, 59.9},
                               {"M2", 100, 21.9, 12.2},     {"M2 Max", 400, 66.0, 41.8}};
const std::vector<Chip> later{
    {"M3", 100, 21.34, 12.27}, {"M3 Pro", 150, 30.74, 17.53}, {"M3 Max", 300, 56.58, 34.3}};

// Relative errors of the answers' rate: 128 tokens are written, after none.
std::vector<double> errors(const std::vector<Chip>& chips, const ServingEfficiencySpec& constants) {
  static const auto model = network("llama-7b");
  static const auto q4 = entry<WeightFormatSpec>("q4-0"), q8 = entry<WeightFormatSpec>("q8-0");
  std::vector<double> found;
  for (const Chip& chip : chips) {
    Hardware hardware;
    hardware.peak = hardware.attention_peak = 20.0 * units::teraflop_per_second;
    hardware.memory_bandwidth = chip.bandwidth * units::gigabyte_per_second;
    const auto rate = [&](const WeightFormatSpec& format) {
      return 1.0 / ServingModel(hardware, constants, {model, format}).decode(1, 64).time.si();
    };
    found.push_back(rate(q4) / chip.q4 - 1.0);
    found.push_back(rate(q8) / chip.q8 - 1.0);
  }
  return found;
}

double squares(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value * value;
  return sum;
}

TEST(Serving, LaterAppleChipsArePredictedFromTheFirstTwoGenerations) {
  const auto constants = entry<ServingEfficiencySpec>("llama-cpp");
  double sum = 0, worst = 0;
  const auto found = errors(later, constants);
  for (std::size_t i = 0; i < found.size(); ++i) {
    std::cout << later[i / 2].name << (i % 2 ? " Q8_0 " : " Q4_0 ") << 100 * found[i] << " %\n";
    sum += std::abs(found[i]);
    worst = std::max(worst, std::abs(found[i]));
  }
  EXPECT_LT(sum / static_cast<double>(found.size()), 0.07);
  EXPECT_LT(worst, 0.13);
}

// The catalogue's constants are those of the fit, and no others.
TEST(Serving, ConstantsOfLlamaCppAreTheLeastSquaresOfTheFirstTwoGenerations) {
  const auto constants = entry<ServingEfficiencySpec>("llama-cpp");
  const double least = squares(errors(fitted, constants));
  for (const double share : {-0.01, 0.0, 0.01})
    for (const double step : {-0.2e-3, 0.0, 0.2e-3}) {
      auto other = constants;
      other.memory_share += share;
      other.step += Duration::si(step);
      EXPECT_GE(squares(errors(fitted, other)), least - 2e-4)
          << other.memory_share << " " << other.step.si();
    }
}

TEST(Serving, IdealCrossoverIsWhereTheRooflineBends) {
  const auto llama = network("llama-7b");
  const auto fp16 = entry<WeightFormatSpec>("fp16");
  const ServingEfficiencySpec ideal;
  const auto a100 = hardware_of(entry<platforms::NodeSpec>("dgx-a100"), platforms::Precision::fp16);
  const auto h100 = hardware_of(entry<platforms::NodeSpec>("dgx-h100"), platforms::Precision::fp16);
  EXPECT_NEAR(ServingModel(a100, ideal, {llama, fp16}).ideal_crossover(), 153, 1);
  EXPECT_NEAR(ServingModel(h100, ideal, {llama, fp16}).ideal_crossover(), 295, 1);
}

// Offline, MLPerf inference v4.1: 294 tokens in and 285 out on average.
double offline(const char* node, const char* format, double cache_bits) {
  const auto machine = entry<platforms::NodeSpec>(node);
  const auto weights = entry<WeightFormatSpec>(format);
  const auto hardware = hardware_of(machine, weights.arithmetic);
  const auto constants = entry<ServingEfficiencySpec>("tensorrt-llm");
  const Request request{294, 285};
  double best = 0;
  for (const std::int64_t ranks : {1, 2, 4, 8}) {
    const ServingModel serving(
        hardware, constants, {network("llama-2-70b"), weights, Information::si(cache_bits), ranks});
    const double batch = std::min(serving.most_batch(request), 2048.0);
    if (batch < 1) continue;
    const auto pass = serving.mixed(batch, request);
    const double rate = batch / pass.time.si() * static_cast<double>(machine.chips / ranks);
    std::cout << node << " " << format << " ranks " << ranks << " batch " << batch << " pass "
              << pass.time.si() << " s: " << rate << " tokens/s\n";
    best = std::max(best, rate);
  }
  return best;
}

TEST(Serving, DgxH100AnswersAsFastAsMeasured) {
  EXPECT_NEAR(offline("dgx-h100", "fp8", 8) / 24525, 1.0, 0.10);
}

TEST(Serving, OtherMachinesFollowTheirDatasheets) {
  const double h100 = offline("dgx-h100", "fp8", 8);
  EXPECT_GT(offline("dgx-h200", "fp8", 8), h100);
  EXPECT_GT(offline("dgx-b200", "fp8", 8), 1.5 * h100);
  EXPECT_LT(offline("dgx-h100", "fp16", 16), 0.7 * h100);
}

}  // namespace
}  // namespace icekeel::workloads
