// SPDX-License-Identifier: Apache-2.0
// The parts of a report that count: what is reduced, sorted or summed keeps its integral.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "analysis/report/chart_svg.h"
#include "analysis/report/energy_flow.h"
#include "analysis/report/hall_plan.h"
#include "analysis/report/html.h"
#include "analysis/report/profiles.h"
#include "analysis/report/reduction.h"
#include "analysis/report/report.h"
#include "analysis/report/time_charts.h"
#include "tests/unit/result/sample.h"

namespace icekeel::analysis::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr double none = std::numeric_limits<double>::quiet_NaN();
const Timestamp start_of_2026{1767225600};

// Intervals of different lengths, one after the other; a gap after every `gap` of them.
result::Intervals uneven(std::size_t count, std::size_t gap = 1000000) {
  result::Intervals axis;
  double at = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0 && i % gap == 0) at += 500;
    axis.from.push_back(at);
    at += 60.0 + static_cast<double>(i % 7) * 10;
    axis.to.push_back(at);
  }
  return axis;
}

double integral(const result::Intervals& axis, const std::vector<double>& values) {
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::isfinite(values[i])) sum += values[i] * (axis.to[i] - axis.from[i]);
  return sum;
}

RC_GTEST_PROP(Reduction, KeepsIntegralAndExtremes, ()) {
  const auto values = *rc::gen::nonEmpty(rc::gen::container<std::vector<double>>(
      rc::gen::map(rc::gen::inRange(-1000, 1000), [](int v) { return static_cast<double>(v); })));
  const auto most = *rc::gen::inRange<std::size_t>(1, 50);
  const auto axis = uneven(values.size());
  const auto buckets = buckets_of(axis, most);
  const auto small = reduced(buckets, axis, values);
  RC_ASSERT(buckets.size() <= most);
  RC_ASSERT(buckets.from.front() == axis.from.front());
  RC_ASSERT(buckets.to.back() == axis.to.back());
  RC_ASSERT(*std::ranges::min_element(small.low) == *std::ranges::min_element(values));
  RC_ASSERT(*std::ranges::max_element(small.high) == *std::ranges::max_element(values));
  const double whole = integral(axis, values);
  const double kept = integral({buckets.from, buckets.to}, small.mean);
  RC_ASSERT(std::abs(whole - kept) <= 1e-9 * integral(axis, std::vector(values.size(), 1000.0)));
}

TEST(Reduction, PutsNoBucketOverAGap) {
  const auto axis = uneven(1000, 100);
  const auto buckets = buckets_of(axis, 60);
  EXPECT_LE(buckets.size(), 60U);
  for (std::size_t b = 0; b < buckets.size(); ++b) {
    double inside = 0;
    for (auto i = buckets.first[b]; i < buckets.first[b + 1]; ++i)
      inside += axis.to[i] - axis.from[i];
    EXPECT_NEAR(inside, buckets.to[b] - buckets.from[b], 1e-9) << "bucket " << b;
  }
}

TEST(Reduction, LeavesOutWhatIsMissing) {
  const auto axis = uneven(4);
  const auto small = reduced(buckets_of(axis, 2), axis, std::vector<double>{none, 5, none, none});
  EXPECT_EQ(small.mean[0], 5);
  EXPECT_TRUE(std::isnan(small.mean[1]));
  EXPECT_TRUE(std::isnan(small.low[1]));
}

TEST(Packing, IsOffByHalfAStepAtMost) {
  const auto json = packed({1.0, 2.0, none, 3.0});
  EXPECT_EQ(json["low"], 1.0);
  EXPECT_EQ(json["span"], 2.0);
  // 0, 32767, 65535 (missing), 65534 in little-endian bytes
  EXPECT_EQ(json["codes"],
            base64(std::vector<std::uint8_t>{0, 0, 0xff, 0x7f, 0xff, 0xff, 0xfe, 0xff}));
  EXPECT_EQ(packed({7, 7})["span"], 0.0);
}

