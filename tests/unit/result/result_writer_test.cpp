// SPDX-License-Identifier: Apache-2.0
// The writer: what is read back, and how a file comes to its name.
#include "simulator/result/result_writer.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <rapidcheck/gtest.h>
#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>

#include "simulator/base/expect.h"
#include "simulator/base/sha256.h"
#include "tests/unit/result/sample.h"

namespace icekeel::result {
namespace {

std::string bytes_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TEST(ResultWriter, GivesBackTheAttributesOfTheFile) {
  const TemporaryFolder folder;
  SampleWriter(folder / "a.h5").writer().finish("complete");
  const auto file = ResultFile::open(folder / "a.h5");
  const FileInfo info = sample_info();
  EXPECT_EQ(file.format(), format_version);
  EXPECT_EQ(file.status(), "complete");
  EXPECT_EQ(file.info().title, info.title);
  EXPECT_EQ(file.info().history, info.history);
  EXPECT_EQ(file.info().source, info.source);
  EXPECT_EQ(file.info().start, info.start);
  EXPECT_EQ(file.info().seed, info.seed);
  EXPECT_EQ(file.info().scenario_sha256, info.scenario_sha256);
  EXPECT_EQ(file.info().created, info.created);
}

TEST(ResultWriter, GivesBackSeriesLongerThanAChunkAndWiderThanOne) {
  const TemporaryFolder folder;
  constexpr std::size_t rows = 4096 + 17;
  constexpr std::size_t racks = 300;
  SampleWriter sample(folder / "a.h5", racks);
  sample.append(rows);
  sample.writer().finish("complete");
  expect_sample(ResultFile::open(folder / "a.h5"), rows, racks);
}

TEST(ResultWriter, GivesBackSeriesTooWideToWaitForALongChunk) {
  const TemporaryFolder folder;
  constexpr std::size_t rows = 512 + 3;
  constexpr std::size_t racks = 5000;
  SampleWriter sample(folder / "a.h5", racks);
  sample.append(rows);
  sample.writer().finish("complete");
  expect_sample(ResultFile::open(folder / "a.h5"), rows, racks);
}

TEST(ResultWriter, TakesSeriesOverNoLabelsAndAxesWithoutRows) {
  const TemporaryFolder folder;
  SampleWriter sample(folder / "a.h5", 0);
  sample.writer().add_time_axis("time_rack");
  sample.append(5000);
  sample.writer().finish("complete");
  const auto file = ResultFile::open(folder / "a.h5");
  expect_sample(file, 5000, 0);
  EXPECT_EQ(file.intervals("time_rack").size(), 0U);
}

TEST(ResultWriter, GivesBackThePartOfASeriesThatIsAskedFor) {
  const TemporaryFolder folder;
  SampleWriter sample(folder / "a.h5");
  sample.append(10);
  sample.writer().finish("complete");
  const auto file = ResultFile::open(folder / "a.h5");
  EXPECT_EQ(file.values("it_power", {.first = 8})->values,
            (std::vector{value_at(8, 0), value_at(9, 0)}));
  EXPECT_EQ(file.values("rack_power", {.first = 3, .count = 1})->values,
            (std::vector{value_at(3, 1), value_at(3, 2)}));
  EXPECT_EQ(file.intervals("time", {.first = 2, .count = 1}).from, std::vector{120.0});
  EXPECT_TRUE(file.values("it_power", {.first = 11})->values.empty());
}

TEST(ResultWriter, KeepsTheOrderOfAddingAndDescribesEachSeries) {
  const TemporaryFolder folder;
  {
    ResultWriter writer(folder / "a.h5", sample_info());
    const auto coarse = writer.add_time_axis("time_rack");
    const auto time = writer.add_time_axis("time");
    writer.add_series(time, power_series("zeta"));
    writer.add_series(coarse, power_series("mu", "time_rack"));
    auto alpha = power_series("alpha");
    alpha.cell_methods = "time: maximum";
    writer.add_series(time, alpha);
    writer.finish("complete");
  }
  const auto file = ResultFile::open(folder / "a.h5");
  ASSERT_EQ(file.series().size(), 3U);
  EXPECT_EQ(file.series()[0].name, "mu");
  EXPECT_EQ(file.series()[0].dimensions, std::vector<std::string>{"time_rack"});
  EXPECT_EQ(file.series()[0].cell_methods, "time_rack: mean");
  EXPECT_EQ(file.series()[1].name, "zeta");
  EXPECT_EQ(file.series()[1].units, "W");
  EXPECT_EQ(file.series()[1].long_name, "power of zeta");
  EXPECT_EQ(file.series()[2].cell_methods, "time: maximum");
}

TEST(ResultWriter, GivesBackTablesWithTextsNumbersAndGaps) {
  const TemporaryFolder folder;
  const double gap = std::numeric_limits<double>::quiet_NaN();
  const std::vector<Column> columns{
      {.name = "name", .long_name = "name", .values = std::vector<std::string>{"é 名", "", "b"}},
      {.name = "nodes",
       .units = "1",
       .long_name = "nodes",
       .values = std::vector<std::int64_t>{1, -2, std::numeric_limits<std::int64_t>::max()}},
      {.name = "wait_time",
       .units = "s",
       .long_name = "wait",
       .values = std::vector{0.1, gap, 3.}}};
  {
    ResultWriter writer(folder / "a.h5", sample_info());
    writer.add_table("/jobs", "job", columns);
    writer.add_table(
        "/events", "event",
        std::vector<Column>{
            {.name = "text", .long_name = "text", .values = std::vector<std::string>{}}});
    writer.finish("complete");
  }
  const auto file = ResultFile::open(folder / "a.h5");
  EXPECT_EQ(file.tables(), (std::vector<std::string>{"/jobs", "/events"}));
  const auto jobs = file.table("/jobs");
  ASSERT_EQ(jobs.size(), 3U);
  EXPECT_EQ(jobs[0].values, columns[0].values);
  EXPECT_EQ(jobs[1].values, columns[1].values);
  EXPECT_EQ(jobs[2].units, "s");
  EXPECT_TRUE(std::isnan(std::get<std::vector<double>>(jobs[2].values)[1]));
  EXPECT_EQ(std::get<std::vector<std::string>>(file.column("/events", "text")->values).size(), 0U);
}

TEST(ResultWriter, LeavesOutFiguresWithoutValue) {
  const TemporaryFolder folder;
  {
    ResultWriter writer(folder / "a.h5", sample_info());
    writer.add_scalars(
        "/summary",
        std::vector<Scalar>{{.name = "pue", .units = "1", .long_name = "PUE", .value = 1.1},
                            {.name = "erf", .units = "1", .long_name = "ERF"}});
    writer.add_texts("/summary", std::vector<Text>{{"currency", "EUR"}});
    writer.finish("complete");
  }
  const auto file = ResultFile::open(folder / "a.h5");
  EXPECT_EQ(file.scalar("/summary", "pue"), 1.1);
  EXPECT_EQ(file.scalar("/summary", "erf"), std::nullopt);
  EXPECT_EQ(file.scalars("/summary").size(), 1U);
  EXPECT_EQ(file.text("/summary", "currency"), "EUR");
  EXPECT_EQ(file.texts("/summary").size(), 1U);
}

TEST(ResultWriter, GivesBackItsPlots) {
  const TemporaryFolder folder;
  SampleWriter sample(folder / "a.h5");
  sample.writer().add_plot({"power", {"it_power"}, {"time"}, "Power"});
  sample.writer().add_plot({"racks", {"rack_power"}, {"time", "rack"}, "Racks"});
  sample.writer().finish("complete");
  const auto plots = ResultFile::open(folder / "a.h5").plots();
  ASSERT_EQ(plots.size(), 2U);
  EXPECT_EQ(plots[0].title, "Power");
  EXPECT_EQ(plots[1].signals, std::vector<std::string>{"rack_power"});
  EXPECT_EQ(plots[1].axes, (std::vector<std::string>{"time", "rack"}));
}

TEST(ResultWriter, TakesTheNameOnlyWhenWhole) {
  const TemporaryFolder folder;
  SampleWriter sample(folder / "a.h5");
  sample.append(1);
  EXPECT_FALSE(std::filesystem::exists(folder / "a.h5"));
  sample.writer().finish("complete");
  EXPECT_TRUE(std::filesystem::exists(folder / "a.h5"));
  EXPECT_FALSE(std::filesystem::exists(folder / "a.h5.partial"));
}

TEST(ResultWriter, KeepsAnInterruptedRunAsPartialAndTheOlderResultAsItWas) {
  const TemporaryFolder folder;
  SampleWriter(folder / "a.h5").writer().finish("complete");
  SampleWriter second(folder / "a.h5");
  second.append(5);
  second.writer().finish("interrupted");
  expect_sample(ResultFile::open(folder / "a.h5"), 0);
  const auto partial = ResultFile::open(second.writer().partial_path());
  expect_sample(partial, 5);
  EXPECT_EQ(partial.status(), "interrupted");
}

TEST(ResultWriter, ThatIsNotFinishedLeavesAllItsRowsInThePartialFile) {
  const TemporaryFolder folder;
  SampleWriter(folder / "a.h5").append(7);
  const auto file = ResultFile::open(folder / "a.h5.partial");
  expect_sample(file, 7);
  EXPECT_EQ(file.status(), "running");
}

TEST(ResultWriter, WritesTheSameBytesForTheSameContents) {
  const TemporaryFolder folder;
  for (const char* name : {"a.h5", "b.h5"}) {
    SampleWriter sample(folder / name);
    sample.append(5000);
    sample.writer().add_texts("/provenance", std::vector<Text>{{"version", "1"}});
    sample.writer().finish("complete");
  }
  EXPECT_EQ(sha256(bytes_of(folder / "a.h5")), sha256(bytes_of(folder / "b.h5")));
}

TEST(ResultWriter, RefusesRowsThatOverlapOrDoNotFit) {
  const TemporaryFolder folder;
  SampleWriter sample(folder / "a.h5");
  sample.append(2);
  const std::vector<double> row(3, 0.0);
  const auto append = [&](double from, double to, std::span<const double> values) {
    sample.writer().append(sample.axis(), Duration::si(from), Duration::si(to), values);
  };
  EXPECT_THROW(append(60, 180, row), ContractViolation);
  EXPECT_THROW(append(120, 120, row), ContractViolation);
  EXPECT_THROW(append(120, 180, std::span(row).first(2)), ContractViolation);
  EXPECT_NO_THROW(append(150, 180, row));
}

// A mean over each interval times its width is the energy, however long the intervals are.
RC_GTEST_PROP(ResultWriter, KeepsTheEnergyOfASeries, ()) {
  const auto widths = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 100000));
  const TemporaryFolder folder;
  double energy = 0.0;
  {
    ResultWriter writer(folder / "a.h5", sample_info());
    const auto time = writer.add_time_axis("time");
    writer.add_series(time, power_series("it_power"));
    Duration at;
    for (const int width : widths) {
      const double power = *rc::gen::inRange(0, 1'000'000);
      writer.append(time, at, at + Duration::si(width), {{power}});
      at += Duration::si(width);
      energy += power * width;
    }
    writer.finish("complete");
  }
  const auto file = ResultFile::open(folder / "a.h5");
  const auto intervals = file.intervals("time");
  const auto power = file.values("it_power")->values;
  double sum = 0.0;
  for (std::size_t i = 0; i < intervals.size(); ++i)
    sum += power[i] * (intervals.to[i] - intervals.from[i]);
  RC_ASSERT(sum == energy);
}

}  // namespace
}  // namespace icekeel::result
