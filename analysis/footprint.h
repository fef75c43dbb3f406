// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What one request to a language model costs over the whole life of what answers it, and what a
/// year of them and the training of the model cost beside it; without a site, or as a simulated one
/// served it.
///
///     server   energy of the request and of the idle time around it, times the grid; its share of
///              making node, building and plant, by the time that the node is there for it
///     device   energy while the answer is read; its share of making the device, by use time
///     network  energy of its data and, if a share of the line is given, of the line meanwhile
///     break-even = training / request, every estimate of the one over every estimate of the other
///
/// See simulator/docs/methods/life-cycle.md.
/// Verified by: tests/unit/analysis/footprint_test.cpp.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/inference.h"
#include "analysis/served_request.h"
#include "platforms/request_path.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "simulator/lifecycle/contribution.h"
#include "simulator/lifecycle/life_cycle_spec.h"
#include "simulator/lifecycle/range_fields.h"

namespace icekeel::analysis {

/// What people hold in their hands.
struct TerminalSpec {
  static constexpr std::string_view catalogue_kind = "terminals";
  lifecycle::Range<Mass> embodied;
  lifecycle::Range<Power> power;  ///< in use
  double use = 1;                 ///< share of its life in which it is used
  lifecycle::LifeSpec life;
};

/// How a service is used.
struct UseSpec {
  static constexpr std::string_view catalogue_kind = "uses";
  double utilisation = 1;  ///< share of the time in which servers answer; else they are idle
  double requests_per_year = 0;
  Duration reading;      ///< time of a device for a request
  Information data;      ///< both ways
  Information question;  ///< of it, what goes to the server
  std::string device, network;
  std::vector<std::string> route;  ///< entries of wan between line and servers
  double line_share = 0;  ///< of the line's standing power while one reads; 0: what data add
};

void describe(config::Fields& f, TerminalSpec& terminal);
void describe(config::Fields& f, UseSpec& use);

/// As the user asks; what is missing is that of the catalogue's entries.
struct FootprintCase {
  InferenceCase request;
  std::optional<ServedRequest> served;  ///< by a simulated site, instead of that
  std::optional<std::vector<std::string>> route;
  std::string use = "chat", life = "standard", device, network;
  std::optional<std::int64_t> year;  ///< of the grid
  std::optional<Duration> lifetime, second_life, device_lifetime;
  std::optional<double> utilisation, requests_per_year, line_share;
  std::string job;       ///< that trained the model; none: training is left out
  double trainings = 1;  ///< with those before, and with what was tried out
};

struct TrainingFootprint {
  Energy energy;  ///< of the facility
  std::vector<lifecycle::Contribution> parts;
  /// Requests until their use has emitted as much, on servers and devices and on servers alone,
  /// and until it took as much energy.
  lifecycle::Range<double> break_even, break_even_of_servers;
  double break_even_energy = 0;
};

/// From the question until the answer is whole.
struct RequestTime {
  Duration up, first_token, writing, down;
  Duration whole() const { return up + first_token + writing + down; }
};

/// The network's part of a request by one rule of allocation.
struct NetworkRule {
  std::string rule;
  lifecycle::Range<Energy> energy;
  lifecycle::MassRange carbon;
};

struct RequestFootprint {
  FootprintCase asked;  ///< everything filled in
  Inference request;
  Energy energy;  ///< of servers with their idle time, of the device and the network
  std::vector<lifecycle::Contribution> parts;
  platforms::RequestPath path;
  RequestTime time;
  std::vector<NetworkRule> network;  ///< by every rule, whichever of them counts
  std::optional<TrainingFootprint> training;
};

struct FootprintOutcome {
  std::optional<RequestFootprint> footprint;
  std::vector<config::Finding> problems;  ///< paths are options without dashes
};

FootprintOutcome request_footprint(const FootprintCase& asked, const config::Catalogue& catalogue);

/// The same request with one thing changed.
struct Alternative {
  std::string setting, value;
  std::optional<lifecycle::MassRange> carbon;  ///< nothing where it cannot be
};
std::vector<Alternative> alternatives(const RequestFootprint& base,
                                      const config::Catalogue& catalogue);

}  // namespace icekeel::analysis
