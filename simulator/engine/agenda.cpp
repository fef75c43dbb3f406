// SPDX-License-Identifier: Apache-2.0
#include "simulator/engine/agenda.h"

#include <tuple>
#include <utility>

#include "simulator/base/expect.h"

namespace icekeel::engine {

bool Agenda::Booked::operator<(const Booked& other) const {
  return std::tie(date, priority, booking) > std::tie(other.date, other.priority, other.booking);
}

EventId Agenda::book(Duration date, Priority priority, Action action) {
  ICEKEEL_EXPECT(action != nullptr);
  std::size_t slot = slots_.size();
  if (free_.empty()) {
    slots_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  slots_[slot] = {++bookings_, std::move(action)};
  queue_.push({date.si(), priority, bookings_, slot});
  return {slot, bookings_};
}

void Agenda::cancel(EventId event) {
  if (event.booking == 0 || event.slot >= slots_.size()) return;
  auto& slot = slots_[event.slot];
  if (slot.booking == event.booking) slot.action = nullptr;
}

void Agenda::clear() {
  *this = Agenda{};
}

void Agenda::drop_cancelled() {
  while (!queue_.empty() && !slots_[queue_.top().slot].action) {
    free_.push_back(queue_.top().slot);
    queue_.pop();
  }
}

std::optional<Duration> Agenda::next() {
  drop_cancelled();
  if (queue_.empty()) return std::nullopt;
  return Duration::si(queue_.top().date);
}

Agenda::Action Agenda::take(Duration now) {
  const auto date = next();
  if (!date || *date > now) return nullptr;
  const std::size_t slot = queue_.top().slot;
  queue_.pop();
  free_.push_back(slot);
  slots_[slot].booking = 0;
  return std::exchange(slots_[slot].action, nullptr);
}

}  // namespace icekeel::engine
