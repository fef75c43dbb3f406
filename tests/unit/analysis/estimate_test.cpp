// SPDX-License-Identifier: Apache-2.0
// What an estimate says: consistent with itself, with the simulator's models, and with its input.
#include "analysis/estimate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "analysis/estimate_output.h"
#include "analysis/estimate_table.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

using testing::Contains;
using testing::HasSubstr;

config::Catalogue catalogue() {
  const std::filesystem::path root = ICEKEEL_SOURCE_DIR;
  return config::Catalogue({root / "workloads/catalogue", root / "platforms/catalogue"});
}

// A case from pairs of column and text.
EstimateCase asked(const std::vector<std::pair<std::string, std::string>>& settings) {
  EstimateCase result;
  for (const auto& [name, text] : settings) {
    const auto columns = estimate_columns();
    const auto at = std::ranges::find(columns, name, &EstimateColumn::name);
    if (at == columns.end()) throw std::runtime_error("no column " + name);
    if (const auto problem = at->read(result, text)) throw std::runtime_error(problem->message);
  }
  return result;
}

using Settings = std::vector<std::pair<std::string, std::string>>;

const Settings llama{{"hidden_size", "8192"},
                     {"layers", "80"},
                     {"attention_heads", "64"},
                     {"ffn_size", "22016"},
                     {"vocab_size", "32000"},
                     {"global_batch", "2048"},
                     {"sequence_length", "2048"},
                     {"node", "dgx-a100"},
                     {"nodes", "256"},
                     {"tensor_parallel", "8"},
                     {"pipeline_parallel", "1"},
                     {"micro_batch", "1"},
                     {"sequence_parallel", "true"},
                     {"zero_stage", "1"},
                     {"tokens", "1.4T"},
                     {"pue", "1.1"},
                     {"country", "usa"}};

Settings with(Settings settings, const std::string& name, const std::string& text) {
  for (auto& setting : settings)
    if (setting.first == name) {
      setting.second = text;
      return settings;
    }
  settings.emplace_back(name, text);
  return settings;
}

Estimate estimate_of(const Settings& settings) {
  Estimator estimator(catalogue());
  auto outcome = estimator.estimate(asked(settings));
  if (!outcome.estimate)
    throw std::runtime_error(outcome.problems.empty() ? "" : outcome.problems[0].message);
  return *outcome.estimate;
}

// "column: message" of the first problem.
std::string problem_of(const Settings& settings) {
  Estimator estimator(catalogue());
  const auto outcome = estimator.estimate(asked(settings));
  if (outcome.problems.empty()) return "none";
  EXPECT_FALSE(outcome.problems[0].remedy.empty());
  return outcome.problems[0].path + ": " + outcome.problems[0].message;
}

TEST(Estimate, GivesTheFiguresOfTheSimulatorsPlan) {
  const Estimate e = estimate_of(llama);
  EXPECT_NEAR(e.parameters, 65.3e9, 0.1e9);
  EXPECT_EQ(e.plan.gpus, 2048u);
  EXPECT_NEAR(*e.gpu_time / (2048.0 * *e.wall_time), 1.0, 1e-12);
  EXPECT_NEAR(*e.facility_energy / *e.it_energy, 1.1, 1e-12);
  EXPECT_NEAR(*e.it_energy / (256.0 * (e.node_power * *e.wall_time)), 1.0, 1e-12);
  EXPECT_TRUE(e.plan.fits);
  EXPECT_FALSE(e.searched);
  EXPECT_FALSE(e.cost.has_value());
}

// A case without fused attention is of the years before it: gradients leave at the end, and sharded
// weights come tensor by tensor.
TEST(Estimate, FrameworksOfTheYearsBeforeFusedAttentionHideNothing) {
  Estimator estimator(catalogue());
  Settings old = llama;
  old.emplace_back("flash_attention", "false");
  old.emplace_back("recompute", "full");
  EXPECT_EQ(estimator.estimate(asked(old)).estimate->training.layout.overlap, 0);
  EXPECT_GT(estimator.estimate(asked(llama)).estimate->training.layout.overlap, 0);
  const auto sharded = estimator.estimate(asked(with(old, "zero_stage", "3"))).estimate;
  EXPECT_EQ(sharded->training.efficiency.sharding.tensors_per_layer, 4);
  EXPECT_THAT(sharded->assumed, Contains(HasSubstr("deepspeed-2021")));
}

