// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// An accelerator: what it computes, holds, moves and draws.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::platforms {

/// Price of using something for a time.
using Rent = Quantity<Dimension{.time = -1, .money = 1}>;

enum class Precision { fp64, fp32, tf32, bf16, fp16, fp8, int8, fp4 };

/// Dense peak rates; zero where the chip has no such arithmetic.
struct PeakRates {
  ComputeRate fp64;  ///< matrix units where the chip has them in this precision
  ComputeRate fp32;  ///< vector units
  ComputeRate tf32;
  ComputeRate bf16;
  ComputeRate fp16;
  ComputeRate fp8;
  ComputeRate int8;
  ComputeRate fp4;
};

/// Power of one chip: idle plus what each share of activity adds, at the reference temperature.
struct ChipPower {
  Power idle;    ///< no kernel runs; clocks up, contexts held
  Power busy;    ///< added while any kernel runs
  Power tensor;  ///< added at the full arithmetic rate
  Power memory;  ///< added at the full memory bandwidth
  Power link;    ///< added at the full link bandwidth
  /// Share of the chip's power that leaks at the reference inlet temperature.
  double leakage = 0;
  /// Rise of temperature that doubles the leakage.
  TemperatureDifference leakage_doubling = TemperatureDifference::si(25);
  /// How dynamic power falls with speed when the chip is slowed: power ~ speed^exponent.
  double speed_exponent = 2;
  /// Lowest clock over the highest: a node that had to go slower is off instead.
  double lowest_speed = 0.1;
};

/// Greenhouse gases of making one thing [kg CO2e]: estimates differ by method, so a range.
struct EmbodiedCarbon {
  Mass low;
  Mass mid;
  Mass high;
};

/// What a chip does while it multiplies large FP64 matrices for hours, as Linpack does.
struct LinpackChip {
  double share = 0;  ///< rate over the FP64 peak
  Power power;       ///< of the chip meanwhile, with its memory
  /// What its part of the matrix fills, where that is not the chip's memory: with the host's.
  Information memory;
};

struct ChipSpec {
  static constexpr std::string_view catalogue_kind = "chips";
  std::string name;
  PeakRates peak;
  Information memory;
  Bandwidth memory_bandwidth;
  Bandwidth link_bandwidth;  ///< per direction, all links of the chip together
  Information cache;         ///< last level
  std::int64_t multiprocessors = 0;
  Frequency clock;  ///< of the peak rates
  Power tdp;
  ChipPower power;
  std::string
      family;  ///< chips of one architecture, which share what Linpack reaches of their peak
  std::optional<LinpackChip> linpack;
  std::optional<EmbodiedCarbon> embodied;
  std::optional<Money> price;
  std::optional<Rent> rent;  ///< where it is not sold
};

/// Dense peak rate at a precision, zero if the chip does not support it.
ComputeRate peak_rate(const ChipSpec& chip, Precision precision);

std::vector<config::Finding> check_chip(const ChipSpec& chip);

void describe(config::Fields& f, PeakRates& peak);
void describe(config::Fields& f, ChipPower& power);
void describe(config::Fields& f, LinpackChip& linpack);
void describe(config::Fields& f, EmbodiedCarbon& carbon);
void describe(config::Fields& f, ChipSpec& chip);

}  // namespace icekeel::platforms

template <>
struct icekeel::config::Choices<icekeel::platforms::Precision> {
  static constexpr std::array<std::string_view, 8> names{"fp64", "fp32", "tf32", "bf16",
                                                         "fp16", "fp8",  "int8", "fp4"};
};
