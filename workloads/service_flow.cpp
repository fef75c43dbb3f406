// SPDX-License-Identifier: Apache-2.0
#include "workloads/service_flow.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/counts.h"
#include "simulator/base/expect.h"

namespace icekeel::workloads {
namespace {

constexpr double classes_per_decade = 200;
constexpr double shortest = 1e-9;  // [s]
constexpr int parts = 4;           // of a pass, in which a request arrives

// A pass that writes a token of some answers and reads the prompts of others.
ServingCost pass_with(const ServingModel& model, const Request& request, double answers,
                      double prompts) {
  const double prompt = number(request.prompt);
  return model.pass({answers + prompts * prompt, 0.5 * prompts * prompt * prompt,
                     answers * (prompt + 0.5 * number(request.answer)), answers + prompts});
}

double poisson(double mean, double count) {
  return std::exp(count * std::log(mean) - mean - std::lgamma(count + 1.0));
}

SharedPass shared_pass(const ServingModel& model, const Request& request, double answers,
                       double most_prompts) {
  const double began = answers / number(request.answer);  // prompts read in a pass, mean
  const double spread = 6.0 * std::sqrt(began) + 6.0;
  const double last = std::min({std::ceil(began + spread), most_prompts, answers});
  SharedPass pass{.writing = pass_with(model, request, answers, 0.0).time.si()};
  double sum = 0, read = 0;
  for (double k = std::max(0.0, std::floor(began - spread)); k <= last; ++k) {
    const double share = poisson(began, k);
    const ServingCost cost = pass_with(model, request, answers - k, k);
    sum += share;
    read += share * k;
    pass.time += share * cost.time.si();
    pass.work += share * cost.work.si();
    pass.traffic += share * cost.traffic.si();
    pass.sent += share * cost.sent.si();
  }
  // What is cut off of the distribution is spread over the rest; as many prompts are read as
  // answers begin.
  const double reads_less = read / sum / began;
  for (double* part : {&pass.time, &pass.work, &pass.traffic, &pass.sent}) *part /= sum;
  pass.time += (1.0 - reads_less) * began *
               (pass_with(model, request, answers - 1.0, 1.0).time.si() - pass.writing);
  return pass;
}

// Passes hold a limited number of tokens, but always one whole prompt: from that on more answers
// under way do not read prompts faster.
std::size_t most_answers_of(const Request& request, const Room& room) {
  const double ratio = number(request.prompt) / number(request.answer);
  const double by_tokens =
      std::max(number(request.answer), number(room.pass_tokens) / (1.0 + ratio));
  return static_cast<std::size_t>(std::max(1.0, std::floor(std::min(room.requests, by_tokens))));
}

/// How likely each number of answers under way is.
struct Shares {
  std::vector<double> of;  ///< by answers; the last one without those that wait
  double waits = 0;        ///< who comes finds no room
};

Shares shares_of(const CopyOfModel& copy, double rate, double speed) {
  const std::size_t most = copy.most();
  // Logarithms: factorials of a thousand are beyond numbers.
  std::vector<double> logs(most + 1, 0.0);
  for (std::size_t n = 1; n <= most; ++n)
    logs[n] = logs[n - 1] + std::log(rate / (speed * copy.done_rate(n)));
  const double highest = *std::ranges::max_element(logs);
  const double load = rate / (speed * copy.capacity());
  Shares shares;
  double sum = 0;
  for (const double one : logs) shares.of.push_back(std::exp(one - highest));
  for (const double one : shares.of) sum += one;
  sum += shares.of.back() * load / (1.0 - load);
  for (double& one : shares.of) one /= sum;
  shares.waits = shares.of.back() / (1.0 - load);
  return shares;
}

/// How many prompts passes read, when those that come during one are read by the next.
class GatedPasses {
 public:
  GatedPasses(const CopyOfModel& copy, std::size_t answers, double rate, double speed)
      : rate_(rate) {
    constexpr std::size_t most_classes = 96;
    const std::size_t last = std::min(copy.most_prompts(answers), most_classes);
    for (std::size_t k = 0; k <= last; ++k) lengths_.push_back(copy.reading(answers, k) / speed);
    settle();
  }

