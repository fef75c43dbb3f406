// SPDX-License-Identifier: Apache-2.0
#include "workloads/execution_trace.h"

#include <chakra.pb.h>
#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "simulator/base/units.h"

namespace icekeel::workloads {
namespace {

namespace pb = google::protobuf::io;
namespace fs = std::filesystem;

constexpr std::uint32_t longest_message = 64U << 20U;
constexpr std::size_t most_flaws = 20;
constexpr const char* write_again = "write the trace again, or get it whole";

std::int64_t whole(const chakra::AttributeProto& a) {
  switch (a.value_case()) {
    case chakra::AttributeProto::kDoubleVal:
      return static_cast<std::int64_t>(a.double_val());
    case chakra::AttributeProto::kFloatVal:
      return static_cast<std::int64_t>(a.float_val());
    case chakra::AttributeProto::kInt32Val:
      return a.int32_val();
    case chakra::AttributeProto::kInt64Val:
      return a.int64_val();
    case chakra::AttributeProto::kUint32Val:
      return a.uint32_val();
    case chakra::AttributeProto::kUint64Val:
      return static_cast<std::int64_t>(a.uint64_val());
    case chakra::AttributeProto::kSint32Val:
      return a.sint32_val();
    case chakra::AttributeProto::kSint64Val:
      return a.sint64_val();
    case chakra::AttributeProto::kFixed32Val:
      return a.fixed32_val();
    case chakra::AttributeProto::kFixed64Val:
      return static_cast<std::int64_t>(a.fixed64_val());
    case chakra::AttributeProto::kSfixed32Val:
      return a.sfixed32_val();
    case chakra::AttributeProto::kSfixed64Val:
      return a.sfixed64_val();
    case chakra::AttributeProto::kBoolVal:
      return a.bool_val() ? 1 : 0;
    case chakra::AttributeProto::kStringVal:
    case chakra::AttributeProto::VALUE_NOT_SET:
      break;
  }
  return 0;
}

TraceWork work_of(const chakra::Node& node) {
  switch (node.type()) {
    case chakra::COMP_NODE:
    case chakra::MEM_LOAD_NODE:
    case chakra::MEM_STORE_NODE:
      return TraceWork::compute;
    case chakra::COMM_COLL_NODE:
      return TraceWork::collective;
    case chakra::COMM_SEND_NODE:
      return TraceWork::send;
    case chakra::COMM_RECV_NODE:
      return TraceWork::receive;
    default:
      // What is newer than these kinds has its duration, if it is known.
      return node.duration_micros() > 0 && node.type() != chakra::METADATA_NODE
                 ? TraceWork::compute
                 : TraceWork::nothing;
  }
}

TraceNode node_of(const chakra::Node& message, const std::string& where,
                  std::vector<TraceFlaw>& flaws) {
  TraceNode node{.id = message.id(), .name = message.name(), .work = work_of(message)};
  node.duration = Duration::si(1e-6 * static_cast<double>(message.duration_micros()));
  node.after.assign(message.ctrl_deps().begin(), message.ctrl_deps().end());
  node.after.insert(node.after.end(), message.data_deps().begin(), message.data_deps().end());
  for (const auto& attribute : message.attr()) {
    const auto& name = attribute.name();
    const std::int64_t value = whole(attribute);
    const auto count = static_cast<double>(value);
    if (value < 0 && (name == "num_ops" || name == "tensor_size" || name == "comm_size"))
      flaws.push_back({where, fmt::format("'{}' is {}", name, value), write_again});
    if (name == "num_ops") node.operations = count * units::flop;
    if (name == "tensor_size") node.tensor = count * units::byte;
    if (name == "comm_size") node.bytes = count * units::byte;
    if (name == "comm_src") node.source = value;
    if (name == "comm_dst") node.target = value;
    if (name == "comm_tag") node.tag = value;
    if (name == "pg_name")
      node.group = attribute.has_string_val() ? attribute.string_val() : std::to_string(value);
    if (name != "comm_type") continue;
    if (value < 0 || value >= static_cast<std::int64_t>(collectives.size()))
      flaws.push_back(
          {where, fmt::format("there is no collective of the kind {}", value), "kinds are 0 to 9"});
    else
      node.collective = static_cast<Collective>(value);
  }
  return node;
}

/// PREFIX and N of "PREFIX.N.et".
struct RankName {
  std::string prefix;
  std::size_t rank = 0;
};

std::optional<RankName> rank_name(const std::string& file) {
  if (!file.ends_with(".et")) return std::nullopt;
  const std::string stem = file.substr(0, file.size() - 3);
  const auto dot = stem.rfind('.');
  if (dot == std::string::npos) return std::nullopt;
  RankName name{stem.substr(0, dot), 0};
  const char* end = stem.data() + stem.size();
  const auto read = std::from_chars(stem.data() + dot + 1, end, name.rank);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return name;
}

// Kahn's algorithm; what is left waits for itself.
std::vector<std::uint64_t> nodes_in_circles(const RankTrace& rank) {
  std::unordered_map<std::uint64_t, std::size_t> waits;
  std::unordered_map<std::uint64_t, std::vector<std::uint64_t>> then;
  for (const auto& node : rank.nodes) {
    waits[node.id] += node.after.size();
    for (const auto before : node.after) then[before].push_back(node.id);
  }
  std::vector<std::uint64_t> ready, left;
  for (const auto& [id, count] : waits)
    if (count == 0) ready.push_back(id);
  while (!ready.empty()) {
    const auto id = ready.back();
    ready.pop_back();
    waits.erase(id);
    for (const auto next : then[id])
      if (const auto found = waits.find(next); found != waits.end() && --found->second == 0)
        ready.push_back(next);
  }
  for (const auto& [id, count] : waits) left.push_back(id);
  std::ranges::sort(left);
  return left;
}

}  // namespace

RankTrace read_chakra(std::istream& stream, const std::string& file,
                      std::vector<TraceFlaw>& flaws) {
  RankTrace rank{file, {}};
  pb::IstreamInputStream raw(&stream);
  for (bool first = true;; first = false) {
    const auto at = raw.ByteCount();
    const auto flawed = [&](const std::string& message) {
      flaws.push_back({fmt::format("{}: byte {}", file, at), message, write_again});
      return rank;
    };
    pb::CodedInputStream in(&raw);
    std::uint32_t length = 0;
    const void* more = nullptr;
    int size = 0;
    if (!in.GetDirectBufferPointer(&more, &size)) {
      if (first) return flawed("the file is empty");
      break;
    }
    if (!in.ReadVarint32(&length)) return flawed("the length of a message is cut short");
    if (length > longest_message)
      return flawed(
          fmt::format("a message of {} bytes, which is more than {}", length, longest_message));
    const auto limit = in.PushLimit(static_cast<int>(length));
    chakra::GlobalMetadata metadata;
    chakra::Node node;
    google::protobuf::MessageLite& message =
        first ? static_cast<google::protobuf::MessageLite&>(metadata) : node;
    if (!message.ParseFromCodedStream(&in) || in.BytesUntilLimit() > 0)
      return flawed(fmt::format("a message of {} bytes is cut short or damaged", length));
    in.PopLimit(limit);
    if (!first)
      rank.nodes.push_back(
          node_of(node, fmt::format("{}: byte {}: node {}", file, at, node.id()), flaws));
    if (flaws.size() > most_flaws) break;
  }
  return rank;
}

void check_order(const RankTrace& rank, std::vector<TraceFlaw>& flaws) {
  std::set<std::uint64_t> ids;
  const auto before = flaws.size();
  for (const auto& node : rank.nodes)
    if (!ids.insert(node.id).second)
      flaws.push_back({rank.file, fmt::format("node {} is there twice", node.id), write_again});
  for (const auto& node : rank.nodes)
    for (const auto needed : node.after)
      if (!ids.contains(needed))
        flaws.push_back(
            {rank.file,
             fmt::format("node {} waits for node {}, which is not there", node.id, needed),
             write_again});
  if (flaws.size() > before) return;
  const auto circle = nodes_in_circles(rank);
  if (circle.empty()) return;
  std::string some;
  for (std::size_t i = 0; i < std::min<std::size_t>(circle.size(), 10); ++i)
    some += fmt::format("{}{}", i > 0 ? ", " : "", circle[i]);
  flaws.push_back({rank.file,
                   fmt::format("{} nodes wait for each other: {}{}", circle.size(), some,
                               circle.size() > 10 ? " ..." : ""),
                   write_again});
}

ExecutionTrace read_execution_trace(const fs::path& folder) {
  ExecutionTrace trace;
  std::map<std::size_t, fs::path> files;
  std::set<std::string> prefixes;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (const auto name = rank_name(entry.path().filename().string())) {
      prefixes.insert(name->prefix);
      files[name->rank] = entry.path();
    }
  const auto flaw = [&](const std::string& message, const std::string& remedy) {
    trace.flaws.push_back({folder.string(), message, remedy});
    return trace;
  };
  if (error) return flaw("the folder cannot be read: " + error.message(), "name a folder");
  if (files.empty())
    return flaw("there is no trace", "a rank is a file, as trace.0.et, trace.1.et ...");
  if (prefixes.size() > 1)
    return flaw(fmt::format("there are several traces, '{}' and '{}'", *prefixes.begin(),
                            *prefixes.rbegin()),
                "put each into a folder of its own");
  for (std::size_t rank = 0; rank < files.size(); ++rank)
    if (!files.contains(rank))
      return flaw(fmt::format("rank {} of {} has no trace", rank, files.rbegin()->first + 1),
                  fmt::format("add {}.{}.et", *prefixes.begin(), rank));
  for (const auto& [rank, path] : files) {
    std::ifstream stream(path, std::ios::binary);
    trace.ranks.push_back(read_chakra(stream, path.filename().string(), trace.flaws));
    if (trace.flaws.empty()) check_order(trace.ranks.back(), trace.flaws);
    if (trace.flaws.size() > most_flaws) break;
  }
  return trace;
}

}  // namespace icekeel::workloads
