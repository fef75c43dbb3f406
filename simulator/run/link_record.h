// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How busy the links of the fabrics are: series by level of the fabric, and the busiest links.

#include <optional>
#include <vector>

#include "simulator/result/result_writer.h"
#include "simulator/run/machine.h"

namespace icekeel::run {

/// Memory is bounded by the number of links; rows are written as they come.
class LinkRecord {
 public:
  LinkRecord(const scenario::Scenario& scenario, result::ResultWriter& writer,
             std::vector<const Machine*> machines);

  /// Writes the rows of all intervals that have ended.
  void catch_up(Duration now);
  /// Ends the last interval early.
  void finish(Duration now);

  /// Of the links that moved most for what they can carry, a row each.
  std::vector<result::Column> busiest() const;
  /// Of the busiest link, over the whole time; none without links.
  std::optional<double> highest_mean() const;
  /// Of any link in any interval.
  double highest() const;
  /// Bytes over all links, counted at each.
  Information moved() const;

 private:
  struct Link {
    const platforms::FabricLink* link = nullptr;
    const Machine* machine = nullptr;
    std::size_t index = 0;  // in its fabric
    Information moved{};    // until the last row
    double most = 0;        // utilisation of an interval
  };
  void write_row(Duration at);
  double mean(const Link& link) const;

  result::ResultWriter& writer_;
  Duration every_;
  std::size_t listed_;
  std::vector<Link> links_;
  result::TimeAxisId axis_;
  std::int64_t rows_ = 0;
  Duration row_began_;
};

}  // namespace icekeel::run
