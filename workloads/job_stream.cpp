// SPDX-License-Identifier: Apache-2.0
// Draws the jobs of a stream.
#include <algorithm>
#include <boost/random/discrete_distribution.hpp>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>

#include "workloads/batch.h"

namespace icekeel::workloads {
namespace {

constexpr std::size_t most_jobs = 10'000'000;

/// A distribution over plain numbers.
struct Range {
  double least, most;
  std::optional<double> median;
  double spread;
  Shape shape;
};

double uniform(double least, double most, RandomStream& random) {
  return least + (most - least) * boost::random::uniform_01<double>()(random);
}

double draw_from(const Range& range, RandomStream& random) {
  if (range.least >= range.most) return range.least;
  if (range.shape == Shape::uniform) return uniform(range.least, range.most, random);
  const double low = std::log(range.least), high = std::log(range.most);
  if (range.shape == Shape::lognormal) {
    const double middle = range.median ? std::log(*range.median) : 0.5 * (low + high);
    boost::random::normal_distribution<double> logarithm(middle, range.spread);
    // Ends that lie far out in a tail would have it try for ever.
    for (int i = 0; i < 100; ++i)
      if (const double value = logarithm(random); value >= low && value <= high)
        return std::exp(value);
  }
  return std::exp(uniform(low, high, random));
}

std::int64_t draw(const SizeSpec& size, RandomStream& random) {
  const auto least = static_cast<double>(size.least), most = static_cast<double>(size.most);
  double value = draw_from({least, most, size.median, size.spread, size.shape}, random);
  if (size.powers_of_two) value = std::exp2(std::round(std::log2(value)));
  return std::clamp(static_cast<std::int64_t>(std::round(value)), size.least, size.most);
}

Duration draw(const TimeSpec& time, RandomStream& random) {
  const auto median = time.median ? std::optional(time.median->si()) : std::nullopt;
  return Duration::si(
      draw_from({time.least.si(), time.most.si(), median, time.spread, time.shape}, random));
}

TraceJob draw_job(const StreamKindSpec& kind, RandomStream& random) {
  TraceJob job;
  if (kind.job) return job;
  job.processors = draw(*kind.nodes, random);
  job.run = draw(*kind.run_time, random);
  job.requested = uniform(kind.requested.least, kind.requested.most, random) * job.run;
  job.utilisation = uniform(kind.utilisation.least, kind.utilisation.most, random);
  job.priority = kind.priority;
  job.user = boost::random::uniform_int_distribution<std::int32_t>(
      0, static_cast<std::int32_t>(kind.users - 1))(random);
  return job;
}

}  // namespace

// Arrivals at the highest rate, of which those are kept that the rate of their hour allows.
std::vector<StreamJob> draw_jobs(const StreamSpec& stream, Timestamp start, Duration until,
                                 RandomStream random) {
  const WeeklyCycle cycle(stream.arrivals);
  const double most = cycle.most();
  boost::random::exponential_distribution<double> gap(most * stream.arrivals.rate.si());
  std::vector<double> shares;
  std::vector<std::int32_t> first_user{0};
  for (const auto& kind : stream.kinds) {
    shares.push_back(kind.share);
    first_user.push_back(first_user.back() + static_cast<std::int32_t>(kind.users));
  }
  boost::random::discrete_distribution<std::size_t> kind_of(shares);
  const double end =
      stream.lasting ? std::min(until, stream.start + *stream.lasting).si() : until.si();
  const std::size_t count = stream.jobs ? static_cast<std::size_t>(*stream.jobs) : most_jobs;
  std::vector<StreamJob> jobs;
  for (double at = stream.start.si(); jobs.size() < count;) {
    at += gap(random);
    if (at >= end) break;
    if (uniform(0.0, most, random) > cycle.at(start, at)) continue;
    const std::size_t kind = kind_of(random);
    auto job = draw_job(stream.kinds[kind], random);
    job.number = static_cast<std::int64_t>(jobs.size()) + 1;
    job.submit = Duration::si(at);
    if (job.user >= 0) job.user += first_user[kind];
    jobs.push_back({job, kind});
  }
  return jobs;
}

}  // namespace icekeel::workloads
