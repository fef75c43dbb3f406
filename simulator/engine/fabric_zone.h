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
/// Routes have no latency here; who sends waits for it first. There are two reasons: SimGrid's flow
/// model weighs flows by the inverse of their latency; and a flow that wakes after a latency of
/// SimGrid's marks only its first link as changed if others woke at the same moment, so that its
/// lazy update leaves flows at shares that are not fair any more.
class FabricZone : public simgrid::kernel::routing::NetZoneImpl {
 public:
  using Path = std::vector<simgrid::s4u::Link*>;

  explicit FabricZone(const std::string& name);

  /// Starts a flow; `data` comes back with its completion. Keep the result until then.
  simgrid::s4u::CommPtr send(const Path& path, double bytes, void* data);

  void get_local_route(const simgrid::kernel::routing::NetPoint* from,
                       const simgrid::kernel::routing::NetPoint* to,
                       simgrid::kernel::routing::Route* into, double* latency) override;

 private:
  const Path* path_ = nullptr;
  simgrid::s4u::Host* source_ = nullptr;
  simgrid::s4u::Host* sink_ = nullptr;
};

}  // namespace icekeel::engine
