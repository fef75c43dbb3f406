// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How often to save the state of a job, and what share of its time is useful.
///
/// With w the time to write a checkpoint, M the mean time between failures of the job, u the time
/// to restart after one and dt the interval between checkpoints:
///
///     Young            dt = sqrt(2 w M)
///     Daly             dt = sqrt(2 w M) (1 + sqrt(w/(2M))/3 + w/(18 M)) - w     for w < 2 M
///     effective share  (1 - (u + dt/2) / M) / (1 + w/dt)
///
/// Valid for failures that are independent and rare against dt; a share below zero (failures more
/// often than restarts end) is zero.
///
/// The forms are Young's first-order and Daly's higher-order estimates and the expected effective
/// training time ratio used for large GPU jobs.
/// Verified by: tests/verification/workloads/checkpoints_test.cpp.

#include <cstddef>

#include "simulator/base/quantity.h"

namespace icekeel::workloads {

/// Mean time between failures of a job on `nodes` nodes that fail independently.
Duration job_failure_interval(Duration node_failure_interval, std::size_t nodes);

/// Time to write a checkpoint through the nodes' ports into a store, whichever is slower.
Duration checkpoint_write_time(Information size, std::size_t nodes, Bandwidth node_port,
                               Bandwidth store);

Duration young_interval(Duration write, Duration failure_interval);
Duration daly_interval(Duration write, Duration failure_interval);

/// Share of the wall time that moves the job forward, in [0, 1].
double effective_share(Duration interval, Duration write, Duration restart,
                       Duration failure_interval);

}  // namespace icekeel::workloads
