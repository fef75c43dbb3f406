// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Listed runs of Linpack, worked out from the parts of the machines.

#include <optional>
#include <string>
#include <vector>

#include "platforms/machine.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/diagnostics.h"
#include "workloads/hpl.h"

namespace icekeel::analysis {

/// A machine of the catalogue with its node and the implementation of Linpack.
struct Machine {
  std::string entry;  ///< its name in the catalogue
  platforms::MachineSpec spec;
  platforms::NodeSpec node;
  workloads::LinpackMethodSpec method;
};

/// What Linpack reaches of a chip, free of the chip's size: so it holds for a whole family.
struct LinpackCoefficients {
  double share = 0;  ///< of the FP64 peak
  /// Power above idle over the FP64 peak [W/(flop/s)] = energy of a flop at the peak [J].
  double above_idle = 0;
};

/// A run from its parts.
struct RunAnswer {
  workloads::HplPlan plan;
  Power node;    ///< mean of a node that computes, at the inlet of its supplies
  Power nodes;   ///< of all nodes on the meter
  Power fabric;  ///< of its switches
  Power pumps;
  Power total() const { return nodes + fabric + pumps; }
  double gigaflops_per_watt() const;
  /// Power that an exaflop a second would take: the limit that Europe set itself is 20 MW.
  Power per_exaflop() const;
};

/// Every machine of the catalogue whose node and chip are known, by name.
std::vector<Machine> machines(const config::Catalogue& catalogue, config::Diagnostics& diagnostics);

RunAnswer work_out(const Machine& machine, const platforms::ListedRun& run,
                   const LinpackCoefficients& coefficients);

/// Coefficients with which the run gives its own listed figures; the power only where it was
/// listed.
LinpackCoefficients fitted(const Machine& machine, const platforms::ListedRun& run);

/// Mean coefficients of all other machines of the family with a listed power, each machine with the
/// mean of its runs; none if there is no other.
std::optional<LinpackCoefficients> of_others(const Machine& machine,
                                             const std::vector<Machine>& machines);

/// Names of the machines that `of_others` uses.
std::vector<std::string> other_machines(const Machine& machine,
                                        const std::vector<Machine>& machines);

/// All nodes idle, with switches and pumps.
Power idle_power(const Machine& machine);

}  // namespace icekeel::analysis
