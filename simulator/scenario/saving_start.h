// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// When a job that may wait should start.

#include "simulator/base/calendar.h"
#include "simulator/facility/hourly_series.h"

namespace icekeel::scenario {

/// The moment in [earliest, earliest + slack] from which the mean of a series over the length of
/// the job is least: the earliest of equals. Only moments at which an hour begins, or at which the
/// job would end with one, can be it: between them the mean changes linearly.
///
/// \param start date of the moment 0
Duration saving_start(const facility::HourlySeries& series, Timestamp start, Duration earliest,
                      Duration slack, Duration length);

}  // namespace icekeel::scenario