TEST(Estimate, WhatIsNotDefinedIsNull) {
  Settings short_case = llama;
  std::erase_if(short_case,
                [](const auto& s) { return s.first == "tokens" || s.first == "country"; });
  const auto json = to_json({estimate_of(short_case), {}}, "");
  for (const char* key : {"gpu_hours", "wall_days", "it_energy_MWh", "facility_energy_MWh",
                          "carbon_t", "cost", "currency", "error", "images_per_s"})
    EXPECT_TRUE(json.at(key).is_null()) << key;
  for (const char* key : {"step_time_s", "tflops_per_gpu", "mfu", "tokens_per_s", "node_power_W",
                          "memory_per_gpu_GB", "hardware_tflops_per_gpu", "hfu"})
    EXPECT_GT(json.at(key).get<double>(), 0) << key;
  EXPECT_TRUE(json.at("fits").get<bool>());
}

TEST(Estimate, TheBreakdownAddsUpToTheStep) {
  const auto json = to_json({estimate_of(llama), {}}, "");
  double sum = 0;
  for (const char* part : {"compute_s", "tensor_comm_s", "pipeline_bubble_s", "pipeline_comm_s",
                           "data_comm_exposed_s", "optimizer_s", "other_s"})
    sum += json.at("breakdown").at(part).get<double>();
  EXPECT_NEAR(sum / json.at("step_time_s").get<double>(), 1.0, 1e-9);
}

TEST(Estimate, ATableGivesTheSameFiguresAsSettings) {
  std::string header, row;
  for (const auto& [name, text] : llama) {
    header += (header.empty() ? "" : ",") + name;
    row += (row.empty() ? "\"" : ",\"") + text + "\"";
  }
  config::Diagnostics diagnostics;
  const auto rows = read_cases("cases.csv", header + "\r\n" + row + "\r\n", diagnostics);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(diagnostics.errors(), 0u) << diagnostics.text();
  Estimator estimator(catalogue());
  auto from_table = estimator.estimate(rows[0].asked);
  from_table.estimate->name = "estimate";
  EXPECT_EQ(to_json(from_table, ""), to_json({estimate_of(llama), {}}, ""));
}

TEST(Estimate, ARowHasACellForEveryColumn) {
  const auto cells = [](const std::string& line) { return std::ranges::count(line, ','); };
  EXPECT_EQ(cells(csv_header()), cells(csv_row({estimate_of(llama), {}}, "")));
  EXPECT_EQ(cells(csv_header()), cells(csv_row({}, "failed")));
  EXPECT_TRUE(csv_header().starts_with("name,step_time_s,tflops_per_gpu,mfu,"));
  EXPECT_THAT(csv_header(), HasSubstr(",breakdown.compute_s,breakdown.tensor_comm_s,"));
}

TEST(Estimate, LiquidAndBathTakeAwayFans) {
  const Power air = estimate_of(with(llama, "cooling", "air")).node_power;
  const Power liquid = estimate_of(with(llama, "cooling", "liquid")).node_power;
  const Power bath = estimate_of(with(llama, "cooling", "immersion")).node_power;
  EXPECT_GT(air, liquid);
  EXPECT_GT(liquid, bath);
}

TEST(Estimate, AShapeWinsOverParametersWithAWarning) {
  const Estimate e = estimate_of(with(llama, "params", "30B"));
  EXPECT_NEAR(e.parameters, 65.3e9, 0.1e9);
  ASSERT_EQ(e.warnings.size(), 1u);
  EXPECT_THAT(e.warnings[0], HasSubstr("the shape is used"));
  EXPECT_TRUE(estimate_of(with(llama, "params", "65.2B")).warnings.empty());
}

TEST(Estimate, ParametersAloneMakeAShape) {
  for (const char* params : {"125M", "1.3B", "13B", "175B", "1T"}) {
    const auto c = asked({{"params", params}, {"nodes", "256"}, {"global_batch", "2048"}});
    Estimator estimator(catalogue());
    const auto outcome = estimator.estimate(c);
    ASSERT_TRUE(outcome.estimate) << params;
    EXPECT_NEAR(outcome.estimate->parameters / static_cast<double>(*c.params), 1.0, 0.08) << params;
  }
}

