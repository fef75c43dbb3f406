// SPDX-License-Identifier: Apache-2.0
// Every entry of the catalogue reads, and every job in it can run.
#include <gtest/gtest.h>

#include "tests/unit/workloads/samples.h"
#include "workloads/job.h"

namespace icekeel::workloads {
namespace {

std::string texts(const std::vector<config::Finding>& findings) {
  std::string all;
  for (const auto& f : findings) all += f.path + ": " + f.message + " (" + f.remedy + ")\n";
  return all;
}

TEST(Catalogue, EveryModelReadsAndIsPossible) {
  const config::Catalogue catalogue(
      {std::filesystem::path(ICEKEEL_SOURCE_DIR) / "workloads/catalogue"});
  const auto names = catalogue.names("models");
  EXPECT_GE(names.size(), 10u);
  for (const std::string& name : names)
    EXPECT_EQ(texts(check(from_catalogue<ModelSpec>(name))), "") << name;
}

TEST(Catalogue, EveryTrainingJobFitsOnA100Nodes) {
  for (const char* name :
       {"llama-65b", "llama-65b-published", "stable-diffusion-v1", "stable-diffusion-v1-card"}) {
    const JobSpec job = from_catalogue<JobSpec>(name);
    EXPECT_EQ(job.name, name);
    EXPECT_EQ(texts(check(job)), "") << name;
    const bool tf32 = job.training->precision == platforms::Precision::tf32;
    const Hardware hardware = a100_node(tf32 ? 0.5 : 1.0);
    EXPECT_EQ(texts(check(*job.training, hardware)), "") << name;
    EXPECT_TRUE(plan_step(*job.training, hardware).fits) << name;
  }
}

TEST(Catalogue, TheFederatedJobIsPossible) {
  const JobSpec job = from_catalogue<JobSpec>("fedavg-300-devices");
  EXPECT_EQ(texts(check(job)), "");
  ASSERT_TRUE(job.federated);
  EXPECT_EQ(job.federated->clients.size(), 2u);
}

TEST(Catalogue, TheDefaultEfficiencyIsTheCatalogues) {
  const EfficiencySpec own;
  const auto entry = from_catalogue<EfficiencySpec>("megatron-a100");
  EXPECT_DOUBLE_EQ(own.matrix_share, entry.matrix_share);
  EXPECT_DOUBLE_EQ(own.convolution_share, entry.convolution_share);
  EXPECT_DOUBLE_EQ(own.attention_share, entry.attention_share);
  EXPECT_DOUBLE_EQ(own.half_size, entry.half_size);
  EXPECT_DOUBLE_EQ(own.memory_share, entry.memory_share);
  EXPECT_DOUBLE_EQ(own.gradient_traffic.si(), entry.gradient_traffic.si());
  EXPECT_DOUBLE_EQ(own.launch.si(), entry.launch.si());
  EXPECT_DOUBLE_EQ(own.step_overhead.si(), entry.step_overhead.si());
  EXPECT_DOUBLE_EQ(own.link.share, entry.link.share);
  EXPECT_DOUBLE_EQ(own.link.latency.si(), entry.link.latency.si());
  EXPECT_DOUBLE_EQ(own.network.share, entry.network.share);
  EXPECT_DOUBLE_EQ(own.network.latency.si(), entry.network.latency.si());
  EXPECT_DOUBLE_EQ(own.host_share, entry.host_share);
  EXPECT_DOUBLE_EQ(own.reserved_memory.si(), entry.reserved_memory.si());
}

}  // namespace
}  // namespace icekeel::workloads
