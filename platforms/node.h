// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A server: its chips, processors, network adapters, drives, supplies and fans.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platforms/chip.h"
#include "platforms/supply.h"

namespace icekeel::platforms {

/// What takes the heat away from the chips of a node.
enum class Coolant { air, liquid };

struct CpuSpec {
  std::string name;
  std::int64_t sockets = 0;
  std::int64_t cores = 0;  ///< per socket
  Frequency clock;
  Frequency boost;
  Power idle;  ///< per socket
  Power most;  ///< per socket, all cores at work
};

/// Network adapters that carry the traffic between nodes.
struct NicSpec {
  std::int64_t count = 0;
  Bandwidth rate;  ///< of one adapter, per direction
  Power idle;      ///< of one adapter with its transceivers
  Power most;      ///< of one adapter at its full rate
};

/// Switches between the chips inside the node.
struct ChipSwitchSpec {
  std::int64_t count = 0;
  bool reduces = false;  ///< whether they add up data on its way (NVLink SHARP)
  Power idle;            ///< of one switch
  Power most;            ///< of one switch at full link activity
};

struct DriveSpec {
  std::int64_t count = 0;
  Information capacity;  ///< of one drive
  std::string use;
};

/// What draws power in a node whatever it does.
struct BasePower {
  Power memory;   ///< all DIMMs
  Power drives;   ///< all drives
  Power board;    ///< mainboard, controllers, clocks, voltage regulators
  Power standby;  ///< management controller alone: the node is off
};

/// Fans whose flow follows the heat and the inlet temperature; power ~ flow^3.
struct FanSpec {
  Power power;      ///< at the reference flow
  VolumeFlow flow;  ///< reference: carries the reference heat at the reference inlet
  Power heat;       ///< reference heat to the air, without the fans'
  Temperature reference_inlet = Temperature::from_celsius(25);
  /// Relative rise of the flow for each kelvin above the reference inlet, as the temperature
  /// rise that would double the flow.
  TemperatureDifference doubling = TemperatureDifference::si(20);
  double least = 0.5;  ///< smallest flow over the reference flow
  double most = 1.25;  ///< largest flow over the reference flow
};

/// Inlet temperatures of the air or of the liquid.
struct InletRange {
  Temperature least;
  Temperature reference;  ///< the temperature at which power is specified
  Temperature most;       ///< full speed up to here
  Temperature shutdown;   ///< speed falls linearly to zero here
};

/// A node with cold plates or in a bath.
struct LiquidSpec {
  double heat_share = 1;  ///< of the node's heat that goes to the liquid
  double fan_share = 0;   ///< of the air-cooled node's fan power that remains
  InletRange inlet;
};

struct Dimensions {
  Length height;
  Length width;
  Length depth;
};

struct NodeSpec {
  static constexpr std::string_view catalogue_kind = "nodes";
  std::string name;
  ChipSpec chip;
  std::int64_t chips = 0;
  CpuSpec cpu;
  Information memory;
  NicSpec nics;
  ChipSwitchSpec chip_switches;
  std::vector<DriveSpec> drives;
  BasePower base;
  SupplySpec supplies;
  FanSpec fans;
  InletRange air;
  std::optional<LiquidSpec> liquid;
  Power power_max;  ///< at the inlet of the supplies
  Mass mass;
  Dimensions size;
  std::optional<EmbodiedCarbon> embodied;  ///< without the chips
  std::optional<Money> price;
};

/// Rate at which a node sends to the fabric, all its adapters together.
Bandwidth injection_rate(const NodeSpec& node);

Information chip_memory(const NodeSpec& node);

/// Dense peak rate of all chips of the node.
ComputeRate peak_rate(const NodeSpec& node, Precision precision);

std::vector<config::Finding> check_node(const NodeSpec& node);

void describe(config::Fields& f, CpuSpec& cpu);
void describe(config::Fields& f, NicSpec& nics);
void describe(config::Fields& f, ChipSwitchSpec& switches);
void describe(config::Fields& f, DriveSpec& drive);
void describe(config::Fields& f, BasePower& base);
void describe(config::Fields& f, FanSpec& fans);
void describe(config::Fields& f, InletRange& inlet);
void describe(config::Fields& f, LiquidSpec& liquid);
void describe(config::Fields& f, Dimensions& size);
void describe(config::Fields& f, NodeSpec& node);

}  // namespace icekeel::platforms

template <>
struct icekeel::config::Choices<icekeel::platforms::Coolant> {
  static constexpr std::array<std::string_view, 2> names{"air", "liquid"};
};
