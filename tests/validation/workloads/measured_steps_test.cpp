// SPDX-License-Identifier: Apache-2.0
// Predicted steps against measured ones of A100 nodes (VIA-Research/vTrain). The second, fourth ...
// row of each table was fitted, the others are the test. The tables are not part of the product:
// the tests read $ICEKEEL_REFERENCE_DATA, or the folder shared/data beside the source tree.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/unit/workloads/samples.h"

namespace icekeel::workloads {
namespace {

std::filesystem::path data_folder() {
  if (const char* given = std::getenv("ICEKEEL_REFERENCE_DATA")) return given;
  return std::filesystem::path(ICEKEEL_SOURCE_DIR).parent_path() / "shared" / "data";
}

// Columns: GPUs, batch, micro-batch, hidden, heads, layers, sequence, tensor, data, pipeline, ms.
using Row = std::vector<double>;

std::vector<Row> rows_of(const std::filesystem::path& file, std::size_t skipped_columns) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  std::vector<Row> rows;
  while (std::getline(in, line)) {
    std::stringstream cells(line);
    Row row;
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(std::atof(cell.c_str()));
    row.erase(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(skipped_columns));
    if (row.size() == 11) rows.push_back(row);
  }
  return rows;
}

TrainingSpec training_of(const Row& row) {
  const auto count = [&](std::size_t column) { return static_cast<std::int64_t>(row[column]); };
  TrainingSpec training = gpt(count(3), count(4), count(5), count(6));
  training.global_batch = count(1);
  training.layout.micro_batch = count(2);
  training.layout.tensor_parallel = count(7);
  training.layout.data_parallel = count(8);
  training.layout.pipeline_parallel = count(9);
  return training;
}

double error_of(const Row& row) {
  return plan_step(training_of(row), a100_node()).step_time.si() / (row[10] / 1e3) - 1;
}

struct Errors {
  double mean = 0;
  double median = 0;
};

Errors test_errors(const char* name, const std::vector<Row>& rows) {
  std::vector<double> errors;
  for (std::size_t i = 0; i < rows.size(); i += 2) errors.push_back(std::abs(error_of(rows[i])));
  std::sort(errors.begin(), errors.end());
  Errors result{0, errors[errors.size() / 2]};
  for (const double error : errors) result.mean += error / static_cast<double>(errors.size());
  std::printf("%s: %zu rows not fitted, mean error %.1f %%, median %.1f %%, largest %.1f %%\n",
              name, errors.size(), 100 * result.mean, 100 * result.median, 100 * errors.back());
  return result;
}

// Tolerance: mean below 6 %, median below 5 %.
TEST(MeasuredSteps, On64To512Gpus) {
  const auto file = data_folder() / "a100-iterations-multi-node.csv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no measured steps at " << file;
  const Errors errors = test_errors("multi-node", rows_of(file, 1));
  EXPECT_LT(errors.mean, 0.06);
  EXPECT_LT(errors.median, 0.05);
}

// Tolerance: mean below 8 %, median below 5 %.
TEST(MeasuredSteps, OfSmallModelsOnOneNode) {
  const auto file = data_folder() / "a100-iterations-single-node.csv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no measured steps at " << file;
  const Errors errors = test_errors("single node", rows_of(file, 0));
  EXPECT_LT(errors.mean, 0.08);
  EXPECT_LT(errors.median, 0.05);
}

// They ran, so they fit: on 80 GB each, whatever the order of the rows.
TEST(MeasuredSteps, FitIntoTheMemoryTheyRanIn) {
  for (const auto& [name, skipped] :
       {std::pair<const char*, std::size_t>{"multi", 1}, {"single", 0}}) {
    const auto file = data_folder() / ("a100-iterations-" + std::string(name) + "-node.csv");
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no measured steps at " << file;
    for (const Row& row : rows_of(file, skipped)) {
      const StepPlan plan = plan_step(training_of(row), a100_node());
      EXPECT_TRUE(plan.fits) << plan.why_not << ", hidden size " << row[3] << ", layers " << row[5]
                             << ", micro-batch " << row[2] << ", tensor " << row[7] << ", data "
                             << row[8] << ", pipeline " << row[9];
    }
  }
}

}  // namespace
}  // namespace icekeel::workloads
