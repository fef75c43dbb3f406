// SPDX-License-Identifier: Apache-2.0
#include "analysis/trace_times.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/inference_parts.h"
#include "analysis/text_format.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

using workloads::RankTimes;

Duration mean_of(const TraceTimes& times, Duration RankTimes::* part) {
  Duration sum;
  for (const auto& rank : times.replay.ranks) sum += rank.*part;
  return sum / static_cast<double>(times.replay.ranks.size());
}

std::optional<platforms::Precision> precision_of(const std::string& name) {
  const auto& names = config::Choices<platforms::Precision>::names;
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<platforms::Precision>(found - names.begin());
}

std::string row(std::string_view what, std::string_view value) {
  return fmt::format("{}{}\n", left(what, 34), value);
}

std::string part_row(const TraceTimes& times, std::string_view what, Duration part) {
  return row(
      what, fmt::format("{}  {:.1f} %", left(duration_text(part), 14),
                        times.replay.time > Duration{} ? 100.0 * (part / times.replay.time) : 0.0));
}

}  // namespace

TraceTimes time_trace(const TraceCase& asked, const config::Catalogue& catalogue) {
  TraceTimes times{asked, {}, 1, {}};
  std::vector<config::Finding> problems;
  platforms::NodeSpec node;
  workloads::EfficiencySpec efficiency;
  read_entry(asked.node, "--node", catalogue, problems, node);
  read_entry(asked.efficiency, "--efficiency", catalogue, problems, efficiency);
  const auto precision = precision_of(asked.precision);
  if (!precision)
    problems.push_back({"--precision", fmt::format("'{}' is no precision", asked.precision),
                        "precisions are fp64, fp32, tf32, bf16, fp16, fp8, int8, fp4"});
  for (const auto& problem : problems)
    times.flaws.push_back({problem.path, problem.message, problem.remedy});
  if (!times.flaws.empty()) return times;
  const auto hardware = workloads::hardware_of(node, *precision);
  if (hardware.peak <= ComputeRate{})
    times.flaws.push_back({"--precision",
                           fmt::format("'{}' does not compute in {}", asked.node, asked.precision),
                           "give another precision or node"});
  const auto trace = workloads::read_execution_trace(asked.folder);
  times.flaws.insert(times.flaws.end(), trace.flaws.begin(), trace.flaws.end());
  if (!times.flaws.empty()) return times;
  times.per_node = hardware.gpus_per_node;
  times.replay = workloads::replay(trace, workloads::replay_machine(hardware, efficiency));
  times.flaws = times.replay.flaws;
  return times;
}

std::string to_text(const TraceTimes& times) {
  const auto& replay = times.replay;
  const auto ranks = replay.ranks.size();
  const Duration busy = mean_of(times, &RankTimes::compute);
  const Duration exposed = mean_of(times, &RankTimes::exposed);
  Duration waiting = replay.time - busy - exposed;
  if (waiting < 1e-12 * replay.time) waiting = {};  // digits of a sum
  std::string text = row("trace", printable(times.asked.folder));
  text += row("machine", fmt::format("{} ranks on {} nodes of {}, {}", ranks,
                                     (ranks + times.per_node - 1) / times.per_node,
                                     times.asked.node, times.asked.precision));
  text += row("nodes of the trace", fmt::format("{}, {} collectives, {} messages",
                                                number_text(static_cast<double>(replay.nodes)),
                                                replay.collectives, replay.messages));
  text += row("step time", duration_text(replay.time));
  text += part_row(times, "  compute (mean of the ranks)", busy);
  text += part_row(times, "  communication not hidden", exposed);
  text += part_row(times, "  waiting", waiting);
  text +=
      part_row(times, "communication, hidden or not", mean_of(times, &RankTimes::communication));
  return text;
}

nlohmann::ordered_json to_json(const TraceTimes& times) {
  const auto seconds = [](Duration d) { return d.in(units::second); };
  auto ranks = nlohmann::ordered_json::array();
  for (const auto& rank : times.replay.ranks)
    ranks.push_back({{"end_s", seconds(rank.end)},
                     {"compute_s", seconds(rank.compute)},
                     {"communication_s", seconds(rank.communication)},
                     {"exposed_s", seconds(rank.exposed)}});
  return {{"trace", times.asked.folder},
          {"node", times.asked.node},
          {"precision", times.asked.precision},
          {"efficiency", times.asked.efficiency},
          {"trace_nodes", times.replay.nodes},
          {"collectives", times.replay.collectives},
          {"messages", times.replay.messages},
          {"communicated_GB", times.replay.bytes.in(units::gigabyte)},
          {"step_time_s", seconds(times.replay.time)},
          {"compute_s", seconds(mean_of(times, &RankTimes::compute))},
          {"exposed_s", seconds(mean_of(times, &RankTimes::exposed))},
          {"ranks", ranks}};
}

}  // namespace icekeel::analysis
