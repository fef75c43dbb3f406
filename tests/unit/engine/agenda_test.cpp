// SPDX-License-Identifier: Apache-2.0
// The agenda: order of events, cancelling, reuse of slots.
#include "simulator/engine/agenda.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

namespace icekeel::engine {
namespace {

constexpr auto at(double s) {
  return Duration::si(s);
}

std::string drained(Agenda& agenda, std::string& log) {
  while (auto action = agenda.take(at(1e9))) action();
  return log;
}

TEST(Agenda, OrdersByDateThenPriorityThenBooking) {
  Agenda agenda;
  std::string log;
  const auto note = [&](char c) { return [&log, c] { log += c; }; };
  agenda.book(at(2), Priority::end, note('e'));
  agenda.book(at(1), Priority::observation, note('d'));
  agenda.book(at(1), Priority::end, note('a'));
  agenda.book(at(1), Priority::arrival, note('b'));
  agenda.book(at(1), Priority::arrival, note('c'));
  EXPECT_EQ(drained(agenda, log), "abcde");
}

TEST(Agenda, GivesNothingBeforeItsDate) {
  Agenda agenda;
  agenda.book(at(2), Priority::end, [] {});
  EXPECT_EQ(agenda.take(at(1.9)), nullptr);
  EXPECT_EQ(agenda.next(), at(2));
}

TEST(Agenda, ACancelledEventNeverHappensAndItsSlotIsReused) {
  Agenda agenda;
  std::string log;
  const auto first = agenda.book(at(1), Priority::end, [&] { log += 'x'; });
  agenda.cancel(first);
  EXPECT_EQ(agenda.next(), std::nullopt);
  agenda.book(at(1), Priority::end, [&] { log += 'y'; });
  agenda.cancel(first);  // an old id does not touch who has the slot now
  EXPECT_EQ(drained(agenda, log), "y");
}

RC_GTEST_PROP(Agenda, HandsOutEveryUncancelledEventOnceInOrder,
              (const std::vector<std::pair<std::uint16_t, bool>>& wishes)) {
  Agenda agenda;
  std::vector<double> happened, expected;
  std::vector<EventId> cancelled;
  for (const auto& [date, keep] : wishes) {
    const auto id =
        agenda.book(at(date), Priority::change, [&happened, d = date] { happened.push_back(d); });
    if (keep)
      expected.push_back(date);
    else
      cancelled.push_back(id);
  }
  for (const auto id : cancelled) agenda.cancel(id);
  while (auto action = agenda.take(at(1e9))) action();
  std::sort(expected.begin(), expected.end());
  RC_ASSERT(happened == expected);
}

}  // namespace
}  // namespace icekeel::engine
