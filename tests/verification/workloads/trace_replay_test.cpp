// SPDX-License-Identifier: Apache-2.0
// Execution traces against closed forms: chains, overlap, collectives and messages of small steps.
// Files are encoded here byte by byte, so that nothing of the reader is trusted.
#include "workloads/trace_replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "simulator/base/units.h"
#include "tests/support/scratch.h"

namespace icekeel::workloads::replay_test {
namespace {

using testing::HasSubstr;

const Tier link{100.0 * units::gigabyte_per_second, Duration::si(1e-6)};
const Tier network{50.0 * units::gigabyte_per_second, Duration::si(5e-6)};
const ReplayMachine machine{8,
                            100.0 * units::teraflop_per_second,
                            1000.0 * units::gigabyte_per_second,
                            {link, network, false}};

TraceNode compute(std::uint64_t id, double seconds, std::vector<std::uint64_t> after = {}) {
  TraceNode node{.id = id, .work = TraceWork::compute, .after = std::move(after)};
  node.duration = Duration::si(seconds);
  return node;
}

TraceNode joint(std::uint64_t id, Collective kind, double gigabytes,
                std::vector<std::uint64_t> after = {}) {
  TraceNode node{.id = id, .work = TraceWork::collective, .after = std::move(after)};
  node.collective = kind;
  node.bytes = gigabytes * units::gigabyte;
  return node;
}

TraceNode letter(std::uint64_t id, TraceWork work, std::int64_t from, std::int64_t to,
                 std::vector<std::uint64_t> after = {}) {
  TraceNode node{.id = id, .work = work, .after = std::move(after)};
  node.bytes = units::gigabyte;
  node.source = from;
  node.target = to;
  return node;
}

ExecutionTrace on_ranks(std::size_t ranks, const std::vector<TraceNode>& nodes) {
  ExecutionTrace trace;
  for (std::size_t rank = 0; rank < ranks; ++rank)
    trace.ranks.push_back({"trace." + std::to_string(rank) + ".et", nodes});
  return trace;
}

double seconds(const Replay& replay) {
  EXPECT_TRUE(replay.flaws.empty()) << replay.flaws.front().message;
  return replay.time.si();
}

TEST(TraceReplay, AChainAndAnAllReduceTakeTheSumOfTheirTimes) {
  const auto done = replay(on_ranks(8, {compute(1, 0.01), compute(2, 0.02, {1}),
                                        joint(3, Collective::all_reduce, 1.0, {2})}),
                           machine);
  const Group group{8, 1};
  const double all_reduce = fastest_all_reduce(units::gigabyte, group, machine.paths).time.si();
  const double ring = 14e-6 + 14.0 / 8.0 * 0.01;
  EXPECT_NEAR(all_reduce, ring, 1e-15);
  EXPECT_NEAR(seconds(done), 0.03 + ring, 1e-15);
  for (const auto& rank : done.ranks) {
    EXPECT_NEAR(rank.compute.si(), 0.03, 1e-15);
    EXPECT_NEAR(rank.exposed.si(), ring, 1e-15);
  }
}

TEST(TraceReplay, WhatIsIndependentOfACollectiveHidesIt) {
  const auto done = replay(
      on_ranks(
          8, {compute(1, 0.01), joint(2, Collective::all_reduce, 1.0, {1}), compute(3, 0.5, {1})}),
      machine);
  EXPECT_NEAR(seconds(done), 0.51, 1e-15);
  EXPECT_NEAR(done.ranks.front().exposed.si(), 0.0, 1e-15);
  EXPECT_NEAR(done.ranks.front().communication.si(), 14e-6 + 0.0175, 1e-15);
}

TEST(TraceReplay, ARankComputesOneNodeAtATime) {
  const auto done =
      replay(on_ranks(1, {compute(1, 0.1), compute(2, 0.2), compute(3, 0.3)}), machine);
  EXPECT_NEAR(seconds(done), 0.6, 1e-15);
}

TEST(TraceReplay, WithoutADurationTheRooflineHolds) {
  auto bound_by_rate = compute(1, 0), bound_by_memory = compute(2, 0, {1});
  bound_by_rate.operations = 2.0 * units::teraflop;
  bound_by_rate.tensor = units::gigabyte;
  bound_by_memory.operations = units::teraflop;
  bound_by_memory.tensor = 50.0 * units::gigabyte;
  EXPECT_NEAR(seconds(replay(on_ranks(1, {bound_by_rate, bound_by_memory}), machine)), 0.02 + 0.05,
              1e-15);
}

TEST(TraceReplay, ACollectiveWaitsForItsLastRank) {
  auto trace = on_ranks(8, {compute(1, 0.01), joint(2, Collective::all_gather, 1.0, {1})});
  trace.ranks[5].nodes[0] = compute(1, 0.4);
  EXPECT_NEAR(seconds(replay(trace, machine)), 0.4 + 7e-6 + 7.0 / 8.0 * 0.01, 1e-15);
}

TEST(TraceReplay, GroupsTalkSideBySideAndACollectiveAfterAnother) {
  auto trace =
      on_ranks(8, {joint(1, Collective::all_reduce, 1.0), joint(2, Collective::all_reduce, 1.0)});
  for (std::size_t rank = 0; rank < 8; ++rank)
    for (auto& node : trace.ranks[rank].nodes) node.group = rank < 4 ? "low" : "high";
  EXPECT_NEAR(seconds(replay(trace, machine)), 2 * (6e-6 + 1.5 * 0.01), 1e-15);
}

TEST(TraceReplay, MessagesPassAPipelineBetweenNodes) {
  auto trace = on_ranks(16, {});
  trace.ranks[0].nodes = {compute(1, 0.1), letter(2, TraceWork::send, 0, 8, {1})};
  trace.ranks[8].nodes = {letter(7, TraceWork::receive, 0, 8), compute(8, 0.2, {7})};
  // A gigabyte over an eighth of 50 GB/s.
  EXPECT_NEAR(seconds(replay(trace, machine)), 0.1 + 5e-6 + 0.16 + 0.2, 1e-15);
}

TEST(TraceReplay, CollectivesAreAsInTheirClosedForms) {
  const std::vector<std::size_t> eight{0, 1, 2, 3, 4, 5, 6, 7};
  const auto time = [&](Collective kind) {
    return collective_time(kind, units::gigabyte, eight, machine).si();
  };
  EXPECT_NEAR(time(Collective::reduce_scatter), ring_reduce_scatter(units::gigabyte, 8, link).si(),
              1e-15);
  EXPECT_NEAR(time(Collective::all_gather), ring_all_gather(units::gigabyte, 8, link).si(), 1e-15);
  EXPECT_NEAR(time(Collective::all_to_all), all_to_all(units::gigabyte, 8, link).si(), 1e-15);
  EXPECT_NEAR(time(Collective::broadcast), 7e-6 + 0.01, 1e-15);
  EXPECT_LT(time(Collective::barrier), 1e-4);
  EXPECT_EQ(collective_time(Collective::all_reduce, units::gigabyte, {3}, machine).si(), 0.0);
}

TEST(TraceReplay, RanksThatDoNotMatchAreNamed) {
  auto trace = on_ranks(2, {joint(1, Collective::all_reduce, 1.0)});
  trace.ranks[1].nodes[0].collective = Collective::broadcast;
  EXPECT_THAT(replay(trace, machine).flaws.at(0).message, HasSubstr("is a broadcast"));
  trace.ranks[1].nodes.clear();
  EXPECT_THAT(replay(trace, machine).flaws.at(0).message,
              HasSubstr("has 0 collectives here and 1"));
  auto alone = on_ranks(2, {});
  alone.ranks[1].nodes = {letter(4, TraceWork::receive, 0, 1)};
  EXPECT_THAT(replay(alone, machine).flaws.at(0).message, HasSubstr("never sent"));
}

// Chakra's encoding: a tag of number and type, then a varint or a length and bytes.
std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value > 127; value >>= 7U) bytes += static_cast<char>(value | 128U);
  return bytes + static_cast<char>(value);
}
std::string number(unsigned field, std::uint64_t value) {
  return varint(field << 3U) + varint(value);
}
std::string text(unsigned field, const std::string& bytes) {
  return varint(field << 3U | 2U) + varint(bytes.size()) + bytes;
}
std::string framed(const std::string& message) {
  return varint(message.size()) + message;
}
std::string attribute(const std::string& name, std::uint64_t value) {
  return text(10, text(1, name) + number(9, value));
}
std::string encoded(std::uint64_t id, unsigned type, std::uint64_t micros,
                    const std::string& more = "", std::uint64_t after = 0) {
  return framed(number(1, id) + text(2, "a node") + number(3, type) +
                (after > 0 ? number(5, after) : "") + number(7, micros) + more);
}
const std::string head = framed(text(1, "0.0.4"));
const std::string whole =
    head + encoded(1, 4, 10'000) +
    encoded(2, 7, 0, attribute("comm_type", 0) + attribute("comm_size", 1'000'000'000), 1);

ExecutionTrace written_trace(const std::vector<std::pair<std::string, std::string>>& files) {
  const auto folder =
      scratch_folder() / std::to_string(files.size() * 1000 + files.front().second.size());
  std::filesystem::remove_all(folder);
  std::filesystem::create_directory(folder);
  for (const auto& [name, bytes] : files) std::ofstream(folder / name, std::ios::binary) << bytes;
  return read_execution_trace(folder);
}

std::string first_flaw(const ExecutionTrace& trace) {
  return trace.flaws.empty() ? "none" : trace.flaws[0].where + ": " + trace.flaws[0].message;
}

TEST(TraceReplay, FilesOfChakraAreRead) {
  const auto trace = written_trace({{"trace.0.et", whole}, {"trace.1.et", whole}});
  ASSERT_EQ(first_flaw(trace), "none");
  EXPECT_EQ(trace.ranks[1].nodes[1].after, std::vector<std::uint64_t>{1});
  EXPECT_NEAR(seconds(replay(trace, machine)), 0.01 + 2e-6 + 0.01, 1e-15);
}

TEST(TraceReplay, WhereAFileIsDamagedIsSaid) {
  const auto flaw = [](const std::string& bytes) {
    return first_flaw(written_trace({{"trace.0.et", bytes}}));
  };
  const auto second = std::to_string(head.size());
  EXPECT_THAT(flaw(whole.substr(0, head.size() + 10)), HasSubstr("trace.0.et: byte " + second));
  EXPECT_THAT(flaw(head + varint(1ULL << 31U)), HasSubstr("a message of 2147483648 bytes"));
  EXPECT_THAT(flaw(""), HasSubstr("the file is empty"));
  EXPECT_THAT(flaw(head + std::string("\x80", 1)), HasSubstr("is cut short"));
  EXPECT_THAT(flaw(head + framed(std::string(10, '\xff'))), HasSubstr("damaged"));
  EXPECT_THAT(flaw(head + encoded(1, 7, 0, attribute("comm_type", 99))), HasSubstr("kind 99"));
}

TEST(TraceReplay, WhatCannotBeOrderedIsSaid) {
  const auto flaw = [](const std::string& nodes) {
    return first_flaw(written_trace({{"trace.0.et", head + nodes}}));
  };
  EXPECT_THAT(flaw(encoded(1, 4, 1, "", 2) + encoded(2, 4, 1, "", 1)),
              HasSubstr("2 nodes wait for each other: 1, 2"));
  EXPECT_THAT(flaw(encoded(1, 4, 1, "", 7)),
              HasSubstr("node 1 waits for node 7, which is not there"));
  EXPECT_THAT(flaw(encoded(1, 4, 1) + encoded(1, 4, 1)), HasSubstr("node 1 is there twice"));
}

TEST(TraceReplay, FoldersWithoutAWholeTraceAreRefused) {
  EXPECT_THAT(first_flaw(written_trace({{"trace.0.et", whole}, {"trace.2.et", whole}})),
              HasSubstr("rank 1 of 3 has no trace"));
  EXPECT_THAT(first_flaw(written_trace({{"a.0.et", whole}, {"b.1.et", whole}})),
              HasSubstr("several traces"));
  EXPECT_THAT(first_flaw(written_trace({{"notes.txt", whole}})), HasSubstr("there is no trace"));
  EXPECT_THAT(first_flaw(read_execution_trace("/does/not/exist")), HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace icekeel::workloads::replay_test
