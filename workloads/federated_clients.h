// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The registered clients of a federated job: who is there, who is drawn, how fast each is.
///
/// Nothing is stored of a client but a bit that says whether it is at work. Its own day, samples
/// and speed follow from its number, so a million registered clients cost as much as a thousand.
/// The days of the devices of a kind begin evenly over the spread of their availability, in the
/// order of their numbers: who is there at a moment is a range of numbers.

#include <array>
#include <cstdint>
#include <vector>

#include "simulator/base/random.h"
#include "workloads/federated.h"

namespace icekeel::workloads {

struct ClientId {
  std::size_t kind = 0;
  std::int64_t index = 0;
  bool operator==(const ClientId&) const = default;
};

/// How one client differs from its kind.
struct ClientTraits {
  double samples = 0;
  double speed = 1.0;  ///< over that of its device
};

class Population {
 public:
  /// \param key chooses the traits of all clients
  Population(const FederatedSpec& spec, std::uint64_t key);

  /// Clients that could be asked at that time (UTC), at work or not.
  std::int64_t available(Duration now) const;

  /// Up to `count` clients that are there and not at work, each with the same chance; they are at
  /// work from now on.
  std::vector<ClientId> draw(std::int64_t count, Duration now, RandomStream& random);
  void release(const ClientId& client);

  /// For how long a client that is there now stays; without end if it always is.
  Duration stays(const ClientId& client, Duration now) const;

  ClientTraits traits(const ClientId& client) const;

 private:
  struct Range {
    std::int64_t first = 0, last = 0;  // without the last
    std::int64_t count() const { return last > first ? last - first : 0; }
  };
  using Ranges = std::array<Range, 2>;

  Ranges there(std::size_t kind, Duration now) const;
  std::vector<ClientId> draw_of_all(std::int64_t count, Duration now, RandomStream& random);
  ClientId nth(std::int64_t n, const std::vector<Ranges>& ranges) const;
  bool take(const ClientId& client);
  std::uint64_t bit(const ClientId& client) const;

  const FederatedSpec& spec_;
  std::uint64_t key_;
  std::vector<std::uint64_t> first_bit_;  // of each kind
  std::vector<bool> at_work_;
  std::int64_t working_ = 0;
  std::vector<ClientId> released_;  // lately, for when nearly all are at work
};

}  // namespace icekeel::workloads
