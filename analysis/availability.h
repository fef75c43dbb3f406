// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How available the loads of a site are, and what takes them down.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "simulator/config/catalogue.h"
#include "simulator/config/diagnostics.h"
#include "simulator/reliability/failure_data.h"
#include "simulator/scenario/scenario.h"

namespace icekeel::analysis {

enum class AvailabilityMethod { automatic, exact, sampling };

struct AvailabilityOptions {
  AvailabilityMethod method = AvailabilityMethod::automatic;
  double rates = 1;  ///< factor on every failure rate
  std::uint64_t seed = 1;
  std::int64_t most_samples = 2'000'000;
};

/// Events that together take a load down. Equal ones, such as supplies of a node, are one line.
struct FailureSet {
  std::vector<std::string> events;  ///< "A/ups (1 of 5 may fail)"
  double share = 0;                 ///< of the sum over all sets
};

struct LoadAvailability {
  std::string load;
  double unavailability = 0;
  // By random sampling.
  std::optional<double> half_interval;  ///< half the 95 % interval
  std::int64_t samples = 0;
  std::int64_t sampled_failures = 0;
  // Exactly.
  std::optional<double> failures_per_year;
  std::optional<double> with_maintenance;  ///< unavailability, one thing maintained at a time
  std::vector<FailureSet> sets;            ///< most probable first
  std::vector<double> set_count;           ///< all that exist, by number of events
  std::vector<std::string> single_points;
  std::vector<std::string> common_causes;  ///< that take it down alone
};

struct SiteAvailability {
  std::string site;
  std::string topology;
  std::string feeds;
  std::int64_t components = 0;
  bool exact = true;
  std::vector<LoadAvailability> loads;
};

/// The failure data of the site, or the standard ones of the catalogue.
std::optional<reliability::ReliabilitySpec> failure_data(const scenario::SiteSpec& site,
                                                         const config::Catalogue& catalogue,
                                                         config::Diagnostics& diagnostics);

/// Findings on data that the site's parts need; paths relative to the site.
std::vector<config::Finding> check_availability(const scenario::SiteSpec& site,
                                                const reliability::ReliabilitySpec& data);

/// \pre check_availability finds nothing wrong
SiteAvailability availability(const scenario::SiteSpec& site,
                              const reliability::ReliabilitySpec& data,
                              const AvailabilityOptions& options);

/// The same site with each topology in turn. Only for chains that are not drawn.
std::vector<SiteAvailability> compare_topologies(const scenario::SiteSpec& site,
                                                 const reliability::ReliabilitySpec& data,
                                                 const AvailabilityOptions& options);

std::string to_text(const SiteAvailability& site);
std::string comparison_text(const std::vector<SiteAvailability>& topologies);
nlohmann::ordered_json to_json(const SiteAvailability& site);

/// A label that people know, from the single points alone: "I or II", "III or IV".
std::string tier_label(const LoadAvailability& load);

}  // namespace icekeel::analysis
