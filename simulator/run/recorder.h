// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Writes the series: exact means over every interval, whatever its length.

#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "simulator/result/result_writer.h"
#include "simulator/run/job_record.h"
#include "simulator/run/link_record.h"
#include "simulator/run/machine.h"
#include "simulator/run/site_plant.h"

namespace icekeel::run {

/// Readings of meters wait here until the plant of their time is known.
///
/// Powers of nodes are known exactly at any moment between two changes, so the recorder is asked
/// to `catch_up` before each change; it then reads the meters at all interval ends that have
/// passed. What the plant does is known for an interval when it has been settled. Recording
/// changes nothing in the simulation: there are no events of its own.
class Recorder {
 public:
  struct Counts {
    double jobs_running = 0;
    double jobs_waiting = 0;
    double nodes_busy = 0;
  };

  /// \param phases of all jobs, up to a moment between the last change and now
  Recorder(const scenario::Scenario& scenario, result::ResultWriter& writer,
           std::vector<const Machine*> machines, std::function<Counts()> counts,
           std::function<PhaseTotals(Duration)> phases);

  /// Reads the meters at every interval end up to now.
  void catch_up(Duration now);
  /// The plants of an interval that has passed, a site each.
  void settled(Duration from, Duration to, std::span<const SiteStep> sites);
  /// Ends the last intervals early.
  void finish(Duration now);

  /// Where the use of links is recorded.
  const std::optional<LinkRecord>& links() const { return links_; }

 private:
  /// An interval end at which the meters were read.
  struct Reading {
    Duration at;
    std::vector<Energy> it;  // by site
    Counts counts;           // means over the interval
    PhaseTotals phases;      // of all jobs, where they are recorded
  };

  void add_site_series();
  void add_rack_series();
  void read_site_meters(Duration at);
  void write_site_row(const Reading& reading);
  void write_rack_row(Duration at);
  void count_until(Duration at);
  void add_inlets_until(Duration at);

  const scenario::Scenario& scenario_;
  result::ResultWriter& writer_;
  std::vector<const Machine*> machines_;
  std::function<Counts()> counts_;
  std::function<PhaseTotals(Duration)> phases_;

  result::TimeAxisId site_axis_;
  std::optional<result::TimeAxisId> rack_axis_;
  std::optional<LinkRecord> links_;
  std::int64_t site_rows_ = 0, rack_rows_ = 0;  // interval ends passed
  std::deque<Reading> readings_;                // not written yet

  Duration counted_until_;
  Counts count_sums_;  // counts times seconds, since the last interval end

  Duration row_began_;
  std::vector<Energy> row_it_;      // at the beginning of the row
  PhaseTotals row_phases_{};        // likewise
  std::vector<double> plant_sums_;  // by site and series: value times seconds, in the row so far

  Duration rack_row_began_;
  std::vector<Energy> rack_row_energy_;
  Duration inlets_until_;
  std::vector<double> inlet_sums_;  // by rack: degrees Celsius times seconds
};

}  // namespace icekeel::run