TEST(Estimate, NamesTheColumnOfWhatCannotWork) {
  EXPECT_EQ(problem_of(with(llama, "pipeline_parallel", "81")),
            "pipeline_parallel: 80 layers cannot fill 81 stages of 1 chunks");
  EXPECT_EQ(problem_of(with(llama, "tensor_parallel", "6")),
            "tensor_parallel: 64 attention heads cannot be shared by 6 GPUs");
  EXPECT_EQ(problem_of(with(llama, "micro_batch", "3")),
            "global_batch: a batch of 2048 cannot be split into 256 copies of micro-batches of 3");
  EXPECT_EQ(problem_of(with(with(llama, "nodes", "255"), "pipeline_parallel", "2")),
            "data_parallel: 2040 GPUs cannot be shared by groups of 16 evenly");
  EXPECT_EQ(problem_of(with(llama, "data_parallel", "512")),
            "nodes: 4096 GPUs are asked for, but 256 nodes of 8 hold 2048");
  EXPECT_EQ(problem_of(with(llama, "precision", "fp8")),
            "precision: NVIDIA A100 80 GB SXM has no fp8 arithmetic");
  EXPECT_EQ(problem_of(with(llama, "node", "dgx-a10")),
            "node: the catalogue has no 'dgx-a10' among its nodes");
  EXPECT_EQ(problem_of(with(llama, "country", "Franse")),
            "country: the catalogue has no 'franse' among its grids");
}

TEST(Estimate, AMixtureComputesWithTheExpertsThatATokenVisitsAndHoldsAll) {
  // Mixtral 8x7B has 46.7 B parameters, 12.9 B of them at work for a token.
  const Settings mixtral{
      {"family", "moe"},           {"hidden_size", "4096"},  {"layers", "32"},
      {"attention_heads", "32"},   {"kv_heads", "8"},        {"ffn_size", "14336"},
      {"vocab_size", "32000"},     {"experts", "8"},         {"experts_per_token", "2"},
      {"sequence_length", "4096"}, {"global_batch", "1024"}, {"nodes", "32"},
      {"params", "46.7B"}};
  const Estimate e = estimate_of(mixtral);
  EXPECT_NEAR(e.parameters * 1e-9, 46.7, 0.1);
  const double tokens = 1024 * 4096;
  const double attention = 12.0 * 32 * 4096 * 4096;
  EXPECT_NEAR(e.plan.model_work.si() / tokens / (6 * 12.75e9 + attention), 1.0, 0.01);
  EXPECT_EQ(e.training.layout.data_parallel % e.training.layout.expert_parallel, 0);
  EXPECT_EQ(problem_of(with(mixtral, "experts", "1")),
            "experts: a mixture of experts needs at least two experts");
  EXPECT_EQ(problem_of(with(mixtral, "experts_per_token", "9")),
            "experts_per_token: a token cannot visit 9 of 8 experts");
  EXPECT_EQ(problem_of(with(mixtral, "expert_parallel", "3")),
            "expert_parallel: 8 experts cannot be shared by 3 copies");
}

TEST(Estimate, SharingExpertsSavesMemoryAndSendsTokens) {
  Settings settings{{"family", "moe"},        {"hidden_size", "4096"},    {"layers", "32"},
                    {"ffn_size", "14336"},    {"experts", "8"},           {"nodes", "32"},
                    {"tensor_parallel", "1"}, {"pipeline_parallel", "1"}, {"micro_batch", "1"},
                    {"global_batch", "1024"}, {"zero_stage", "1"}};
  const Estimate copied = estimate_of(settings);
  const Estimate shared = estimate_of(with(settings, "expert_parallel", "8"));
  EXPECT_LT(shared.plan.memory_per_gpu, copied.plan.memory_per_gpu);
  EXPECT_EQ(copied.plan.time_of(workloads::PhaseKind::expert_comm), Duration{});
  EXPECT_GT(shared.plan.time_of(workloads::PhaseKind::expert_comm), Duration{});
  EXPECT_EQ(shared.plan.model_work, copied.plan.model_work);
}

