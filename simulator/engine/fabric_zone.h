// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Inside the engine only: a SimGrid zone without routes of its own.

#include <simgrid/kernel/routing/NetPoint.hpp>
#include <simgrid/kernel/routing/NetZoneImpl.hpp>
#include <simgrid/s4u.hpp>
#include <string>
#include <vector>

namespace icekeel::engine {

/// Each flow takes the path that was chosen just before it started, so any topology and any
/// routing fit, with two dummy hosts and no table of routes.
///
/// SimGrid's flow model weighs flows by the inverse of their route's latency. The zone returns the
/// same tiny latency for all of them and the model's latency factor puts the real one back: shares
/// are equal, latencies right.
class FabricZone : public simgrid::kernel::routing::NetZoneImpl {
 public:
  using Path = std::vector<simgrid::s4u::Link*>;

  explicit FabricZone(const std::string& name);

  /// Starts a flow; `data` comes back with its completion. Keep the result until then.
  simgrid::s4u::CommPtr send(const Path& path, double bytes, double latency_s, void* data);

  void get_local_route(const simgrid::kernel::routing::NetPoint* from,
                       const simgrid::kernel::routing::NetPoint* to,
                       simgrid::kernel::routing::Route* into, double* latency) override;

 private:
  static constexpr double unit_latency_s = 1e-9;

  const Path* path_ = nullptr;
  double latency_s_ = unit_latency_s;
  simgrid::s4u::Host* source_ = nullptr;
  simgrid::s4u::Host* sink_ = nullptr;
};

}  // namespace icekeel::engine