TEST(DurationCurve, FallsAndHoldsTheEnergy) {
  const auto axis = uneven(500);
  std::vector<double> power;
  for (int i = 0; i < 500; ++i) power.push_back(1000 + 900 * std::sin(i * 0.37));
  const auto curve = duration_curve(axis, power, 1000000);
  double under = 0;
  for (std::size_t i = 0; i + 1 < curve.power.size(); ++i) {
    EXPECT_GE(curve.power[i], curve.power[i + 1]);
    under += curve.power[i] * (curve.share[i + 1] - curve.share[i]);
  }
  EXPECT_EQ(curve.share.front(), 0);
  EXPECT_EQ(curve.share.back(), 1);
  const double length = axis.to.back() - axis.from.front();
  // The last interval has no step of its own: it ends the curve.
  EXPECT_NEAR(under * length / integral(axis, power), 1.0, 0.004);
}

TEST(Periods, AreMonthsDaysOrHoursAndLeaveNothingOut) {
  constexpr double day = 86400;
  EXPECT_EQ(periods_of(start_of_2026, 0, 365 * day).size(), 12U);
  EXPECT_EQ(periods_of(start_of_2026, 0, 24 * day).size(), 24U);
  EXPECT_EQ(periods_of(start_of_2026, 0, 2 * day).size(), 48U);
  EXPECT_EQ(periods_of(start_of_2026, 0, 365 * day)[1].label, "Feb 2026");
  EXPECT_EQ(periods_of(start_of_2026, 0, 365 * day)[1].from, 31 * day);
  EXPECT_EQ(periods_of({start_of_2026.unix_seconds + 43200}, 0, 5 * day).size(), 6U);
}

TEST(Periods, ShareAnIntervalByTime) {
  const auto periods = periods_of(start_of_2026, 0, 7200);
  const result::Intervals axis{{0, 1800}, {1800, 7200}};
  const auto energy = energy_by_period(periods, axis, {10, 20});
  ASSERT_EQ(energy.size(), 2U);
  EXPECT_DOUBLE_EQ(energy[0], 10 * 1800 + 20 * 1800);
  EXPECT_DOUBLE_EQ(energy[1], 20 * 3600);
}

TEST(ModeHours, CountEveryHourOnce) {
  const auto axis = uneven(3000);
  result::SeriesValues modes{2, {}};
  for (int i = 0; i < 6000; ++i) modes.values.push_back(i % 3);
  const auto hours = mode_hours(start_of_2026, axis, modes);
  double sum = 0;
  for (const auto& mode : hours) sum = std::accumulate(mode.begin(), mode.end(), sum);
  EXPECT_NEAR(sum, 2 * axis.to.back() / 3600, 1e-9);
}

TEST(RackPlace, IsReadFromTheName) {
  const auto place = rack_place("north/hall/r02-13");
  ASSERT_TRUE(place);
  EXPECT_EQ(place->hall, "north/hall");
  EXPECT_EQ(place->row, 1U);
  EXPECT_EQ(place->position, 12U);
  for (const auto* other : {"", "r1-1", "hall/r00-01", "hall/rx-01", "hall/r01", "hall/r01-0x"})
    EXPECT_FALSE(rack_place(other)) << other;
}

// The books of a small site, as the run writes them.
Summary books() {
  Summary summary;
  const std::vector<std::string> balance{"electricity", "electricity", "electricity", "electricity",
                                         "heat",        "heat",        "heat",        "heat"};
  const std::vector<std::string> side{"in", "out", "out", "out", "in", "in", "in", "out"};
  const std::vector<std::string> term{"grid",           "it",      "loss A/ups", "chiller", "it",
                                      "losses in room", "chiller", "rejected"};
  const std::vector<double> energy{100, 80, 8, 12, 80, 5, 12, 97};
  summary.balances = {{"balance", "", "", balance},
                      {"side", "", "", side},
                      {"term", "", "", term},
                      {"energy", "MW h", "", energy}};
  summary.figures = {{"itue", "1", "", 1.25}};
  return summary;
}

