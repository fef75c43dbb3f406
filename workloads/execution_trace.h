// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Execution traces: what each rank of a training step did, and what had to be done before.

#include <array>
#include <cstdint>
#include <filesystem>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"

namespace icekeel::workloads {

enum class TraceWork { nothing, compute, collective, send, receive };

/// In the order of Chakra's CollectiveCommType.
enum class Collective {
  all_reduce,
  reduce,
  all_gather,
  gather,
  scatter,
  broadcast,
  all_to_all,
  reduce_scatter,
  reduce_scatter_block,
  barrier
};
inline constexpr std::array<std::string_view, 10> collectives{
    "all-reduce", "reduce",         "all-gather",           "gather", "scatter", "broadcast",
    "all-to-all", "reduce-scatter", "reduce-scatter-block", "barrier"};

struct TraceNode {
  std::uint64_t id = 0;
  std::string name;
  TraceWork work = TraceWork::nothing;
  Duration duration;   ///< as recorded; 0: not
  Work operations;     ///< of compute
  Information tensor;  ///< that compute moves to and from memory
  Information bytes;   ///< of communication
  Collective collective = Collective::all_reduce;
  std::string group;                             ///< of a collective; empty: all ranks
  std::int64_t source = 0, target = 0, tag = 0;  ///< of a message
  std::vector<std::uint64_t> after;              ///< ids of what has to be done before
};

struct RankTrace {
  std::string file;
  std::vector<TraceNode> nodes;
};

struct TraceFlaw {
  std::string where;  ///< file, with the byte or the node
  std::string message;
  std::string remedy;
};

/// The traces of all ranks, in their order; only usable without flaws.
struct ExecutionTrace {
  std::vector<RankTrace> ranks;
  std::vector<TraceFlaw> flaws;
};

/// Reads one rank (Chakra protobuf: GlobalMetadata, then a Node after another, each after its
/// length). Flaws are added with the byte at which they begin.
RankTrace read_chakra(std::istream& stream, const std::string& file, std::vector<TraceFlaw>& flaws);

/// Reads the files PREFIX.0.et, PREFIX.1.et ... of a folder, and checks ids and dependencies.
ExecutionTrace read_execution_trace(const std::filesystem::path& folder);

/// Ids that are there twice or not at all, and nodes that wait for each other.
void check_order(const RankTrace& rank, std::vector<TraceFlaw>& flaws);

}  // namespace icekeel::workloads
