// SPDX-License-Identifier: Apache-2.0
#include "workloads/hpl.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "simulator/base/expect.h"
#include "simulator/base/units.h"

namespace icekeel::workloads {
namespace {

constexpr std::size_t most_phases = 100;
constexpr double bytes_per_number = 8;

// What all blocks of a run share.
struct Run {
  double order;
  double block;
  double side;       // chips along a row, and along a column, of their grid
  double depth;      // log2 of that: steps of a tree over a row
  double rate;       // of a chip's update [flop/s]
  double bandwidth;  // of a chip to other nodes [byte/s]; 0: it is alone
  double leaving;    // share of what a chip sends that leaves its node
  const LinpackMethodSpec& method;
};

struct Block {
  double update = 0;
  double others = 0;  // panel and transfers
  double time = 0;
  double bytes = 0;  // that a chip sends to others
};

// The block of columns with `left` unknowns still to eliminate.
Block block_at(const Run& run, double left) {
  const double mine = left / run.side;  // rows, and columns, of a chip
  Block b;
  b.update = 2 * mine * mine * run.block / run.rate * (1 + run.method.half_side / mine);
  const double panel = mine * run.block * run.block / run.method.panel_rate.si() +
                       run.block * run.depth * run.method.message.si();
  b.bytes = run.side > 1 ? run.leaving * bytes_per_number * run.block * 3 * mine : 0;
  const double transfers =
      (run.bandwidth > 0 ? b.bytes / run.bandwidth : 0) + 2 * run.depth * run.method.message.si();
  b.others = panel + transfers;
  b.time = std::max(b.update, b.others) + run.method.exposed_share * std::min(b.update, b.others);
  return b;
}

Run run_of(const HplSpec& spec, const platforms::NodeSpec& node, const MatrixProduct& product) {
  const double chips = static_cast<double>(spec.nodes * node.chips);
  const bool spills = node.chip.linpack && node.chip.linpack->memory > Information{};
  const Information each = spills ? node.chip.linpack->memory : node.chip.memory;
  const double fill = spec.method.memory_share * chips * each.in(units::byte);
  const double order = spec.order ? static_cast<double>(*spec.order)
                                  : std::floor(std::sqrt(fill / bytes_per_number));
  const double side = std::sqrt(chips);
  return {.order = order,
          .block = std::min(static_cast<double>(spec.method.block), order),
          .side = side,
          .depth = std::log2(side),
          .rate = product.share * platforms::peak_rate(node.chip, platforms::Precision::fp64).si(),
          .bandwidth = spec.method.bandwidth_share *
                       platforms::injection_rate(node).in(units::byte_per_second) /
                       static_cast<double>(node.chips),
          // The chips of a node form a square of the grid: what one of a row has, the others need
          // not fetch.
          .leaving = 1 / std::sqrt(static_cast<double>(node.chips)),
          .method = spec.method};
}

}  // namespace

platforms::Activity matrix_activity(const platforms::ChipSpec& chip, Power power, double share) {
  platforms::Activity activity;
  const Power above = std::max(power - chip.power.idle, Power{});
  // Where this is less than any kernel draws, the chip counts as busy for less of the time.
  activity.busy = chip.power.busy > Power{} ? std::min(1.0, above / chip.power.busy) : 0;
  const Power rest = above - std::min(above, chip.power.busy);
  if (chip.power.tensor > Power{}) activity.tensor = share * (rest / chip.power.tensor);
  return activity;
}

HplPlan plan_hpl(const HplSpec& spec, const platforms::NodeSpec& node,
                 const MatrixProduct& product) {
  const Run run = run_of(spec, node, product);
  ICEKEEL_EXPECT(run.rate > 0 && run.order >= 1);
  HplPlan plan;
  plan.nodes = spec.nodes;
  plan.order = run.order;
  const auto blocks = static_cast<std::size_t>(std::ceil(run.order / run.block));
  const std::size_t phases = std::min(blocks, most_phases);
  const double port =
      platforms::injection_rate(node).in(units::byte_per_second) / static_cast<double>(node.chips);
  double update = 0;
  for (std::size_t phase = 0; phase < phases; ++phase) {
    Block sum;
    for (std::size_t b = phase * blocks / phases; b < (phase + 1) * blocks / phases; ++b) {
      const Block block = block_at(run, run.order - static_cast<double>(b) * run.block);
      sum.update += block.update;
      sum.time += block.time;
      sum.bytes += block.bytes;
    }
    HplPhase& made = plan.phases.emplace_back();
    made.length = Duration::si(sum.time);
    made.update_share = sum.update / sum.time;
    made.activity = matrix_activity(node.chip, product.power, made.update_share);
    made.activity.network = port > 0 ? std::min(1.0, sum.bytes / port / sum.time) : 0;
    made.activity.cpu = spec.method.host_share;
    plan.time += made.length;
    update += sum.update;
  }
  plan.update_share = update / plan.time.si();
  const double n = run.order;
  plan.rate = ComputeRate::si((2.0 / 3.0 * n + 1.5) * n * n / plan.time.si());
  return plan;
}

HplPlan plan_hpl(const HplSpec& spec, const platforms::NodeSpec& node) {
  ICEKEEL_EXPECT(node.chip.linpack.has_value());
  return plan_hpl(spec, node, {node.chip.linpack->share, node.chip.linpack->power});
}

std::vector<config::Finding> check(const HplSpec& spec, const platforms::NodeSpec& node) {
  std::vector<config::Finding> findings;
  if (!node.chip.linpack || node.chip.peak.fp64 <= ComputeRate{}) {
    findings.push_back({"nodes",
                        fmt::format("nothing is known of Linpack on the chip '{}' of {}",
                                    node.chip.name, node.name),
                        "give the chip 'peak.fp64' and 'linpack', or choose another node"});
    return findings;
  }
  if (!spec.order) return findings;
  const double n = static_cast<double>(*spec.order);
  const auto needed = Information::si(8 * bytes_per_number * n * n);
  const auto there = static_cast<double>(spec.nodes) * (platforms::chip_memory(node) + node.memory);
  if (needed > there)
    findings.push_back(
        {"order",
         fmt::format("the matrix takes {:.0f} TB; the {} nodes have {:.0f} TB",
                     needed.in(1e3 * units::gigabyte), spec.nodes, there.in(1e3 * units::gigabyte)),
         "lower 'order' or take more nodes"});
  return findings;
}

void describe(config::Fields& f, LinpackMethodSpec& m) {
  constexpr config::Limits share{.least = 0, .most = 1, .above_least = true};
  f.optional("block", m.block, "Columns that are factorised and applied together.",
             {.least = 1, .most = 65536});
  f.optional("memory_share", m.memory_share,
             "Share of the chips' memory, in decimal units, that the matrix "
             "fills.",
             {.least = 0, .most = 2, .above_least = true});
  f.optional("half_side", m.half_side,
             "Side of a chip's part of the matrix, in elements, that halves the rate of the "
             "update.");
  f.optional("panel_rate", m.panel_rate, "Rate of one process in the factorisation of the panel.",
             {.above_least = true});
  f.optional("message", m.message, "Time of one step of a reduction or exchange between chips.");
  f.optional("bandwidth_share", m.bandwidth_share,
             "Share of the adapters' rate that broadcasts and row swaps reach.", share);
  f.optional("exposed_share", m.exposed_share,
             "Share of panel and transfers, or of the update where it is shorter, that is not "
             "hidden under the other.",
             {.most = 1});
  f.optional("host_share", m.host_share, "Share of the processors' cores that work.", {.most = 1});
}

void describe(config::Fields& f, HplSpec& spec) {
  f.required("nodes", spec.nodes, "Nodes of the run, all of one kind.",
             {.least = 1, .most = 1'000'000});
  f.optional("order", spec.order, "Unknowns; by default what fills the memory of the chips.",
             {.least = 1000, .most = 1e9});
  f.optional("method", spec.method, "How the implementation works.");
}

}  // namespace icekeel::workloads
