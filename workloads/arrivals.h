// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How often jobs or requests come: a mean rate that follows the hours of the day and the days of
/// the week.

#include <string>
#include <vector>

#include "simulator/base/calendar.h"
#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::workloads {

/// A Poisson process whose rate follows the hours of the day and the days of the week.
struct ArrivalSpec {
  Frequency rate;              ///< mean over a week
  std::vector<double> daily;   ///< 24 weights from midnight UTC; none: even
  std::vector<double> weekly;  ///< 7 weights from Monday
};

void describe(config::Fields& f, ArrivalSpec& arrivals);

/// Paths begin with `path`.
void check(const ArrivalSpec& arrivals, const std::string& path,
           std::vector<config::Finding>& found);

/// The rate over its mean: by the hour of the week, from Monday.
class WeeklyCycle {
 public:
  explicit WeeklyCycle(const ArrivalSpec& arrivals);

  double most() const;
  /// \param after [s] after `start`
  double at(Timestamp start, double after) const;
  /// The first moment after this one at which the rate is another one; infinite if it never is.
  double next_change(Timestamp start, double after) const;

 private:
  std::vector<double> weights_;
};

}  // namespace icekeel::workloads
