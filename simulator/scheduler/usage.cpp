// SPDX-License-Identifier: Apache-2.0
#include "simulator/scheduler/usage.h"

#include <cmath>
#include <numbers>

namespace icekeel::scheduler {

Duration Usage::used(const Account& account, Duration now) const {
  const double rate = std::numbers::ln2 / half_life_.si();
  const double past = rate * (now - account.since).si();
  return std::exp(-past) * account.used + Duration::si(account.nodes * -std::expm1(-past) / rate);
}

void Usage::add(std::size_t user, double nodes, Duration now) {
  if (user >= users_.size()) users_.resize(user + 1);
  for (auto* account : {&users_[user], &all_})
    *account = {now, used(*account, now), account->nodes + nodes};
}

Duration Usage::used(std::size_t user, Duration now) const {
  return user < users_.size() ? used(users_[user], now) : Duration{};
}

double Usage::share(std::size_t user, Duration now) const {
  const Duration all = used(all_, now);
  return all > Duration{} ? used(user, now) / all : 0.0;
}

}  // namespace icekeel::scheduler
