// SPDX-License-Identifier: Apache-2.0
#include "simulator/engine/fabric_zone.h"

#include <cmath>

namespace icekeel::engine {
namespace sg4 = simgrid::s4u;
namespace routing = simgrid::kernel::routing;

FabricZone::FabricZone(const std::string& name) : NetZoneImpl(name) {
  source_ = get_iface()->create_host("source", 1.0);
  sink_ = get_iface()->create_host("sink", 1.0);
}

sg4::CommPtr FabricZone::send(const Path& path, double bytes, void* data) {
  path_ = &path;
  auto comm = sg4::Comm::sendto_init();
  comm->set_payload_size(static_cast<std::uint64_t>(std::llround(bytes)));
  comm->set_data(data);
  comm->set_source(source_);
  comm->set_destination(sink_);  // starts here: both ends are known
  return comm;
}

void FabricZone::get_local_route(const routing::NetPoint*, const routing::NetPoint*,
                                 routing::Route* into, double*) {
  for (auto* link : *path_) into->link_list_.push_back(link->get_impl());
}

}  // namespace icekeel::engine