TEST(EnergyFlow, PassesOnWhatItGetsButLossesOutside) {
  const auto flow = energy_flow(books());
  for (std::size_t n = 0; n < flow.nodes.size(); ++n) {
    const bool end = flow.into(n) == 0 || flow.out_of(n) == 0;
    const double outside = flow.nodes[n].name == "electrical losses" ? 3 : 0;
    if (end) continue;
    EXPECT_NEAR(flow.into(n), flow.out_of(n) + outside, 1e-9) << flow.nodes[n].name;
  }
  const auto chips = std::ranges::find(flow.nodes, "processors and network", &FlowNode::name);
  ASSERT_NE(chips, flow.nodes.end());
  EXPECT_NEAR(flow.into(static_cast<std::size_t>(chips - flow.nodes.begin())), 64, 1e-9);
}

TEST(Ticks, AreRoundAndInside) {
  const auto ticks = round_ticks(0.13, 4.8);
  for (const auto& tick : ticks) {
    EXPECT_GE(tick.at, 0.13);
    EXPECT_LE(tick.at, 4.8);
  }
  EXPECT_EQ(ticks.front().label, "1");
  EXPECT_EQ(round_ticks(1.05, 1.15).front().label, "1.06");
  EXPECT_TRUE(round_ticks(1, 1).empty());
  EXPECT_EQ(time_ticks(start_of_2026, 0, 365 * 86400.0).front().label, "Jan 2026");
  EXPECT_EQ(time_ticks(start_of_2026, 0, 7200).front().label, "1 Jan");
}

TEST(Text, BecomesHarmless) {
  EXPECT_EQ(escaped("<b a='1' c=\"2\">&"), "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;");
  EXPECT_EQ(escaped("two\nlines"), "two\nlines");
  EXPECT_THAT(escaped("\x1b[31m\xff"), Not(HasSubstr("\x1b")));
  EXPECT_EQ(script_safe("\"</script>\""), "\"\\u003c/script>\"");
}

TEST(Page, NeverPassesTextOnAsMarkup) {
  const result::TemporaryFolder folder;
  const std::string evil = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
  auto info = result::sample_info();
  info.title = info.history = info.source = evil;
  result::ResultWriter writer(folder / "a.h5", info);
  writer.add_labels("rack", std::vector{evil + "/r01-01"}, evil);
  const auto axis = writer.add_time_axis("time");
  writer.add_series(axis, {"it_power", "W", evil, {"time"}, false, {}});
  writer.add_series(axis, {"rack_power", "W", evil, {"time", "rack"}, true, {}});
  writer.append(axis, Duration{}, Duration::si(60), std::vector{1.0, 2.0});
  writer.append(axis, Duration::si(60), Duration::si(120), std::vector{2.0, 3.0});
  const std::vector<result::Column> jobs{{"name", "", evil, std::vector{evil}},
                                         {"run_time", evil, evil, std::vector{60.0}}};
  writer.add_table("/jobs", "job", jobs);
  writer.add_table("/events", "event",
                   std::vector<result::Column>{{"time", "s", evil, std::vector{60.0}},
                                               {"kind", "", evil, std::vector{evil}},
                                               {"subject", "", evil, std::vector{evil}}});
  writer.add_scalars("/summary", std::vector<result::Scalar>{{"pue", "1", evil, 1.2}});
  writer.add_texts("/summary", std::vector<result::Text>{{"scenario", evil}, {"currency", evil}});
  writer.add_texts("/provenance", std::vector<result::Text>{{"scenario_text", evil + "\n" + evil}});
  writer.finish("complete");

  std::vector<result::ResultFile> files;
  files.push_back(result::ResultFile::open(folder / "a.h5"));
  const auto html = page(files);
  EXPECT_THAT(html, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)"));
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));
  EXPECT_THAT(html, Not(HasSubstr("http://")));
}

TEST(Page, OfAFileWithoutSeriesStillOpens) {
  const result::TemporaryFolder folder;
  result::ResultWriter writer(folder / "a.h5", result::sample_info());
  writer.finish("complete");
  std::vector<result::ResultFile> files;
  files.push_back(result::ResultFile::open(folder / "a.h5"));
  EXPECT_THAT(page(files), HasSubstr("two racks"));
}

}  // namespace
}  // namespace icekeel::analysis::report
