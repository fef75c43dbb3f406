// SPDX-License-Identifier: Apache-2.0
// The lines of the talks: every one is answered, and every answer follows from its inputs.
#include "analysis/talks/talk.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "tests/support/scratch.h"

namespace icekeel::talks {
namespace {

const std::filesystem::path root = ICEKEEL_SOURCE_DIR;

config::Catalogue shelves(const std::filesystem::path& first) {
  return config::Catalogue({first, root / "workloads/catalogue", root / "platforms/catalogue"});
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The text with the first number after `key:` a tenth larger, whole numbers rounded up.
std::string enlarged(std::string text, const std::string& key) {
  const auto after = text.find(key + ":");
  if (after == std::string::npos) return {};
  const auto begin = text.find_first_of("0123456789", after + key.size());
  std::size_t length = 0;
  const double value = std::stod(text.substr(begin), &length);
  const bool whole = text.substr(begin, length).find_first_of(".e") == std::string::npos;
  const std::string larger = whole ? std::to_string(static_cast<long>(std::ceil(1.1 * value)))
                                   : std::to_string(1.1 * value);
  return text.replace(begin, length, larger);
}

std::vector<Line> answered(const config::Catalogue& catalogue, const std::string& only = {}) {
  config::Diagnostics diagnostics;
  std::vector<Line> lines;
  for (const auto& talk : all_lines(catalogue, diagnostics))
    if (only.empty() || talk.id == only) lines.push_back(answer(talk, catalogue, diagnostics));
  EXPECT_EQ(diagnostics.text(""), "");
  return lines;
}

std::vector<double> values(const Line& line) {
  std::vector<double> all;
  for (const auto& one : line.figures) all.push_back(one.figure.value);
  return all;
}

struct Change {
  std::string line, entry, key;
};

class TalksByInput : public testing::TestWithParam<Change> {};

// A line whose answer stays when what it is made from changes would be a literal.
TEST_P(TalksByInput, AnswersChangeWithTheirInputs) {
  const auto& change = GetParam();
  const auto overlay = scratch_folder() / ("shelves-" + change.line);
  const auto entry = change.entry + ".yaml";
  auto file = root / "platforms/catalogue" / entry;
  if (!std::filesystem::exists(file)) file = root / "workloads/catalogue" / entry;
  const auto text = enlarged(text_of(file), change.key);
  ASSERT_FALSE(text.empty()) << file << " has no " << change.key;
  std::filesystem::create_directories((overlay / entry).parent_path());
  std::ofstream(overlay / entry) << text;
  const auto before = answered(shelves(scratch_folder() / "none"), change.line);
  const auto after = answered(shelves(overlay), change.line);
  ASSERT_EQ(before.size(), 1U);
  ASSERT_EQ(after.size(), 1U);
  EXPECT_NE(values(before.front()), values(after.front()));
}

const std::vector<Change> changes{
    {"L1", "chips/h100-sxm", "memory_bandwidth"},
    {"L2", "chips/apple-m3", "memory_bandwidth"},
    {"L3", "chips/mi300x", "tdp"},
    {"L4", "chips/h200-sxm", "memory"},
    {"L5", "chips/h100-sxm", "bf16"},
    {"L6", "models/llama-2-70b", "layers"},
    {"L7", "chips/a100-80gb-sxm", "bf16"},
    {"L8", "chips/apple-m2", "memory_bandwidth"},
    {"L9", "nodes/gb200-nvl72", "power_max"},
    {"L10", "machines/jean-zay", "nodes"},
    {"L11", "reliability/standard", "repair"},
    {"L12", "plants/crac-dx", "carnot_fraction"},
    {"L13", "nodes/dgx-h200", "mass"},
    {"L14", "machines/alps", "power"},
    {"L15", "uses/chat", "utilisation"},
    {"J1", "chips/rtx-4090", "price"},
    {"J2", "chips/a100-80gb-sxm", "tf32"},
    {"J3", "wan/submarine-cable-atlantic", "mid"},
    {"J4", "nodes/dgx-h100", "mass"},
    {"J5", "life-cycles/standard", "lifetime"},
    {"J6", "federated-shares/keyboard-phones", "parameters"},
    {"J7", "terminals/smartphone", "lifetime"},
    {"J8", "wan/submarine-cable-atlantic", "length"},
    {"B1", "talks/b01", "megawatts"},
    {"B2", "places/server-closet", "design"},
    {"B3", "equivalences/standard", "phone_charge"},
    {"B4", "talks/b04", "elasticity"},
    {"B5", "facility-figures/jean-zay", "load"},
    {"B6", "chips/h100-sxm", "memory_bandwidth"},
    {"B7", "chips/mtia-2", "tdp"},
    {"B8", "chips/trainium-1", "rent"},
    {"B9", "trackers/dasiamrpn", "short_term"},
    {"B10", "compressors/cmix", "speed"},
    {"B11", "weight-formats/q4-alpaca", "block_size"},
    {"S1", "machines/lumi", "rate"},
    {"S2", "chips/h100-sxm", "bf16"},
};
INSTANTIATE_TEST_SUITE_P(Lines, TalksByInput, testing::ValuesIn(changes),
                         [](const auto& one) { return one.param.line; });

TEST(Talks, EveryLineIsAnsweredAndHasAChangeAbove) {
  std::set<std::string> expected, found, changed;
  const auto family = [&](const std::string& letter, int count) {
    for (int i = 1; i <= count; ++i) expected.insert(letter + std::to_string(i));
  };
  family("L", 15), family("J", 8), family("B", 11), family("S", 2);
  for (const auto& line : answered(shelves(scratch_folder() / "none"))) {
    found.insert(line.talk.id);
    EXPECT_FALSE(line.figures.empty()) << line.talk.id;
    EXPECT_FALSE(line.talk.said.empty()) << line.talk.id;
    for (const auto& one : line.figures)
      EXPECT_TRUE(std::isfinite(one.figure.value)) << line.talk.id << ", " << one.figure.name;
  }
  for (const auto& change : changes) changed.insert(change.line);
  EXPECT_EQ(found, expected);
  EXPECT_EQ(changed, expected);
}

TEST(Talks, SlipsAreCalledSlips) {
  std::set<std::string> wrong;
  for (const auto& line : answered(shelves(scratch_folder() / "none")))
    if (line.verdict() == Verdict::wrong) wrong.insert(line.talk.id);
  EXPECT_EQ(wrong, (std::set<std::string>{"L4", "L7", "J2"}));
}

TEST(Talks, AVerdictFollowsFromTheNumbers) {
  SaidSpec said{.of = "it", .value = 10, .tolerance = 0.05};
  EXPECT_EQ(judge(said, {"it", "1", 10.4}), Verdict::agrees);
  EXPECT_EQ(judge(said, {"it", "1", 10.6}), Verdict::differs);
  EXPECT_EQ(judge(said, {"it", "1", 20, 9, 30}), Verdict::agrees);
  said.wrong = true;  // a mistake only if ours really is another
  EXPECT_EQ(judge(said, {"it", "1", 10.6}), Verdict::wrong);
  EXPECT_EQ(judge(said, {"it", "1", 10.0}), Verdict::agrees);
  said = {.of = "it", .claim = Claim::at_least, .value = 10};
  EXPECT_EQ(judge(said, {"it", "1", 9.9}), Verdict::differs);
  EXPECT_EQ(judge(said, {"it", "1", 1000}), Verdict::agrees);
  said.claim = Claim::at_most;
  EXPECT_EQ(judge(said, {"it", "1", 1000}), Verdict::differs);
}

TEST(Talks, ALineThatCannotBeAnsweredIsReported) {
  config::Diagnostics diagnostics;
  TalkSpec unknown;
  unknown.place.source = diagnostics.add_source(config::Source::of("x1.yaml", "id: X1"));
  unknown.id = "X1";
  EXPECT_TRUE(answer(unknown, shelves(root / "none"), diagnostics).figures.empty());
  EXPECT_NE(diagnostics.text("").find("line X1 of the talks: nothing answers it"),
            std::string::npos);
}

}  // namespace
}  // namespace icekeel::talks
