// SPDX-License-Identifier: Apache-2.0
// The summary of a result file: all keys, null for what is absent, and a text that fits.
#include "analysis/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <limits>
#include <set>
#include <sstream>

#include "analysis/text_format.h"
#include "simulator/result/result_writer.h"

namespace icekeel::analysis {
namespace {

using result::Column;
using result::ResultFile;
using result::ResultWriter;
using result::Scalar;
using result::Text;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const double missing = std::numeric_limits<double>::quiet_NaN();

// A result file that goes away with its test.
class SummaryOfAFile : public ::testing::Test {
 protected:
  SummaryOfAFile()
      : path_(std::filesystem::temp_directory_path() /
              ("icekeel-summary-" + std::to_string(::getpid()) + ".h5")) {}
  ~SummaryOfAFile() override {
    std::filesystem::remove(path_);
    std::filesystem::remove(path_.string() + ".partial");
  }

  ResultWriter writer() const {
    return {path_,
            {.title = "title",
             .history = "history",
             .source = "icekeel 0.1.0",
             .start = Timestamp{1767225600},
             .seed = 42,
             .scenario_sha256 = "abc",
             .created = Timestamp{1767312000}}};
  }
  Summary summary() const { return summarise(ResultFile::open(path_)); }

  static Scalar figure(const std::string& name, double value, const std::string& units = "1") {
    return {.name = name, .units = units, .long_name = name, .value = value};
  }