TEST(Estimate, EncodersHaveTheirPublishedSizes) {
  const Estimate bert = estimate_of({{"family", "bert"}, {"nodes", "1"}, {"tokens", "1B"}});
  EXPECT_NEAR(bert.parameters * 1e-6, 335, 5);  // BERT-large: 334 M without its pooler
  const Estimate vit = estimate_of({{"family", "vit"}, {"nodes", "1"}, {"tokens", "1M"}});
  EXPECT_NEAR(vit.parameters * 1e-6, 304, 3);  // ViT-L/16
  EXPECT_EQ(vit.training.model.transformer->sequence_length, 197);
  EXPECT_TRUE(vit.samples_per_second.has_value());
  EXPECT_FALSE(vit.tokens_per_second.has_value());
  EXPECT_EQ(vit.plan.steps, (1'000'000 + 2047) / 2048);
  const Estimate unet = estimate_of({{"family", "unet"}, {"image_size", "512"}, {"nodes", "1"}});
  EXPECT_NEAR(unet.parameters * 1e-6, 860, 10);
  EXPECT_TRUE(unet.samples_per_second.has_value());
}

TEST(Estimate, AdaptersNeedLessThanFullTraining) {
  const Estimate all = estimate_of(llama), few = estimate_of(with(llama, "lora_rank", "16"));
  EXPECT_LT(few.plan.memory_per_gpu, all.plan.memory_per_gpu);
  EXPECT_LT(few.plan.step_time, all.plan.step_time);
  EXPECT_LT(few.trained_parameters, 0.01 * few.parameters);
  EXPECT_EQ(all.trained_parameters, all.parameters);
  EXPECT_EQ(estimate_of(with(llama, "lora_rank", "0")).plan.step_time, all.plan.step_time);
  EXPECT_EQ(problem_of({{"family", "resnet"}, {"lora_rank", "8"}}),
            "lora_rank: only a transformer takes adapters");
}

TEST(Estimate, SequencesAreSharedWhereAskedAndWhereNothingElseFits) {
  const Estimate two = estimate_of(with(llama, "context_parallel", "2"));
  EXPECT_EQ(two.plan.gpus, 2048u);
  EXPECT_EQ(two.training.layout.data_parallel, 128);
  EXPECT_GT(two.plan.time_of(workloads::PhaseKind::context_comm), Duration{});
  EXPECT_EQ(problem_of(with(llama, "context_parallel", "3")),
            "context_parallel: a sequence of 2048 tokens cannot be shared by 3 GPUs");
  const Settings long_texts{{"params", "7B"},           {"sequence_length", "1048576"},
                            {"global_batch", "1"},      {"nodes", "16"},
                            {"recompute", "selective"}, {"flash_attention", "true"}};
  EXPECT_GT(estimate_of(long_texts).training.layout.context_parallel, 1);
}

TEST(Estimate, ResnetsHaveThreeDepths) {
  const Estimate deep = estimate_of({{"family", "resnet"}, {"layers", "152"}, {"nodes", "1"}});
  EXPECT_NEAR(deep.parameters, 60192808, 1);
  EXPECT_EQ(problem_of({{"family", "resnet"}, {"layers", "51"}}),
            "layers: there is no resnet of 51 layers");
  EXPECT_EQ(problem_of({{"family", "resnet"}, {"hidden_size", "512"}}),
            "hidden_size: a resnet has no hidden_size");
  EXPECT_EQ(problem_of({{"family", "resnet"}, {"tensor_parallel", "2"}, {"nodes", "1"}}),
            "tensor_parallel: a unet or resnet is trained with data parallelism only");
}

