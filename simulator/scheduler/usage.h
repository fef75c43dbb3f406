// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What each user has used of the machine, with a memory that fades.
///
///     used(t) = integral of nodes(s) 2^(-(t - s) / half-life) ds
///
/// Between changes the number of nodes is constant, so this is a closed form.

#include <cstddef>
#include <vector>

#include "simulator/base/quantity.h"

namespace icekeel::scheduler {

class Usage {
 public:
  explicit Usage(Duration half_life) : half_life_(half_life) {}

  /// The user runs on so many nodes more, or fewer, from now on.
  void add(std::size_t user, double nodes, Duration now);
  /// The user's part of what all users used, in [0, 1].
  double share(std::size_t user, Duration now) const;
  /// Node time of the user that is not forgotten.
  Duration used(std::size_t user, Duration now) const;

 private:
  struct Account {
    Duration since;
    Duration used;
    double nodes = 0;
  };
  Duration used(const Account& account, Duration now) const;

  Duration half_life_;
  std::vector<Account> users_;
  Account all_;
};

}  // namespace icekeel::scheduler
