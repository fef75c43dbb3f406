// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Networks outside the site: the line of a home or a phone, and what lies between it and a server.
///
/// Energy has two parts, and is never a number per byte alone:
///
///     E = share * P_standing * t  +  e * bytes
///
/// The standing power of a line does not depend on its traffic; which share of it counts is an
/// allocation, so it belongs to what uses the line.

#include <optional>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::platforms {

using EnergyPerData = decltype(Energy{} / Information{});

/// Energy that data adds, where sources disagree.
struct DataEnergy {
  EnergyPerData low;
  EnergyPerData mid;
  EnergyPerData high;
};

DataEnergy operator+(const DataEnergy& a, const DataEnergy& b);

struct LineSpec {
  static constexpr std::string_view catalogue_kind = "lines";

  Bandwidth download;
  Bandwidth upload;
  Duration latency;      ///< one way, without its bytes
  Power standing_power;  ///< of modem, router and access port, traffic or not
  DataEnergy energy;
};

/// Part of the way between lines and servers: a backbone, an exchange point, a submarine cable.
struct WanSpec {
  static constexpr std::string_view catalogue_kind = "wan";

  Length length;               ///< of fibre
  double group_index = 1.468;  ///< speed of light in vacuum over that in the fibre
  Duration delay;              ///< in its equipment
  Bandwidth capacity;  ///< each way, shared by the clients of a kind; 0: no limit
  DataEnergy energy;
};

/// One way: light in fibre, and the equipment.
Duration latency(const WanSpec& part);

void describe(config::Fields& f, DataEnergy& energy);
void describe(config::Fields& f, LineSpec& line);
void describe(config::Fields& f, WanSpec& part);

std::vector<config::Finding> check(const DataEnergy& energy);

}  // namespace icekeel::platforms
