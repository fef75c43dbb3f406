// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Clients on their way through a round: download, training, upload, each at its own pace.
///
/// On lines of its own a client is a closed form and one event. Where lines are shared, its
/// transfers are part of `SharedTraffic`.

#include <limits>
#include <optional>
#include <queue>
#include <vector>

#include "workloads/federated_costs.h"
#include "workloads/shared_traffic.h"

namespace icekeel::workloads {

enum class Fate { delivered, left, timed_out, stopped };

/// A client that is at work no more.
struct EndedWork {
  ClientId client;
  Fate fate = Fate::delivered;
  std::int64_t version = 0;  ///< of the model that it had
  Duration at;
  ClientTimes times;  ///< as far as it got
  Payload moved;
};

/// When a client gives up, and why.
struct Leaving {
  Duration after;  ///< from its beginning
  Fate fate = Fate::left;
};

class ClientsAtWork {
 public:
  explicit ClientsAtWork(const FederatedSpec& spec);

  void begin(const ClientId& client, const ClientTraits& traits, std::int64_t version,
             const std::optional<Leaving>& leaving, Duration now);

  /// The next client that ends, if that is not after the limit.
  std::optional<EndedWork> next_end(Duration limit);

  /// All of them stop now.
  std::vector<EndedWork> stop_all(Duration now);

  std::int64_t size() const { return working_; }

 private:
  static constexpr double never = std::numeric_limits<double>::infinity();
  enum class Phase { idle, downloading, computing, uploading, sent };
  enum class Step { computed, delivered, gives_up };
  struct Slot {
    ClientId client;
    Phase phase = Phase::idle;
    Fate gives_up_as = Fate::left;
    std::uint32_t generation = 0;
    std::int64_t version = 0;
    std::uint64_t ticket = 0;  // of its transfer
    double began = 0, downloaded = never, computed = never;
    double compute = 0;  // length
  };
  struct Event {
    double at;
    std::uint64_t order;
    std::uint32_t slot, generation;
    Step step;
    bool operator>(const Event& o) const { return at != o.at ? at > o.at : order > o.order; }
  };

  std::uint32_t free_slot();
  void book(double at, std::uint32_t slot, Step step);
  void on_own_lines(std::uint32_t slot, const ClientTimes& times,
                    const std::optional<Leaving>& leaving);
  void downloaded(std::uint32_t slot, double at);
  void computed(std::uint32_t slot, double at);
  EndedWork end(std::uint32_t slot, Fate fate, double at);
  Payload moved(Slot& slot, double at);

  const FederatedSpec& spec_;
  Payload payload_;
  std::vector<double> latency_;  // by kind
  bool shared_ = false;
  SharedTraffic down_, up_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::uint64_t order_ = 0;
  std::int64_t working_ = 0;
};

}  // namespace icekeel::workloads
