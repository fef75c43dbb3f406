// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Transfers of clients that share a line: flows, one a kind of clients.
///
/// All transfers of a kind have the same rate at any time,
///
///     r_k = min(each_k, together_k / n_k, L),   L: the even share of what is left of `all`
///
/// which is the max-min fair rate of n_k single flows with private lines of rate each_k. So one
/// number a kind says how much each of its transfers has moved, and as all in a direction are
/// equally long, they end in the order in which they began. A change costs as much as there are
/// kinds, whatever the number of transfers.
///
/// Verified by: tests/verification/engine/federated_flows_test.cpp, against a flow a client.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <vector>

namespace icekeel::workloads {

class SharedTraffic {
 public:
  static constexpr double never = std::numeric_limits<double>::infinity();

  struct Kind {
    double each = never;      ///< most of one transfer [bit/s]
    double together = never;  ///< most of all its transfers
  };

  /// \param bits length of every transfer
  SharedTraffic(std::vector<Kind> kinds, double all, double bits);

  /// A transfer begins at `now`; the ticket is for `stop`.
  std::uint64_t start(std::size_t kind, std::uint32_t who, double now);
  /// Ends it before its time; what it has moved until `now` [bit].
  double stop(std::size_t kind, std::uint64_t ticket, double now);

  /// When the next transfer ends, or never.
  double next_end();
  /// Takes the transfer that ends next out, and says whose it was.
  std::uint32_t take_next();

 private:
  struct Transfer {
    double ends_at = 0;  // progress of its kind
    std::uint32_t who = 0;
    bool stopped = false;
  };
  struct Queue {
    Kind limits;
    std::deque<Transfer> transfers;
    std::uint64_t first_ticket = 0;
    double moving = 0;
    double progress = 0;  // [bit] of each transfer since the kind was last idle
    double rate = 0;
  };

  void advance(double now);
  void share();
  void drop_stopped(Queue& queue);

  std::vector<Queue> queues_;
  std::vector<Queue*> asking_;  // of one sharing
  double all_;
  double bits_;
  double now_ = 0;
  std::size_t next_kind_ = 0;
  double next_end_ = never;
  bool changed_ = false;
};

}  // namespace icekeel::workloads
