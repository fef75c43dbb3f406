// SPDX-License-Identifier: Apache-2.0
#include "workloads/serving_queue.h"

#include <algorithm>
#include <boost/random/exponential_distribution.hpp>
#include <cmath>
#include <deque>

#include "simulator/base/counts.h"
#include "simulator/base/expect.h"
#include "simulator/base/random.h"

namespace icekeel::workloads {
namespace {

/// Requests that entered with the same pass; they write their last token with the same pass.
struct Group {
  std::int64_t last_pass;
  double read_until;  ///< when their first token came [s]
  std::vector<double> arrived;
};

/// One copy of the model, from pass to pass.
class Server {
 public:
  Server(const ServingModel& model, const Request& request, const Room& room,
         const std::vector<double>& arrivals)
      : model_(model),
        request_(request),
        most_(static_cast<std::size_t>(room.requests)),
        pass_tokens_(number(room.pass_tokens)),
        arrivals_(arrivals) {}

  QueueOutcome run() {
    while (next_ < arrivals_.size() || active_ > 0) {
      if (active_ == 0 && arrivals_[next_] > now_) now_ = arrivals_[next_];
      pass();
    }
    out_.span = Duration::si(now_);
    out_.mean_batch /= now_;
    out_.mean_waiting /= now_;
    for (auto* times : {&out_.first_token, &out_.token, &out_.whole, &out_.wait})
      std::ranges::sort(*times);
    return std::move(out_);
  }

 private:
  void pass() {
    Group entering = enter();
    const auto reading = static_cast<double>(entering.arrived.size());
    const auto writing = static_cast<double>(active_);
    const auto prompt = number(request_.prompt);
    const ServingCost cost = model_.pass({.tokens = writing + reading * prompt,
                                          .pairs = 0.5 * reading * prompt * prompt,
                                          .cached = context_,
                                          .logits = writing + reading});
    advance(cost, writing + reading);
    ++pass_;
    context_ += writing + reading * (prompt + 1);
    active_ += entering.arrived.size();
    if (!entering.arrived.empty()) {
      for (const double arrived : entering.arrived) out_.first_token.push_back(now_ - arrived);
      entering.read_until = now_;
      entering.last_pass = pass_ + request_.answer - 1;
      groups_.push_back(std::move(entering));
    }
    leave();
  }

  // Time goes on by a pass, in which nobody enters or leaves the batch; requests arrive meanwhile.
  void advance(const ServingCost& cost, double batch) {
    const double end = now_ + cost.time.si();
    out_.mean_batch += batch * cost.time.si();
    out_.mean_waiting += static_cast<double>(come_ - next_) * cost.time.si();
    while (come_ < arrivals_.size() && arrivals_[come_] <= end)
      out_.mean_waiting += end - arrivals_[come_++];
    out_.most_waiting = std::max(out_.most_waiting, static_cast<double>(come_ - next_));
    out_.busy += cost.time;
    out_.work += cost.work;
    out_.traffic += cost.traffic;
    out_.sent += cost.sent;
    now_ = end;
  }

  Group enter() {
    Group entering;
    while (next_ < arrivals_.size() && arrivals_[next_] <= now_ &&
           active_ + entering.arrived.size() < most_ && fits(entering)) {
      out_.wait.push_back(now_ - arrivals_[next_]);
      entering.arrived.push_back(arrivals_[next_++]);
    }
    come_ = std::max(come_, next_);
    return entering;
  }

  bool fits(const Group& entering) const {
    const auto more = static_cast<double>(entering.arrived.size() + 1) * number(request_.prompt);
    return entering.arrived.empty() || static_cast<double>(active_) + more <= pass_tokens_;
  }

  void leave() {
    while (!groups_.empty() && groups_.front().last_pass <= pass_) {
      const Group& done = groups_.front();
      const auto count = static_cast<double>(done.arrived.size());
      const double between =
          request_.answer > 1 ? (now_ - done.read_until) / number(request_.answer - 1) : 0.0;
      for (const double arrived : done.arrived) {
        out_.whole.push_back(now_ - arrived);
        out_.token.push_back(between);
      }
      active_ -= done.arrived.size();
      context_ -= count * number(request_.prompt + request_.answer);
      groups_.pop_front();
    }
  }

  const ServingModel& model_;
  Request request_;
  std::size_t most_;
  double pass_tokens_;
  const std::vector<double>& arrivals_;
  QueueOutcome out_;
  double now_ = 0;            // [s]
  std::size_t next_ = 0;      // of the arrivals, not entered yet
  std::size_t come_ = 0;      // arrivals until now
  std::size_t active_ = 0;    // answers under way
  double context_ = 0;        // tokens whose keys and values they hold
  std::int64_t pass_ = 0;     // passes done
  std::deque<Group> groups_;  // by their last pass
};

}  // namespace

QueueOutcome serve(const ServingModel& model, const Request& request, const Room& room,
                   const RequestArrivals& arrivals) {
  ICEKEEL_EXPECT(arrivals.rate > 0 && room.requests >= 1 && request.prompt > 0 &&
                 request.answer > 0);
  RandomStream stream = random_stream(arrivals.seed, "requests");
  boost::random::exponential_distribution<double> gap(arrivals.rate);
  std::vector<double> dates;
  dates.reserve(index(arrivals.requests));
  double date = 0;
  for (std::int64_t i = 0; i < arrivals.requests; ++i) dates.push_back(date += gap(stream));
  return Server(model, request, room, dates).run();
}

double quantile(const std::vector<double>& sorted, double share) {
  ICEKEEL_EXPECT(!sorted.empty() && share >= 0 && share <= 1);
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(place);
  const auto high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (place - std::floor(place)) * (sorted[high] - sorted[low]);
}

}  // namespace icekeel::workloads
