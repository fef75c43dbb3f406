// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What the devices of a node do during a phase of a job.

namespace icekeel::platforms {

/// Shares of the devices' peaks in [0, 1], the same for every chip of the node. Means over a phase
/// are exact as long as no limit binds, because power is linear in each share.
struct Activity {
  double tensor = 0;  ///< arithmetic: achieved rate over the dense peak of its precision
  double memory = 0;  ///< device memory: bytes moved over the peak bandwidth
  double link = 0;    ///< links between the chips (NVLink): bytes sent over the peak, one direction
  double network = 0;  ///< network adapters: bytes sent over the peak rate, one direction
  double cpu = 0;      ///< host processors: share of the cores at work
  /// Share of the time in which kernels run on the chips, whatever rate they reach. A chip cannot
  /// reach a share of its peak in less time, so it counts as at least `tensor` and `memory`.
  double busy = 0;
};

}  // namespace icekeel::platforms
