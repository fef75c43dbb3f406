// SPDX-License-Identifier: Apache-2.0
#include "workloads/hardware.h"

#include <algorithm>

#include "platforms/node.h"

namespace icekeel::workloads {
namespace {

// Operations of an A100's multiprocessor in a clock, dense, in 16 bits: the constants of the kernel
// model were fitted there.
constexpr double a100_work_per_clock = 2048;

}  // namespace

Information element_size(platforms::Precision precision) {
  using enum platforms::Precision;
  switch (precision) {
    case fp64:
      return Information::si(64);
    case fp32:
    case tf32:
      return Information::si(32);
    case bf16:
    case fp16:
    case fp8:
    case int8:
    case fp4:
      break;
  }
  return Information::si(16);
}

Information cast_size(platforms::Precision precision) {
  return Information::si(precision == platforms::Precision::fp8 ? 16 + 8 + 8 : 0);
}

Hardware hardware_of(const platforms::NodeSpec& node, platforms::Precision precision) {
  Hardware hardware;
  hardware.peak = platforms::peak_rate(node.chip, precision);
  const bool narrow = precision == platforms::Precision::fp8;
  hardware.attention_peak =
      narrow ? platforms::peak_rate(node.chip, platforms::Precision::bf16) : hardware.peak;
  hardware.memory_bandwidth = node.chip.memory_bandwidth;
  hardware.memory = node.chip.memory;
  hardware.link_bandwidth = node.chip.link_bandwidth;
  hardware.multiprocessors = node.chip.multiprocessors;
  hardware.power = node.chip.power;
  hardware.power_limit = node.chip.tdp;
  hardware.reducing_switches = node.chip_switches.reduces;
  hardware.network_bandwidth = platforms::injection_rate(node);
  hardware.gpus_per_node = static_cast<std::size_t>(node.chips);
  hardware.processors = static_cast<std::size_t>(std::max<std::int64_t>(1, node.cpu.sockets));
  const double units = static_cast<double>(node.chip.multiprocessors) * node.chip.clock.si();
  if (units > 0) hardware.pipeline_depth = hardware.peak.si() / units / a100_work_per_clock;
  return hardware;
}

}  // namespace icekeel::workloads
