// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Generators of a site on the clock: tests, deliveries of fuel, and the step of load they take.

#include <functional>
#include <string>

#include "simulator/run/cooling_events.h"

namespace icekeel::run {

class GeneratorEvents {
 public:
  /// \param respond to be called when a generator may work again
  GeneratorEvents(engine::Kernel& kernel, const scenario::Site& site, SitePlant& plant,
                  const EventCalls& calls, std::function<void()> respond);

  /// They carry from now on: fuel is ordered, and the step of load is held against their class.
  void took_load(std::size_t part);

 private:
  void order_fuel(std::size_t part);
  void note_step(std::size_t part);
  void test_later(std::size_t part);

  engine::Kernel& kernel_;
  const scenario::Site& site_;
  SitePlant& plant_;
  const EventCalls& calls_;
  std::function<void()> respond_;
};

}  // namespace icekeel::run
