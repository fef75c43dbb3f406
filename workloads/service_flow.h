// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A copy of a model under a steady stream of requests: how many are under way, how long they take,
/// how much of the machine works; without following any of them.
///
/// With n answers under way a pass takes t(n), and n / (answer t(n)) requests a second are done.
/// Requests that come at random at the rate r make n a birth-death process,
///
///     p(n+1) = p(n) r answer t(n+1) / (n+1),   n below what fits into the memory
///
/// whose shares p(n) do not depend on how the lengths of answers vary, because all answers under
/// way share the machine. Who finds no room waits; answers are alike, so on average half as long
/// as with random lengths:
///
///     P(wait) = p(most) / (1 - load),   waiting = P(wait) load / (2 (1 - load)),
///     load = r answer t(most) / most
///
/// A first token comes with the pass after the one in which its request arrives. What comes during
/// a pass is read together, so a long pass makes the next one long, too: the number of prompts k of
/// a pass is a Markov chain, Poisson with mean r t(n, k) after a pass of k, solved as it stands.
///
/// From load 1 on there is no steady state: the copy is full and the queue grows.
///
/// See simulator/docs/methods/serving.md.
/// Verified by: tests/verification/workloads/service_flow_test.cpp.

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "simulator/base/quantity.h"
#include "workloads/serving.h"
#include "workloads/serving_queue.h"

namespace icekeel::workloads {

/// How often times were met, in classes of 1.2 % each.
class TimeShares {
 public:
  void add(double seconds, double weight);
  void add(const TimeShares& other, double times);
  double total() const { return total_; }
  double mean() const;
  /// The time that a share of them does not exceed; 0 of none.
  double quantile(double share) const;

 private:
  std::map<int, double> weights_;  // by class
  double total_ = 0, sum_ = 0;
};

/// A pass with some number of answers under way: the mean over passes that read prompts, whose
/// number is a Poisson one, and those that do not.
struct SharedPass {
  double time = 0;               ///< [s]
  double writing = 0;            ///< time of one that reads no prompt [s]
  double work = 0;               ///< of one GPU [flop]
  double traffic = 0, sent = 0;  ///< of one GPU [bit]
};

/// What requests of one size meet on a copy of a model, by how many it answers at once.
class CopyOfModel {
 public:
  CopyOfModel(const ServingModel& model, const Request& request, const Room& room);

  const Request& request() const { return request_; }
  std::size_t most() const { return passes_.size() - 1; }  ///< answers at once
  const SharedPass& pass(std::size_t answers) const { return passes_[answers]; }
  /// Requests a second when it is full.
  double capacity() const { return done_rate(most()); }
  double done_rate(std::size_t answers) const;
  std::size_t most_prompts(std::size_t answers) const;  ///< that one pass reads
  /// A pass that writes a token of each of these answers and reads the prompts of others [s].
  double reading(std::size_t answers, std::size_t prompts) const;
  /// Between two tokens of an answer, while so many are under way, itself among them.
  double token_time(double answers) const;

 private:
  ServingModel model_;
  Request request_;
  double pass_tokens_;
  std::vector<SharedPass> passes_;  // by answers under way
};

/// A copy in its steady state, or full.
struct CopyState {
  double done = 0;               ///< requests a second that it answers
  double overload = 0;           ///< requests a second that it cannot answer
  double under_way = 0;          ///< mean
  double waiting = 0;            ///< mean; of a full one, none of those that pile up
  double busy = 0;               ///< share of the time
  double work = 0;               ///< of one GPU [flop/s]
  double traffic = 0, sent = 0;  ///< of one GPU [bit/s]
  TimeShares first_token;        ///< of a request: from its arrival to its first token
  TimeShares token;              ///< its mean between two tokens
};

/// \param rate requests a second that come at the copy   \param speed of its GPUs, 1 at full pace
CopyState state_of(const CopyOfModel& copy, double rate, double speed = 1.0);

}  // namespace icekeel::workloads
