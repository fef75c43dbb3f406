// SPDX-License-Identifier: Apache-2.0
#include "analysis/footprint.h"

#include <fmt/format.h>

#include <utility>

#include "analysis/country.h"
#include "analysis/estimate.h"
#include "analysis/inference_parts.h"
#include "platforms/access_line.h"
#include "simulator/base/units.h"
#include "simulator/facility/grid.h"
#include "simulator/lifecycle/embodied.h"
#include "simulator/power/node_power.h"

namespace icekeel::analysis {
namespace {

using lifecycle::Contribution;
using lifecycle::MassRange;
using lifecycle::Phase;
using lifecycle::Range;

/// What the catalogue says of a case.
struct LifeParts {
  UseSpec use;
  TerminalSpec device;
  platforms::LineSpec network;
  lifecycle::LifeCycleSpec cycle;
  platforms::NodeSpec node;
  facility::GridSpec grid;
};

bool read_parts(FootprintCase& asked, const config::Catalogue& catalogue,
                std::vector<config::Finding>& problems, LifeParts& parts) {
  read_entry(asked.use, "use", catalogue, problems, parts.use);
  if (asked.device.empty()) asked.device = parts.use.device;
  if (!asked.device.empty()) read_entry(asked.device, "device", catalogue, problems, parts.device);
  if (asked.network.empty()) asked.network = parts.use.network;
  if (!asked.network.empty())
    read_entry(asked.network, "network", catalogue, problems, parts.network);
  if (!asked.line_share) asked.line_share = parts.use.line_share;
  read_entry(asked.life, "life", catalogue, problems, parts.cycle);
  if (asked.request.country.empty())
    problems.push_back({"country", "the electricity of which country is not said",
                        "give --country, as --country france"});
  else
    read_entry(grid_name(asked.request.country), "country", catalogue, problems, parts.grid);
  offer_neighbours(grid_name(asked.request.country), catalogue, problems);
  if (!problems.empty()) return false;
  parts.grid.year = asked.year;
  for (auto& finding : facility::check(parts.grid)) problems.push_back(std::move(finding));
  if (asked.lifetime) parts.cycle.nodes.lifetime = *asked.lifetime;
  if (asked.second_life) parts.cycle.nodes.second_life = *asked.second_life;
  if (asked.device_lifetime) parts.device.life.lifetime = *asked.device_lifetime;
  if (!asked.utilisation) asked.utilisation = parts.use.utilisation;
  if (!asked.requests_per_year) asked.requests_per_year = parts.use.requests_per_year;
  return problems.empty();
}

MassRange emitted(const facility::CarbonSpan& grid, const Range<Energy>& energy) {
  return {grid.low * energy.low, grid.mid * energy.mid, grid.high * energy.high};
}

// A node, and what stands around it, for a time.
void add_node(const LifeParts& parts, const platforms::NodeSpec& node, Duration time,
              std::vector<Contribution>& to) {
  const auto whole = lifecycle::embodied(node, parts.cycle);
  const double share = lifecycle::share_of_life(parts.cycle.nodes, time);
  to.push_back({"chips", Phase::manufacture, share * whole->chips});
  to.push_back({"nodes", Phase::manufacture, share * whole->host});
  to.push_back({"nodes", Phase::transport, share * whole->transport});
  to.push_back({"nodes", Phase::end_of_life, share * whole->end_of_life});
  for (auto& around : lifecycle::worn_around(node.power_max, parts.cycle, time))
    to.push_back(std::move(around));
}

Power idle_power(const platforms::NodeSpec& node) {
  return power::NodePowerModel(node)
      .at({}, {platforms::Coolant::air, node.air.reference, node.supplies.count})
      .total;
}

// What the data add; with a share of the line the low energy for each byte, because the others
// have what stands inside.
Range<Energy> network_energy(const LifeParts& parts, double line_share) {
  const auto& line = parts.network;
  if (line_share == 0.0)
    return parts.use.data * Range{line.energy.low, line.energy.mid, line.energy.high};
  return Range<Energy>::exactly(line_share * (line.standing_power * parts.use.reading) +
                                parts.use.data * line.energy.low);
}

std::vector<NetworkRule> network_rules(const LifeParts& parts) {
  const auto& energy = parts.network.energy;
  const auto marginal = Range<Energy>::exactly(parts.use.data * energy.low);
  std::vector<NetworkRule> rules{
      {"marginal: what its bytes add", marginal, {}},
      {"average: all by bytes", network_energy(parts, 0.0), {}},
      {"average: all by time",
       {marginal.low, network_energy(parts, 0.5).mid, network_energy(parts, 1.0).high},
       {}}};
  for (auto& rule : rules)
    rule.carbon = emitted(facility::location_carbon(parts.grid), rule.energy);
  return rules;
}

void add_request(const LifeParts& parts, RequestFootprint& found) {
  const auto& request = found.request;
  const double used = *found.asked.utilisation;
  const Duration busy =
      Duration::si(static_cast<double>(request.asked.request.answer) / request.tokens_per_second);
  const Duration there = busy / used;
  const Energy idle = request.pue * (idle_power(parts.node) * (there - busy));
  const auto grid = facility::location_carbon(parts.grid);
  const auto electricity = [&](const char* part, const Range<Energy>& energy) {
    found.parts.push_back({part, Phase::use, emitted(grid, energy)});
    found.energy += energy.mid;
  };
  electricity("servers answering", Range<Energy>::exactly(request.energy_per_request));
  electricity("servers waiting", Range<Energy>::exactly(idle));
  add_node(parts, parts.node, there, found.parts);
  if (!found.asked.network.empty()) {
    electricity("network", network_energy(parts, *found.asked.line_share));
    found.network = network_rules(parts);
  }
  if (found.asked.device.empty()) return;
  const auto& device = parts.device;
  electricity("device", parts.use.reading * device.power);
  const double share = lifecycle::share_of_life(device.life, parts.use.reading / device.use);
  found.parts.push_back({"device", Phase::manufacture, share * device.embodied});
}

void add_training(const LifeParts& parts, const config::Catalogue& catalogue,
                  RequestFootprint& found, std::vector<config::Finding>& problems) {
  EstimateCase asked;
  asked.job = found.asked.job;
  asked.country = found.asked.request.country;
  asked.pue = found.asked.request.pue;
  Estimator estimator(catalogue);
  const auto outcome = estimator.estimate(asked);
  for (const auto& problem : outcome.problems) problems.push_back(problem);
  if (!outcome.estimate || !problems.empty()) return;
  const auto& estimate = *outcome.estimate;
  if (!estimate.facility_energy) {
    problems.push_back({"job", fmt::format("'{}' does not say how long it trains", asked.job),
                        "take a job with a number of steps or tokens"});
    return;
  }
  platforms::NodeSpec node;
  if (!read_entry(estimate.node_name, "job", catalogue, problems, node)) return;
  if (!lifecycle::embodied(node, parts.cycle)) {
    problems.push_back({"job", fmt::format("what a '{}' embodies is not known", estimate.node_name),
                        "take a job on another node"});
    return;
  }
  auto& training = found.training.emplace();
  const double times = found.asked.trainings;
  training.energy = times * *estimate.facility_energy;
  training.parts.push_back(
      {"training", Phase::use,
       emitted(facility::location_carbon(parts.grid), Range<Energy>::exactly(training.energy))});
  const Duration node_time = times * *estimate.gpu_time / static_cast<double>(node.chips);
  add_node(parts, node, node_time, training.parts);
  const auto outweighed = [all = lifecycle::total(training.parts)](const MassRange& one) {
    return Range<double>{all.low / one.high, all.mid / one.mid, all.high / one.low};
  };
  training.break_even = outweighed(lifecycle::total(found.parts));
  MassRange servers;
  for (const auto& part : found.parts)
    if (part.part != "device" && part.part != "network") servers += part.carbon;
  training.break_even_of_servers = outweighed(servers);
  training.break_even_energy = training.energy / found.energy;
}

}  // namespace

void describe(config::Fields& f, TerminalSpec& terminal) {
  f.required("embodied", terminal.embodied, "Greenhouse gases of making it.");
  f.required("power", terminal.power, "Power in use.");
  f.required("use", terminal.use, "Share of its life in which it is used.",
             {.most = 1.0, .above_least = true});
  f.required("life", terminal.life, "How long it is kept.");
}

void describe(config::Fields& f, UseSpec& use) {
  f.required("utilisation", use.utilisation,
             "Share of the time in which servers answer; for the rest they wait.",
             {.most = 1.0, .above_least = true});
  f.required("requests_per_year", use.requests_per_year, "Requests of a year.");
  f.required("reading", use.reading, "Time of a device for a request.");
  f.required("data", use.data, "Data of a request, both ways.");
  f.optional("device", use.device, "Entry of terminals that people use.");
  f.optional("network", use.network, "Entry of lines that the data take.");
  f.optional("line_share", use.line_share,
             "Share of the line's standing power that counts while one reads. 0: what data add.",
             {.most = 1.0});
}

FootprintOutcome request_footprint(const FootprintCase& given, const config::Catalogue& catalogue) {
  FootprintOutcome outcome;
  RequestFootprint found{.asked = given};
  LifeParts parts;
  read_parts(found.asked, catalogue, outcome.problems, parts);
  auto answered = infer(found.asked.request, catalogue);
  for (auto& problem : answered.problems)
    if (problem.path != "country") outcome.problems.push_back(std::move(problem));
  if (!outcome.problems.empty() || !answered.inference) return outcome;
  found.request = std::move(*answered.inference);
  const auto& node = found.request.asked.node;
  if (!read_entry(node, "node", catalogue, outcome.problems, parts.node)) return outcome;
  if (!lifecycle::embodied(parts.node, parts.cycle)) {
    outcome.problems.push_back({"node", fmt::format("what a '{}' embodies is not known", node),
                                "take a node whose entry, and that of its chip, has 'embodied'"});
    return outcome;
  }
  add_request(parts, found);
  if (!given.job.empty()) add_training(parts, catalogue, found, outcome.problems);
  if (outcome.problems.empty()) outcome.footprint = std::move(found);
  return outcome;
}

std::vector<Alternative> alternatives(const RequestFootprint& base,
                                      const config::Catalogue& catalogue) {
  constexpr Duration year = 365.25 * units::day;
  std::vector<Alternative> all;
  FootprintCase plain = base.asked;
  plain.job.clear();
  const auto with = [&](const char* setting, const std::string& value, auto change) {
    FootprintCase other = plain;
    change(other);
    const auto outcome = request_footprint(other, catalogue);
    all.push_back({setting, value,
                   outcome.footprint ? std::optional(lifecycle::total(outcome.footprint->parts))
                                     : std::nullopt});
  };
  for (const char* country : {"sweden", "france", "usa", "poland"})
    with("country", country, [&](FootprintCase& c) {
      c.request.country = country;
      c.year.reset();
    });
  for (const char* weights : {"fp16", "fp8", "int8", "q4-0"})
    with("weights", weights, [&](FootprintCase& c) { c.request.weights = weights; });
  for (const std::int64_t batch : {1, 8, 64})
    with("batch", std::to_string(batch), [&](FootprintCase& c) { c.request.batch = batch; });
  for (const double share : {0.1, 0.5, 0.9})
    with("utilisation", fmt::format("{:g} %", 100 * share),
         [&](FootprintCase& c) { c.utilisation = share; });
  for (const double years : {3.0, 5.0, 8.0})
    with("lifetime", fmt::format("{:g} a", years),
         [&](FootprintCase& c) { c.lifetime = years * year; });
  with("second-life", "4 a", [&](FootprintCase& c) { c.second_life = 4.0 * year; });
  for (const auto& line : catalogue.names(platforms::LineSpec::catalogue_kind))
    with("network", line, [&](FootprintCase& c) { c.network = line; });
  for (const auto& device : catalogue.names(TerminalSpec::catalogue_kind))
    with("device", device, [&](FootprintCase& c) {
      c.device = device;
      c.device_lifetime.reset();
    });
  if (!base.asked.device.empty())
    for (const double years : {2.0, 4.0, 8.0})
      with("device-lifetime", fmt::format("{:g} a", years),
           [&](FootprintCase& c) { c.device_lifetime = years * year; });
  return all;
}

}  // namespace icekeel::analysis