TEST(Estimate, EncodingOnTheFlyCosts) {
  const Settings unet{
      {"family", "unet"}, {"image_size", "512"}, {"nodes", "1"}, {"global_batch", "512"}};
  const double prepared = *estimate_of(with(unet, "latents_prepared", "true")).samples_per_second;
  const double on_the_fly =
      *estimate_of(with(unet, "latents_prepared", "false")).samples_per_second;
  EXPECT_LT(on_the_fly, 0.8 * prepared);
  const auto json = to_json({estimate_of(with(unet, "latents_prepared", "false")), {}}, "");
  EXPECT_GT(json.at("encoding_s").get<double>(), 0);
  EXPECT_LT(json.at("encoding_s"), json.at("breakdown").at("compute_s"));
  EXPECT_TRUE(to_json({estimate_of(with(unet, "latents_prepared", "true")), {}}, "")
                  .at("encoding_s")
                  .is_null());
  EXPECT_EQ(problem_of(with(unet, "image_size", "500")),
            "image_size: an image of 500 pixels has no whole number of latent pixels");
  EXPECT_EQ(problem_of(with(llama, "latents_prepared", "true")),
            "latents_prepared: only a unet has latents to prepare");
}

RC_GTEST_PROP(Estimate, SharesOfThePeakAreShares, ()) {
  Settings settings{{"global_batch", "512"},
                    {"node", *rc::gen::element<std::string>("dgx-a100", "dgx-h100", "dgx-h200")}};
  settings.emplace_back("params", *rc::gen::element<std::string>("350M", "2.7B", "30B"));
  settings.emplace_back("nodes", std::to_string(1 << *rc::gen::inRange(2, 6)));
  settings.emplace_back("flash_attention", *rc::gen::element<std::string>("true", "false"));
  settings.emplace_back("recompute", *rc::gen::element<std::string>("none", "selective", "full"));
  Estimator estimator(catalogue());
  const auto outcome = estimator.estimate(asked(settings));
  RC_PRE(outcome.estimate.has_value());
  const Estimate& e = *outcome.estimate;
  RC_ASSERT(e.searched);
  RC_ASSERT(e.mfu() > 0 && e.mfu() <= e.hfu() && e.hfu() <= 1);
  RC_ASSERT(e.tflops_per_gpu() <= e.hardware_tflops_per_gpu());
  RC_ASSERT(e.node_power > Power{});
}

TEST(EstimateTable, NamesRowAndColumnAndKeepsTheOthers) {
  config::Diagnostics diagnostics;
  const auto rows = read_cases("cases.csv",
                               "name,layers,hidden_sise,nodes\n"
                               "a,12,768,1\n"
                               "b,twelve,,1\n"
                               "\"c, quoted\",12,,1,7\n",
                               diagnostics);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_TRUE(rows[0].readable);
  EXPECT_FALSE(rows[1].readable);
  EXPECT_FALSE(rows[2].readable);
  EXPECT_EQ(rows[2].asked.name, "c, quoted");
  const std::string text = diagnostics.text();
  EXPECT_THAT(text, HasSubstr("cases.csv:1:13: error: there is no column 'hidden_sise'"));
  EXPECT_THAT(text, HasSubstr("did you mean 'hidden_size'?"));
  EXPECT_THAT(text, HasSubstr("cases.csv:3:3: error: row 2, column layers: 'twelve' is not"));
  EXPECT_THAT(text, HasSubstr("cases.csv:4:19: error: row 3 has 5 cells, the header has 4"));
}

TEST(EstimateTable, ReadsCountsPercentAndFlags) {
  config::Diagnostics diagnostics;
  const auto rows = read_cases("cases.csv",
                               "tokens,pue,flash_attention,electricity_price,recompute\n"
                               "1.4T,110 %,TRUE,0.12 EUR/kWh,selective\n\n# a remark\n",
                               diagnostics);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(diagnostics.errors(), 0u) << diagnostics.text();
  EXPECT_EQ(rows[0].asked.tokens, 1'400'000'000'000);
  EXPECT_DOUBLE_EQ(*rows[0].asked.pue, 1.1);
  EXPECT_EQ(rows[0].asked.flash_attention, true);
  EXPECT_DOUBLE_EQ(rows[0].asked.electricity_price->in(units::per_kilowatt_hour), 0.12);
  EXPECT_EQ(rows[0].asked.currency, "EUR");
}

TEST(EstimateTable, AQuoteThatIsNeverClosedIsAnError) {
  config::Diagnostics diagnostics;
  read_cases("cases.csv", "name,layers\n\"a,12\nb,12\n", diagnostics);
  EXPECT_THAT(diagnostics.text(), HasSubstr("a quote is opened and never closed"));
}

}  // namespace
}  // namespace icekeel::analysis
