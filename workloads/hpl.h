// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// High Performance Linpack: how long a dense system of linear equations takes, and what the parts
/// of a node do meanwhile.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platforms/activity.h"
#include "platforms/node.h"
#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::workloads {

/// How an implementation of Linpack works: everything that is neither the machine nor the problem.
/// The defaults are those of the catalogue's linpack/standard, which says where each comes from.
struct LinpackMethodSpec {
  static constexpr std::string_view catalogue_kind = "linpack";

  std::int64_t block = 512;   ///< columns that are factorised and applied together
  double memory_share = 1.0;  ///< of the chips' memory that the matrix fills
  double half_side = 500;     ///< side of a chip's part that halves the rate of the update
  ComputeRate panel_rate = ComputeRate::si(2e12);  ///< of one process in the panel
  Duration message = Duration::si(16e-6);          ///< one step of a reduction or exchange
  double bandwidth_share = 0.7;  ///< of the adapters' rate that broadcasts and swaps reach
  double exposed_share = 0.3;    ///< of panel and transfers that no update hides
  double host_share = 0.33;      ///< of the processors' cores that work
};

/// A run of Linpack on nodes of one kind.
struct HplSpec {
  std::int64_t nodes = 1;
  std::optional<std::int64_t> order;  ///< unknowns; default: what fills the memory
  LinpackMethodSpec method;
};

/// Columns in the middle of which the parts of a node work as given.
struct HplPhase {
  Duration length;
  platforms::Activity activity;  ///< mean over the phase
  double update_share = 0;       ///< of the time in which the chips multiply matrices
};

/// A run of Linpack, worked out.
struct HplPlan {
  std::int64_t nodes = 0;
  double order = 0;              ///< unknowns
  Duration time;                 ///< of factorisation and solution
  ComputeRate rate;              ///< Rmax: 2/3 n^3 + 3/2 n^2 over the time
  double update_share = 0;       ///< of the time in which the chips multiply matrices
  std::vector<HplPhase> phases;  ///< from the first columns to the last
};

/// Share of FP64 peak and power of a chip while it multiplies large matrices.
struct MatrixProduct {
  double share = 0;
  Power power;
};

/// Works a run out for chips that multiply matrices as given.
///
/// Columns are factorised in blocks of b. With m rows and c columns left of the order, spread over
/// the square root of the chips each way, one block takes
///
///     update    2 m c b / rate (1 + half_side / sqrt(m c))
///     panel     m b^2 / panel_rate + b log2(sqrt(chips)) message
///     transfers 8 b (m + 2 c) / sqrt(chips of a node) / bandwidth + 2 log2(sqrt(chips)) message
///     block     max(update, panel + transfers) + exposed_share min(update, panel + transfers)
///
/// The next panel is factorised, and rows are swapped, while the update goes on (look-ahead), but
/// for an exposed share. See simulator/docs/methods/hpl.md.
HplPlan plan_hpl(const HplSpec& spec, const platforms::NodeSpec& node,
                 const MatrixProduct& product);

/// The same with the coefficients of the node's own chip, which must have them.
HplPlan plan_hpl(const HplSpec& spec, const platforms::NodeSpec& node);

/// Activity with which a chip draws the given power while it multiplies matrices, which it does for
/// this share of the time. In the rest it copies, swaps and factorises: a busy chip without
/// arithmetic.
platforms::Activity matrix_activity(const platforms::ChipSpec& chip, Power power, double share);

/// What is wrong with the run on these nodes; paths relative to the run.
std::vector<config::Finding> check(const HplSpec& spec, const platforms::NodeSpec& node);

void describe(config::Fields& f, LinpackMethodSpec& method);
void describe(config::Fields& f, HplSpec& spec);

}  // namespace icekeel::workloads
