// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/cooling_events.h"

namespace icekeel::run {

CoolingEvents::CoolingEvents(engine::Kernel& kernel, const scenario::Site& site, SitePlant& plant,
                             const EventCalls& calls)
    : kernel_(kernel), site_(site), plant_(plant), calls_(calls) {}

void CoolingEvents::look() {
  plant_.set_cdu_pumps(pumps_out_ == 0);
  const bool possible =
      plant_out_ == 0 && plant_.chain().reaches(power::LoadKind::mechanical, plant_.state());
  if (!possible) {
    kernel_.cancel(restart_);
    restarting_ = false;
    if (plant_.cooling_works()) calls_.note("cooling lost", site_.spec.name, {});
    plant_.set_cooling(false);
  } else if (!plant_.cooling_works() && !restarting_) {
    restarting_ = true;
    restart_ = kernel_.after(site_.spec.cooling.restart, engine::Priority::change,
                             [this] { restarted(); });
  }
}

void CoolingEvents::restarted() {
  restarting_ = false;
  restart_ = {};
  calls_.settle();
  plant_.set_cooling(true);
  calls_.note("cooling restored", site_.spec.name, {});
  calls_.changed(false);
}

}  // namespace icekeel::run