  static void add_jobs(ResultWriter& writer, std::size_t count) {
    const auto numbers = [&](const char* name, const char* units, double value) {
      return Column{.name = name,
                    .units = units,
                    .long_name = name,
                    .values = std::vector<double>(count, value)};
    };
    writer.add_table("/jobs", "job",
                     std::vector<Column>{{.name = "name",
                                          .long_name = "name",
                                          .values = std::vector<std::string>(
                                              count, "a very long name\x1b[2J of a job")},
                                         {.name = "nodes",
                                          .units = "1",
                                          .long_name = "nodes",
                                          .values = std::vector<std::int64_t>(count, 256)},
                                         numbers("wait_time", "s", 12.0),
                                         numbers("run_time", "s", 1.8e6),
                                         numbers("step_time", "s", missing),
                                         numbers("gpu_hours", "h", 1022361.0),
                                         numbers("mean_node_power", "W", 5123.0),
                                         numbers("energy", "MW h", 449.1),
                                         {.name = "state",
                                          .long_name = "state",
                                          .values = std::vector<std::string>(count, "completed")}});
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::vector<std::string> keys_of(const nlohmann::ordered_json& json) {
  std::vector<std::string> keys;
  for (const auto& [key, unused] : json.items()) keys.push_back(key);
  return keys;
}

TEST_F(SummaryOfAFile, WithoutFiguresHasEveryKeyAndNullsButNoZeros) {
  writer().finish("complete");
  const auto json = to_json(summary());
  EXPECT_THAT(keys_of(json),
              ElementsAre("scenario", "status", "simulated_s", "wall_s", "facility_energy_MWh",
                          "it_energy_MWh", "cooling_energy_MWh", "electrical_loss_MWh",
                          "heat_reused_MWh", "pue", "erf", "ere", "wue_L_per_kWh", "cue_kg_per_kWh",
                          "water_m3", "carbon_operational_t", "carbon_embodied_t", "gpu_hours",
                          "energy_cost", "currency", "peak_facility_power_MW", "balance_residual",
                          "equivalences", "jobs"));
  EXPECT_THAT(keys_of(json["jobs"]), ElementsAre("submitted", "completed", "failed", "mean_wait_s",
                                                 "makespan_s", "node_utilisation", "goodput"));
  EXPECT_EQ(json["scenario"], "title");
  EXPECT_EQ(json["status"], "complete");
  for (const auto& [key, value] : json.items())
    if (key != "scenario" && key != "status" && key != "jobs") {
      EXPECT_TRUE(value.is_null()) << key;
    }
  for (const auto& [key, value] : json["jobs"].items()) EXPECT_TRUE(value.is_null()) << key;
}

TEST_F(SummaryOfAFile, GivesTheFiguresWithAllTheirDigits) {
  {
    auto file = writer();
    file.add_scalars("/summary",
                     std::vector<Scalar>{figure("pue", 1.0 / 3.0), figure("jobs_submitted", 12.0),
                                         figure("jobs_goodput", 1.0), figure("erf", missing),
                                         figure("carbon_operational_t_low", 0.0, "t")});
    file.add_texts("/summary",
                   std::vector<Text>{{"scenario", "LLaMA \"65B\"\n"}, {"currency", "EUR"}});
    file.finish("complete");
  }
  const auto json = to_json(summary());
  EXPECT_EQ(json["scenario"], "LLaMA \"65B\"\n");
  EXPECT_EQ(json["currency"], "EUR");
  EXPECT_EQ(json["pue"].get<double>(), 1.0 / 3.0);
  EXPECT_EQ(json["jobs"]["submitted"].dump(), "12");
  EXPECT_EQ(json["jobs"]["goodput"].get<double>(), 1.0);
  EXPECT_TRUE(json["erf"].is_null());
  EXPECT_EQ(json["carbon_operational_t_low"].get<double>(), 0.0);
}

TEST_F(SummaryOfAFile, IsJsonWhateverBytesTheNameHas) {
  {
    auto file = writer();
    file.add_texts("/summary", std::vector<Text>{{"scenario", "\xff\x1b[2J"}});
    file.finish("complete");
  }
  const auto text = to_json_text(summary());
  EXPECT_TRUE(nlohmann::json::accept(text));
  EXPECT_THAT(text, HasSubstr("\\u001b"));
}

TEST_F(SummaryOfAFile, IsReadableAndNeverWiderThanAHundredColumns) {
  {
    auto file = writer();
    add_jobs(file, 100);
    file.add_scalars(
        "/summary",
        std::vector<Scalar>{figure("facility_energy_MWh", 483.2499, "MW h"), figure("pue", 1.0764),
                            figure("carbon_operational_t", 21.26, "t"),
                            figure("carbon_operational_t_low", 19.0, "t"),
                            figure("carbon_operational_t_high", 24.1, "t"),
                            figure("energy_cost", 57986.4), figure("jobs_submitted", 100),
                            figure("jobs_mean_wait_s", 12.0, "s"), figure("overloaded_h", 2.0, "h"),
                            figure("balance_residual", 3e-12)});
    file.add_table(
        "/balances", "balance_term",
        std::vector<Column>{
            {.name = "term", .long_name = "meter", .values = std::vector<std::string>{"pumps"}},
            {.name = "energy",
             .units = "MW h",
             .long_name = "energy",
             .values = std::vector<double>{20.25}}});
    file.add_texts("/summary", std::vector<Text>{{"scenario", std::string(200, 'x') + "\x1b[2J"},
                                                 {"currency", "EUR"}});
    file.add_texts("/provenance",
                   std::vector<Text>{{"command_line", std::string(300, 'y')},
                                     {"scenario_text", "schema: 1\nname: a\nseed: 1\n"}});
    file.finish("complete");
  }
  const auto text = to_text(summary());
  EXPECT_THAT(text, HasSubstr("483.2 MWh"));
  EXPECT_THAT(text, HasSubstr("the scenario reuses none"));
  EXPECT_THAT(text, HasSubstr("21.26 t       (19 to 24.10)"));
  EXPECT_THAT(text, HasSubstr("57,986 EUR"));
  EXPECT_THAT(text, HasSubstr("3,200,000 km"));
  EXPECT_THAT(text, HasSubstr("and 60 more"));
  EXPECT_THAT(text, HasSubstr("5.123 kW"));
  EXPECT_THAT(text, HasSubstr("completed"));
  EXPECT_THAT(text, HasSubstr("overloaded_h"));
  EXPECT_THAT(text, HasSubstr("pumps"));
  EXPECT_THAT(text, HasSubstr("20.25 MWh"));
  EXPECT_THAT(text, HasSubstr("3 lines"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(width_of(line), 100U) << line;
}

TEST_F(SummaryOfAFile, OfAKilledRunSaysThatItDidNotEnd) {
  {
    const auto unfinished = writer();
  }
  const auto partial = summarise(ResultFile::open(path().string() + ".partial"));
  EXPECT_THAT(to_text(partial), HasSubstr("running"));
  EXPECT_THAT(to_text(partial), HasSubstr("did not end"));
}

TEST(SummaryKeys, AreNamedOnce) {
  const auto keys = summary_keys();
  const std::set<std::string_view> distinct(keys.begin(), keys.end());
  EXPECT_EQ(distinct.size(), keys.size());
}

TEST_F(SummaryOfAFile, NamesTheLargestPartOfALifeAndTheLeastKnown) {
  const auto numbers = [](const char* name, std::vector<double> values) {
    return Column{.name = name, .units = "t", .long_name = name, .values = std::move(values)};
  };
  {
    auto file = writer();
    file.add_scalars("/summary", std::vector<Scalar>{figure("carbon_total_t", 40.0, "t")});
    file.add_table("/life_cycle", "life_cycle_row",
                   std::vector<Column>{{.name = "part",
                                        .long_name = "part",
                                        .values = std::vector<std::string>{"chips", "electricity"}},
                                       {.name = "phase",
                                        .long_name = "phase",
                                        .values = std::vector<std::string>{"manufacture", "use"}},
                                       numbers("carbon_low", {2, 29}),
                                       numbers("carbon", {10, 30}),
                                       numbers("carbon_high", {50, 31})});
    file.finish("complete");
  }
  const auto text = to_text(summary());
  EXPECT_THAT(text, HasSubstr("Largest: electricity, use, 75 %; least known: chips, manufacture, "
                              "2 to 50 t."));
  EXPECT_THAT(text, HasSubstr("carbon of the whole life"));
}

TEST_F(SummaryOfAFile, ComparesItsEnergyWithThingsOfDailyLife) {
  {
    auto file = writer();
    file.add_scalars("/summary", std::vector<Scalar>{figure("facility_energy_MWh", 1.5, "MW h")});
    file.finish("complete");
  }
  const auto json = to_json(summary());
  EXPECT_EQ(json["equivalences"]["version"], 1);
  EXPECT_NEAR(json["equivalences"]["electric_car_km"].get<double>(), 10000.0, 1e-6);
  EXPECT_NEAR(json["equivalences"]["raclette_grill_h"].get<double>(), 1000.0, 1e-6);
}

}  // namespace
}  // namespace icekeel::analysis
