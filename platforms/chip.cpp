// SPDX-License-Identifier: Apache-2.0
#include "platforms/chip.h"

#include <fmt/format.h>

#include "simulator/base/units.h"

namespace icekeel::platforms {

ComputeRate peak_rate(const ChipSpec& chip, Precision precision) {
  switch (precision) {
    case Precision::fp64:
      return chip.peak.fp64;
    case Precision::fp32:
      return chip.peak.fp32;
    case Precision::tf32:
      return chip.peak.tf32;
    case Precision::bf16:
      return chip.peak.bf16;
    case Precision::fp16:
      return chip.peak.fp16;
    case Precision::fp8:
      return chip.peak.fp8;
    case Precision::int8:
      return chip.peak.int8;
    case Precision::fp4:
      return chip.peak.fp4;
  }
  return {};
}

std::vector<config::Finding> check_chip(const ChipSpec& chip) {
  std::vector<config::Finding> findings;
  const auto watts = [](Power p) { return fmt::format("{:g} W", p.in(units::watt)); };
  if (chip.power.idle > chip.tdp)
    findings.push_back({"power.idle",
                        fmt::format("the chip draws {} when idle and at most {}",
                                    watts(chip.power.idle), watts(chip.tdp)),
                        "raise 'tdp' or lower 'power.idle'"});
  if (chip.linpack && (chip.linpack->power < chip.power.idle || chip.linpack->power > chip.tdp))
    findings.push_back(
        {"linpack.power",
         fmt::format("{} is not between the idle {} and the most {} of the chip",
                     watts(chip.linpack->power), watts(chip.power.idle), watts(chip.tdp)),
         "give what the chip draws while it multiplies matrices"});
  return findings;
}

void describe(config::Fields& f, PeakRates& peak) {
  f.optional("fp64", peak.fp64, "Dense rate in FP64, of the matrix units where they have it.");
  f.optional("fp32", peak.fp32, "Dense rate in FP32, of the vector units.");
  f.optional("tf32", peak.tf32, "Dense rate in TF32.");
  f.optional("bf16", peak.bf16, "Dense rate in BF16.");
  f.optional("fp16", peak.fp16, "Dense rate in FP16.");
  f.optional("fp8", peak.fp8, "Dense rate in FP8.");
  f.optional("int8", peak.int8, "Dense rate in INT8.");
  f.optional("fp4", peak.fp4, "Dense rate in FP4.");
}

void describe(config::Fields& f, ChipPower& power) {
  f.required("idle", power.idle, "Power with clocks up and no kernel running.");
  f.optional("busy", power.busy, "Power added while any kernel runs.");
  f.optional("tensor", power.tensor, "Power added at the full arithmetic rate.");
  f.optional("memory", power.memory, "Power added at the full memory bandwidth.");
  f.optional("link", power.link, "Power added at the full link bandwidth.");
  f.optional("leakage", power.leakage,
             "Share of the power that leaks at the reference inlet temperature.", {.most = 1});
  f.optional("leakage_doubling", power.leakage_doubling,
             "Rise of temperature that doubles the leakage.", {.above_least = true});
  f.optional("speed_exponent", power.speed_exponent,
             "How dynamic power falls when the chip is slowed: power ~ speed^exponent.",
             {.least = 1, .most = 3});
  f.optional(
      "lowest_speed", power.lowest_speed,
      "Lowest clock over the highest; a node that its inlet temperature slows goes down to it "
      "and is off beyond. Estimate: lowest clocks are 7 to 15 % of the highest.",
      {.most = 0.9, .above_least = true});
}

void describe(config::Fields& f, LinpackChip& linpack) {
  f.required("share", linpack.share, "Rate of large FP64 matrix products over the FP64 peak.",
             {.most = 1, .above_least = true});
  f.required("power", linpack.power, "Power of the chip meanwhile, with its memory.",
             {.above_least = true});
  f.optional("memory", linpack.memory,
             "What a chip's part of the matrix fills, where that is not the chip's memory.");
}

void describe(config::Fields& f, EmbodiedCarbon& carbon) {
  f.required("low", carbon.low, "Low estimate of the CO2 equivalent of making it.");
  f.required("mid", carbon.mid, "Middle estimate of the CO2 equivalent of making it.");
  f.required("high", carbon.high, "High estimate of the CO2 equivalent of making it.");
}

void describe(config::Fields& f, ChipSpec& chip) {
  f.optional("name", chip.name, "Name of the chip in results.");
  f.required("peak", chip.peak,
             "Dense peak rate by precision; a precision that is not given is not supported.");
  f.required("memory", chip.memory, "Device memory of one chip.", {.above_least = true});
  f.required("memory_bandwidth", chip.memory_bandwidth, "Peak bandwidth of the device memory.",
             {.above_least = true});
  f.optional("link_bandwidth", chip.link_bandwidth,
             "Bandwidth of all links to other chips together, in one direction.");
  f.optional("cache", chip.cache, "Capacity of the last level of cache.");
  f.optional("multiprocessors", chip.multiprocessors, "Number of multiprocessors that work.");
  f.optional("clock", chip.clock, "Clock rate at which the peak rates are reached.");
  f.required("tdp", chip.tdp, "Most power that the chip draws over time.", {.above_least = true});
  f.required("power", chip.power, "Power of the chip by activity.");
  f.optional(
      "family", chip.family,
      "Name of the architecture; chips of one family reach the same share of their FP64 peak "
      "in Linpack.");
  f.optional("linpack", chip.linpack, "Matrix products in FP64, as Linpack runs them for hours.");
  f.optional("embodied", chip.embodied, "Greenhouse gases of making one chip with its memory.");
  f.optional("price", chip.price, "Price of one chip.");
  f.optional("rent", chip.rent, "Price of using one chip, where it is rented.");
}

}  // namespace icekeel::platforms