  void add_first_tokens(double share, TimeShares& times) const {
    double all = 0;
    for (std::size_t k = 0; k < lengths_.size(); ++k) all += shares_[k] * lengths_[k];
    for (std::size_t k = 0; k < lengths_.size(); ++k) {
      const double here = shares_[k] * lengths_[k] / all;
      if (here < 1e-6) continue;
      for (std::size_t others = 0; others < lengths_.size(); ++others) {
        const double with = share * here * step(k, others);
        if (with < 1e-6 * share) continue;
        const double next = lengths_[std::min(others + 1, lengths_.size() - 1)];
        for (int part = 0; part < parts; ++part)
          times.add((part + 0.5) / parts * lengths_[k] + next, with / parts);
      }
    }
  }

 private:
  // From a pass of `from` prompts to one of `to`; the last class has all beyond it.
  double step(std::size_t from, std::size_t to) const {
    const double mean = rate_ * lengths_[from];
    if (to + 1 < lengths_.size()) return poisson(mean, static_cast<double>(to));
    double below = 0;
    for (std::size_t k = 0; k < to; ++k) below += poisson(mean, static_cast<double>(k));
    return std::max(0.0, 1.0 - below);
  }

  void settle() {
    std::vector<std::vector<double>> steps(lengths_.size());
    for (std::size_t from = 0; from < lengths_.size(); ++from)
      for (std::size_t to = 0; to < lengths_.size(); ++to) steps[from].push_back(step(from, to));
    shares_.assign(lengths_.size(), 0.0);
    shares_[0] = 1.0;
    for (int round = 0; round < 500; ++round) {
      std::vector<double> next(lengths_.size(), 0.0);
      for (std::size_t from = 0; from < next.size(); ++from)
        if (shares_[from] > 0.0)
          for (std::size_t to = 0; to < next.size(); ++to)
            next[to] += shares_[from] * steps[from][to];
      double change = 0;
      for (std::size_t k = 0; k < next.size(); ++k) change += std::abs(next[k] - shares_[k]);
      shares_ = std::move(next);
      if (change < 1e-9) return;
    }
  }

