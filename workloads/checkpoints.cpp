// SPDX-License-Identifier: Apache-2.0
#include "workloads/checkpoints.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/expect.h"

namespace icekeel::workloads {

Duration job_failure_interval(Duration node_failure_interval, std::size_t nodes) {
  ICEKEEL_EXPECT(nodes > 0);
  return node_failure_interval / static_cast<double>(nodes);
}

Duration checkpoint_write_time(Information size, std::size_t nodes, Bandwidth node_port,
                               Bandwidth store) {
  ICEKEEL_EXPECT(nodes > 0);
  return size / std::min(static_cast<double>(nodes) * node_port, store);
}

Duration young_interval(Duration write, Duration failure_interval) {
  return Duration::si(std::sqrt(2 * write.si() * failure_interval.si()));
}

Duration daly_interval(Duration write, Duration failure_interval) {
  // Beyond this the job fails before it has written: one checkpoint a failure is all there is.
  if (write >= 2 * failure_interval) return failure_interval;
  const double ratio = write / (2 * failure_interval);
  return young_interval(write, failure_interval) * (1 + std::sqrt(ratio) / 3 + ratio / 9) - write;
}

double effective_share(Duration interval, Duration write, Duration restart,
                       Duration failure_interval) {
  const double lost = (restart + 0.5 * interval) / failure_interval;
  return std::max(0.0, 1 - lost) / (1 + write / interval);
}

}  // namespace icekeel::workloads
