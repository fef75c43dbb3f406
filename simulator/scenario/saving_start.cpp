// SPDX-License-Identifier: Apache-2.0
#include "simulator/scenario/saving_start.h"

#include <algorithm>
#include <cmath>

namespace icekeel::scenario {

Duration saving_start(const facility::HourlySeries& series, Timestamp start, Duration earliest,
                      Duration slack, Duration length) {
  if (length <= Duration{}) return earliest;
  constexpr double hour = 3600.0;
  const double begin = second_of_year(start, earliest), most = slack.si(), takes = length.si();
  double best = 0, least = series.mean(begin, takes);
  const auto try_at = [&](double wait) {
    if (wait <= 0.0 || wait > most) return;
    const double mean = series.mean(begin + wait, takes);
    const bool better = mean < least - 1e-12 * std::abs(least);
    if (!better && !(mean == least && wait < best)) return;
    least = std::min(least, mean);
    best = wait;
  };
  for (const double end : {begin, begin + takes})
    for (double wait = hour * std::ceil(end / hour) - end; wait <= most; wait += hour) try_at(wait);
  try_at(most);
  return earliest + Duration::si(best);
}

}  // namespace icekeel::scenario
