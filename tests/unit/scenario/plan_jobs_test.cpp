// SPDX-License-Identifier: Apache-2.0
// Where jobs are planned to run, in which order, and what is said if they cannot.
#include "simulator/base/units.h"
#include "tests/unit/scenario/samples.h"

namespace icekeel::scenario {
namespace {

// One small job that needs so many nodes, as YAML.
std::string job(const std::string& name, int nodes, const std::string& more = {}) {
  return "{name: " + name +
         ", training: {model: {like: models/llama-7b}, global_batch: 32, steps: 10, layout: "
         "{tensor_parallel: 8, data_parallel: " +
         std::to_string(nodes) + "}}" + more + "}";
}

std::string jobs(const std::vector<std::string>& list) {
  std::string all = "workload.jobs=[";
  for (std::size_t i = 0; i < list.size(); ++i) all += (i ? ", " : "") + list[i];
  return all + "]";
}

TEST(PlanJobs, CountsNodesAndGpusOfTheLayout) {
  const auto planned = test::scenario().jobs;
  ASSERT_EQ(planned.size(), 1u);
  EXPECT_EQ(planned[0].name, "training");
  EXPECT_EQ(planned[0].places[0].nodes, 4u);
  EXPECT_EQ(planned[0].places[0].gpus, 32u);
  ASSERT_TRUE(planned[0].places[0].plan);
}

TEST(PlanJobs, QueuesByDateAndKeepsTheOrderOfEqualDates) {
  const auto planned = test::scenario({jobs({job("late", 1, ", start: 2 h"), job("first", 1),
                                             job("second", 1), job("early", 1, ", start: 1 h")})})
                           .jobs;
  std::vector<std::string> names;
  for (const auto& p : planned) names.push_back(p.name);
  EXPECT_EQ(names, (std::vector<std::string>{"first", "second", "early", "late"}));
}

TEST(PlanJobs, NumbersTheCopiesOfAJob) {
  const auto planned = test::scenario({jobs({job("many", 1, ", count: 3")})}).jobs;
  ASSERT_EQ(planned.size(), 3u);
  EXPECT_EQ(planned[0].name, "many-1");
  EXPECT_EQ(planned[2].name, "many-3");
}

TEST(PlanJobs, FindsAllNodesThatCanRunIt) {
  const std::vector<std::string> two_kinds{
      "sites[0].halls[0].racks=[{like: racks/dgx-a100-4, count: 1}, {like: racks/dgx-h100-4, "
      "count: 2}]",
      "sites[0].fabric=fat-tree-ndr", jobs({job("small", 4), job("large", 8)})};
  const auto planned = test::scenario(two_kinds).jobs;
  ASSERT_EQ(planned.size(), 2u);
  ASSERT_EQ(planned[0].places.size(), 2u);
  EXPECT_EQ(planned[0].places[0].partition, 0u);
  EXPECT_EQ(planned[0].places[1].partition, 1u);
  ASSERT_EQ(planned[1].places.size(), 1u);
  EXPECT_EQ(planned[1].places[0].partition, 1u);
}

TEST(PlanJobs, SaysHowManyNodesAreThere) {
  EXPECT_NE(test::messages({jobs({job("huge", 16)})})
                .find("job 'huge' needs 16 nodes; the machine has 4 NVIDIA DGX A100"),
            std::string::npos);
}

TEST(PlanJobs, ReportsEveryJobThatCannotRun) {
  const auto text = test::messages({jobs({job("one", 16), job("fits", 1), job("two", 32)})});
  EXPECT_NE(text.find("job 'one' needs 16 nodes"), std::string::npos) << text;
  EXPECT_NE(text.find("job 'two' needs 32 nodes"), std::string::npos) << text;
  EXPECT_NE(text.find("2 errors"), std::string::npos) << text;
}

TEST(PlanJobs, AFederatedJobTakesItsServers) {
  const auto planned = test::scenario({"workload.jobs={like: jobs/fedavg-300-devices}"}).jobs;
  ASSERT_EQ(planned.size(), 1u);
  EXPECT_FALSE(planned[0].places[0].plan);
  EXPECT_EQ(planned[0].places[0].nodes,
            static_cast<std::size_t>(planned[0].spec.federated->server.nodes));
  EXPECT_EQ(planned[0].places[0].gpus, 8 * planned[0].places[0].nodes);
}

}  // namespace
}  // namespace icekeel::scenario
