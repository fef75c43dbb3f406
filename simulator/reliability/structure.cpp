// SPDX-License-Identifier: Apache-2.0
#include "simulator/reliability/structure.h"

#include <boost/math/distributions/binomial.hpp>

#include "simulator/base/expect.h"

namespace icekeel::reliability {

double Event::unavailability_with(std::int64_t there) const {
  if (there < needed) return 1.0;
  if (module_unavailability <= 0.0) return 0.0;
  if (module_unavailability >= 1.0) return 1.0;
  // More than there - needed have failed; the upper tail keeps its digits where it is tiny.
  const boost::math::binomial_distribution<double> failed(static_cast<double>(there),
                                                          module_unavailability);
  return boost::math::cdf(boost::math::complement(failed, static_cast<double>(there - needed)));
}

Frequency Event::failures() const {
  if (modules < needed) return {};
  const boost::math::binomial_distribution<double> failed(static_cast<double>(modules),
                                                          module_unavailability);
  const double at_the_edge = boost::math::pdf(failed, static_cast<double>(modules - needed));
  return at_the_edge * static_cast<double>(needed) * module_failures;
}

Place Structure::add(Event event) {
  ICEKEEL_EXPECT(event.needed >= 1 && event.modules >= 1);
  events_.push_back(std::move(event));
  places_.push_back({true, events_.size() - 1});
  return places_.size() - 1;
}

Place Structure::all(std::vector<Place> inputs) {
  const auto count = static_cast<std::int64_t>(inputs.size());
  return at_least(count, std::move(inputs));
}

Place Structure::at_least(std::int64_t least, std::vector<Place> inputs) {
  for (const Place input : inputs) ICEKEEL_EXPECT(input < places_.size());
  gates_.push_back({least, std::move(inputs)});
  places_.push_back({false, gates_.size() - 1});
  return places_.size() - 1;
}

const Event* Structure::event_at(Place place) const {
  return places_[place].is_event ? &events_[places_[place].index] : nullptr;
}

std::vector<char> Structure::evaluate(const std::vector<char>& event_failed) const {
  std::vector<char> works(places_.size());
  for (Place place = 0; place < places_.size(); ++place) {
    const Slot& slot = places_[place];
    if (slot.is_event) {
      works[place] = event_failed[slot.index] ? 0 : 1;
      continue;
    }
    const Gate& gate = gates_[slot.index];
    std::int64_t working = 0;
    for (const Place input : gate.inputs) working += works[input];
    works[place] = working >= gate.least ? 1 : 0;
  }
  return works;
}

}  // namespace icekeel::reliability
