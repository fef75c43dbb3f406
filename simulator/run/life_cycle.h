// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The life-cycle footprint of a run: what its sites embody and wear off, and what running them
/// emits; and what jobs take of the former.
///
/// See simulator/docs/methods/life-cycle.md.
/// Verified by: tests/verification/run/life_cycle_test.cpp.

#include <optional>
#include <vector>

#include "simulator/lifecycle/contribution.h"
#include "simulator/result/records.h"
#include "simulator/run/world.h"

namespace icekeel::run {

struct Footprint {
  /// Of all sites, by part; nothing where the making of a node is not known.
  std::optional<std::vector<lifecycle::Contribution>> embodied;
  lifecycle::MassRange electricity;      ///< location-based
  std::optional<Mass> direct;            ///< leaks and fuel
  std::optional<Volume> water_off_site;  ///< of power stations; of no site without its figure

  std::vector<lifecycle::Contribution> parts() const;  ///< everything that is known
};

/// \param direct what the sites emit themselves
Footprint footprint(const World& world, std::optional<Mass> direct);

std::vector<result::Scalar> footprint_figures(const Footprint& footprint, Energy it);
/// One row a part and phase.
std::vector<result::Column> life_cycle_columns(const Footprint& footprint);
/// Adds what jobs take of what their sites embody, by the site's rule.
void append_embodied(std::vector<result::Column>& jobs, const World& world);

}  // namespace icekeel::run
