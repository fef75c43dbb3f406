// SPDX-License-Identifier: Apache-2.0
// The footprint of a request: sums, limits, what makes it grow, what is refused.
#include "analysis/footprint.h"

#include <gtest/gtest.h>

#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

constexpr Duration year = 365.25 * units::day;

FootprintCase chat() {
  FootprintCase asked;
  asked.request.model = "llama-65b";
  asked.request.weights = "fp8";
  asked.request.country = "france";
  return asked;
}

RequestFootprint of(const FootprintCase& asked) {
  const auto outcome = request_footprint(asked, config::Catalogue::installed());
  for (const auto& problem : outcome.problems) ADD_FAILURE() << problem.path << problem.message;
  return outcome.footprint.value_or(RequestFootprint{});
}

Mass part(const RequestFootprint& found, std::string_view name) {
  Mass sum;
  for (const auto& one : found.parts)
    if (one.part == name) sum += one.carbon.mid;
  return sum;
}

TEST(FootprintOfARequest, HasRangesThatRiseInEveryPart) {
  for (const auto& one : of(chat()).parts) {
    EXPECT_LE(one.carbon.low, one.carbon.mid) << one.part;
    EXPECT_LE(one.carbon.mid, one.carbon.high) << one.part;
  }
}

TEST(FootprintOfARequest, OfServersThatAlwaysAnswerHasNobodyWaiting) {
  auto asked = chat();
  asked.utilisation = 1.0;
  const auto always = of(asked);
  EXPECT_EQ(part(always, "servers waiting"), Mass{});
  asked.utilisation = 0.25;
  const auto rarely = of(asked);
  EXPECT_EQ(part(rarely, "servers answering"), part(always, "servers answering"));
  EXPECT_GT(part(rarely, "servers waiting"), Mass{});
  EXPECT_NEAR(part(rarely, "chips") / part(always, "chips"), 4.0, 1e-9);
}

TEST(FootprintOfARequest, HalvesWhatWasMadeWhenItLivesTwiceAsLong) {
  auto asked = chat();
  asked.lifetime = 4.0 * year;
  asked.device_lifetime = 3.0 * year;
  const auto once = of(asked);
  asked.lifetime = 8.0 * year;
  asked.device_lifetime = 6.0 * year;
  const auto twice = of(asked);
  for (const char* name : {"chips", "nodes"})
    EXPECT_NEAR(part(once, name) / part(twice, name), 2.0, 1e-9) << name;
  EXPECT_EQ(part(once, "servers answering"), part(twice, "servers answering"));
  EXPECT_LT(part(twice, "device"), part(once, "device"));
}

TEST(FootprintOfARequest, IsOutweighedByTheTrainingUntilTheBreakEven) {
  auto asked = chat();
  asked.job = "llama-65b";
  const auto found = of(asked);
  ASSERT_TRUE(found.training);
  const auto& training = *found.training;
  const auto one = lifecycle::total(found.parts), all = lifecycle::total(training.parts);
  EXPECT_NEAR(training.break_even.mid * one.mid.si() / all.mid.si(), 1.0, 1e-12);
  EXPECT_LT(training.break_even.low, training.break_even.mid);
  EXPECT_LT(training.break_even.mid, training.break_even.high);
  EXPECT_GT(training.break_even_of_servers.mid, training.break_even.mid);
  asked.trainings = 3;
  EXPECT_NEAR(of(asked).training->break_even.mid, 3.0 * training.break_even.mid,
              1e-9 * training.break_even.mid);
}

TEST(FootprintOfARequest, FollowsTheGridOfTheCountryAndTheYear) {
  auto asked = chat();
  asked.device = "smartphone";
  const auto france = of(asked);
  asked.year = 2021;
  const auto before = of(asked);
  EXPECT_NEAR(part(before, "servers answering") / part(france, "servers answering"), 67.39 / 44.18,
              1e-9);
  EXPECT_EQ(part(before, "chips"), part(france, "chips"));
}

TEST(FootprintOfARequest, CountsTheNetworkByBytesOrByTheTimeOfTheLine) {
  auto asked = chat();
  asked.network = "4g";
  const auto by_bytes = of(asked);
  ASSERT_EQ(by_bytes.network.size(), 3u);
  const auto& marginal = by_bytes.network[0].energy;
  const auto& bytes = by_bytes.network[1].energy;
  const auto& time = by_bytes.network[2].energy;
  EXPECT_EQ(marginal.low, marginal.high);
  EXPECT_EQ(bytes.low, marginal.low);
  EXPECT_EQ(part(by_bytes, "network"), by_bytes.network[1].carbon.mid);
  // 100 kB and 60 s of catalogue/uses/chat: 1.2 W of the line are 20 mWh.
  EXPECT_NEAR((time.high - marginal.mid).si(), 1.2 * 60, 1e-9);
  asked.line_share = 0.5;
  EXPECT_NEAR(part(of(asked), "network") / by_bytes.network[2].carbon.mid, 1.0, 1e-12);
  asked.line_share = 1e-9;
  EXPECT_NEAR(part(of(asked), "network") / by_bytes.network[0].carbon.mid, 1.0, 1e-4);
}

TEST(FootprintOfARequest, TakesLongerAndMoreOverACable) {
  auto asked = chat();
  const auto near = of(asked);
  asked.route = {"exchange-point", "submarine-cable-atlantic"};
  const auto far = of(asked);
  ASSERT_EQ(far.path.parts.size(), 3u);
  EXPECT_EQ(part(near, "route"), Mass{});  // of the country's networks, which the line has inside
  EXPECT_GT(part(far, "route"), Mass{});
  EXPECT_NEAR((far.time.whole() - near.time.whole()).si(),
              2.0 * (far.path.latency() - near.path.latency()).si(), 1e-9);
  EXPECT_EQ(part(far, "network"), part(near, "network"));
}

TEST(FootprintOfARequest, WithoutANetworkHasNoPartOfIt) {
  auto asked = chat();
  asked.use = "api";
  EXPECT_EQ(part(of(asked), "network"), Mass{});
}

TEST(FootprintOfARequest, ComparesChoicesThatChangeOneThing) {
  const auto base = of(chat());
  const auto all = alternatives(base, config::Catalogue::installed());
  const auto mid = [&](std::string_view setting, std::string_view value) {
    for (const auto& one : all)
      if (one.setting == setting && one.value == value && one.carbon) return one.carbon->mid;
    ADD_FAILURE() << setting << " " << value;
    return Mass{};
  };
  EXPECT_EQ(mid("country", "france"), lifecycle::total(base.parts).mid);
  EXPECT_LT(mid("country", "france"), mid("country", "poland"));
  EXPECT_LT(mid("lifetime", "8 a"), mid("lifetime", "3 a"));
  EXPECT_LT(mid("batch", "64"), mid("batch", "1"));
  EXPECT_LT(mid("network", "wifi"), mid("network", "4g"));
  EXPECT_LT(mid("device", "smartphone"), mid("device", "laptop"));
}

TEST(FootprintOfARequest, SaysWhatIsMissingOrUnknown) {
  FootprintCase asked = chat();
  asked.request.country = "portugall";
  asked.use = "chatt";
  auto problems = request_footprint(asked, config::Catalogue::installed()).problems;
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].remedy, "did you mean 'chat'?");
  EXPECT_EQ(problems[1].path, "country");
  asked = chat();
  asked.year = 1999;
  problems = request_footprint(asked, config::Catalogue::installed()).problems;
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_NE(problems[0].remedy.find("2021, 2023, 2024"), std::string::npos);
}

}  // namespace
}  // namespace icekeel::analysis