  double rate_;
  std::vector<double> lengths_, shares_;  // of passes, by prompts read
};

void add_waiting(const CopyOfModel& copy, double waits, double load, double speed,
                 TimeShares& times) {
  const double mean = 0.5 / (speed * copy.capacity() * (1.0 - load));
  constexpr int classes = 16;
  for (int part = 0; part < classes; ++part)
    times.add(
        copy.reading(copy.most() - 1, 1) / speed - mean * std::log(1.0 - (part + 0.5) / classes),
        waits / classes);
}

// During an answer the others come and go: their mean over its time varies less than their number,
// by two thirds in variance if all answers are alike.
void add_tokens(const CopyOfModel& copy, const Shares& shares, double mean, double speed,
                TimeShares& times) {
  const double narrower = std::sqrt(2.0 / 3.0);
  for (std::size_t n = 0; n < shares.of.size(); ++n) {
    const double others = mean + (static_cast<double>(n) - mean) * narrower;
    const double all = std::min(1.0 + others, static_cast<double>(copy.most()));
    const double share = n == copy.most() ? shares.waits : shares.of[n];
    times.add(copy.token_time(all) / speed, share);
  }
}

CopyState full(const CopyOfModel& copy, double rate, double speed) {
  const auto& pass = copy.pass(copy.most());
  const double passes = speed / pass.time;
  CopyState state{.done = speed * copy.capacity(),
                  .overload = rate - speed * copy.capacity(),
                  .under_way = static_cast<double>(copy.most()),
                  .busy = 1.0,
                  .work = passes * pass.work,
                  .traffic = passes * pass.traffic,
                  .sent = passes * pass.sent};
  state.first_token.add(copy.reading(copy.most() - 1, 1) / speed, 1.0);
  state.token.add(copy.token_time(static_cast<double>(copy.most())) / speed, 1.0);
  return state;
}

}  // namespace

void TimeShares::add(double seconds, double weight) {
  if (weight <= 0.0) return;
  const double place = classes_per_decade * std::log10(std::max(seconds, shortest));
  weights_[static_cast<int>(std::floor(place))] += weight;
  total_ += weight;
  sum_ += weight * seconds;
}

void TimeShares::add(const TimeShares& other, double times) {
  for (const auto& [place, weight] : other.weights_) weights_[place] += times * weight;
  total_ += times * other.total_;
  sum_ += times * other.sum_;
}

double TimeShares::mean() const {
  return total_ > 0.0 ? sum_ / total_ : 0.0;
}

double TimeShares::quantile(double share) const {
  double below = 0;
  for (const auto& [place, weight] : weights_) {
    if (below + weight >= share * total_) {
      const double within = std::clamp((share * total_ - below) / weight, 0.0, 1.0);
      return std::pow(10.0, (place + within) / classes_per_decade);
    }
    below += weight;
  }
  return weights_.empty() ? 0.0
                          : std::pow(10.0, (weights_.rbegin()->first + 1) / classes_per_decade);
}

CopyOfModel::CopyOfModel(const ServingModel& model, const Request& request, const Room& room)
    : model_(model), request_(request), pass_tokens_(number(room.pass_tokens)) {
  ICEKEEL_EXPECT(request.prompt > 0 && request.answer > 0 && room.requests >= 1.0);
  const std::size_t most = most_answers_of(request, room);
  passes_.emplace_back();
  for (std::size_t n = 1; n <= most; ++n)
    passes_.push_back(
        shared_pass(model, request, static_cast<double>(n), static_cast<double>(most_prompts(n))));
}

std::size_t CopyOfModel::most_prompts(std::size_t answers) const {
  const double room = (pass_tokens_ - static_cast<double>(answers)) / number(request_.prompt);
  return static_cast<std::size_t>(std::max(1.0, std::floor(room)));
}

double CopyOfModel::reading(std::size_t answers, std::size_t prompts) const {
  return pass_with(model_, request_, static_cast<double>(answers), static_cast<double>(prompts))
      .time.si();
}

double CopyOfModel::done_rate(std::size_t answers) const {
  return static_cast<double>(answers) / (number(request_.answer) * passes_[answers].time);
}

double CopyOfModel::token_time(double answers) const {
  const double place = std::clamp(answers, 1.0, static_cast<double>(most()));
  const auto low = static_cast<std::size_t>(place);
  const auto high = std::min(low + 1, most());
  const double between = place - static_cast<double>(low);
  // Its own prompt is read before its first token.
  const auto prompts = [&](std::size_t n) { return passes_[n].time - passes_[n].writing; };
  return std::lerp(passes_[low].writing, passes_[high].writing, between) +
         std::lerp(prompts(low - 1), prompts(high - 1), between);
}

CopyState state_of(const CopyOfModel& copy, double rate, double speed) {
  ICEKEEL_EXPECT(rate >= 0.0 && speed > 0.0);
  if (rate == 0.0) return {};
  const double load = rate / (speed * copy.capacity());
  if (load >= 1.0) return full(copy, rate, speed);
  const Shares shares = shares_of(copy, rate, speed);
  CopyState state{.done = rate};
  state.waiting = shares.waits * 0.5 * load / (1.0 - load);
  for (std::size_t n = 1; n <= copy.most(); ++n) {
    const double share = n == copy.most() ? shares.waits : shares.of[n];
    const double passes = share * speed / copy.pass(n).time;
    state.under_way += share * static_cast<double>(n);
    state.busy += share;
    state.work += passes * copy.pass(n).work;
    state.traffic += passes * copy.pass(n).traffic;
    state.sent += passes * copy.pass(n).sent;
  }
  state.first_token.add(copy.reading(0, 1) / speed, shares.of[0]);
  const auto usual = static_cast<std::size_t>(std::round(state.under_way));
  GatedPasses(copy, std::clamp<std::size_t>(usual, 1, std::max<std::size_t>(copy.most() - 1, 1)),
              rate, speed)
      .add_first_tokens(1.0 - shares.of[0] - shares.waits, state.first_token);
  add_waiting(copy, shares.waits, load, speed, state.first_token);
  add_tokens(copy, shares, state.under_way, speed, state.token);
  return state;
}

}  // namespace icekeel::workloads
