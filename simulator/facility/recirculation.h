// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Exhaust of racks that finds its way to inlets: each rack by itself.

#include <span>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::facility {

/// Where the air at a rack's inlet comes from; what is left is supply air.
struct RecirculationSpec {
  static constexpr std::string_view catalogue_kind = "recirculation";

  double own = 0;        ///< from the rack's own exhaust, over and around it
  double neighbour = 0;  ///< from that of each of the two racks beside it in its row
  double room = 0;       ///< from the mean exhaust of its hall
  std::vector<std::vector<double>> matrix;  ///< instead: row i, shares of rack i's inlet
};

void describe(config::Fields& f, RecirculationSpec& recirculation);
/// \param racks of the site, which a matrix has to have
std::vector<config::Finding> check(const RecirculationSpec& recirculation, std::size_t racks);

/// Where a rack stands.
struct RackPlace {
  std::size_t hall = 0;
  std::size_t row = 0;
};

/// What a rack does to the air that it moves.
struct RackAir {
  Power heat;
  HeatCapacityRate flow;
};

/// Heat that recirculates, over all that racks give: the supply heat index. The return heat index
/// is 1 less it.
double supply_heat_index(std::span<const RackAir> racks,
                         std::span<const TemperatureDifference> inlets);

/// Cross-interference of racks: the inlet of rack i above the supply air is
///
///     x_i = sum over j of A_ij (x_j + Q_j / F_j)
///
/// with A_ij the share of its inlet air that is exhaust of rack j, Q heat and F capacity rate of
/// the air: the balance of the streams that mix at each inlet. For any A, sum over j of F_j (x_j +
/// Q_j/F_j) (1 - sum over i of A_ij F_i / F_j) = sum of Q: what reaches the return carries all
/// heat.
class Recirculation {
 public:
  Recirculation(const RecirculationSpec& spec, std::vector<RackPlace> places);

  /// Temperatures at the inlets above the supply air.
  std::vector<TemperatureDifference> inlets(std::span<const RackAir> racks) const;

  /// A_ij for racks with these flows.
  double share(std::size_t inlet, std::size_t exhaust, std::span<const RackAir> racks) const;

 private:
  void mix(std::span<const double> exhaust, std::span<const double> hall_means,
           std::vector<double>& inlets) const;
  bool beside(std::size_t one, std::size_t other) const;

  RecirculationSpec spec_;
  std::vector<RackPlace> places_;
  std::size_t halls_ = 0;
};

}  // namespace icekeel::facility
