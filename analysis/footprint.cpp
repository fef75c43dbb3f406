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
  platforms::RequestPath path;
  lifecycle::LifeCycleSpec cycle;
  platforms::NodeSpec node;
  facility::GridSpec grid;
};

// Without a line there is no way.
void read_path(const FootprintCase& asked, const config::Catalogue& catalogue,
               std::vector<config::Finding>& problems, LifeParts& parts) {
  if (asked.network.empty()) return;
  parts.path.parts.push_back(platforms::path_part(asked.network, parts.network));
  for (const auto& name : *asked.route) {
    platforms::WanSpec wan;
    if (read_entry(name, "route", catalogue, problems, wan))
      parts.path.parts.push_back(platforms::path_part(name, wan));
  }
}

bool read_parts(FootprintCase& asked, const config::Catalogue& catalogue,
                std::vector<config::Finding>& problems, LifeParts& parts) {
  read_entry(asked.use, "use", catalogue, problems, parts.use);
  if (asked.device.empty()) asked.device = parts.use.device;
  if (!asked.device.empty()) read_entry(asked.device, "device", catalogue, problems, parts.device);
  if (asked.network.empty()) asked.network = parts.use.network;
  if (!asked.network.empty())
    read_entry(asked.network, "network", catalogue, problems, parts.network);
  if (!asked.route) asked.route = parts.use.route;
  read_path(asked, catalogue, problems, parts);
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

void add_electricity(const char* part, const facility::CarbonSpan& grid,
                     const Range<Energy>& energy, RequestFootprint& found) {
  found.parts.push_back({part, Phase::use, emitted(grid, energy)});
  found.energy += energy.mid;
}

// A server that answers now and then, by the models of inference and of its power.
void add_server(const LifeParts& parts, RequestFootprint& found) {
  const auto& request = found.request;
  const double used = *found.asked.utilisation;
  const auto answer = static_cast<double>(request.asked.request.answer);
  const Duration busy = Duration::si(answer / request.tokens_per_second);
  const Duration there = busy / used;
  const Energy idle = request.pue * (idle_power(parts.node) * (there - busy));
  const auto grid = facility::location_carbon(parts.grid);
  add_electricity("servers answering", grid, Range<Energy>::exactly(request.energy_per_request),
                  found);
  add_electricity("servers waiting", grid, Range<Energy>::exactly(idle), found);
  add_node(parts, parts.node, there, found.parts);
  found.time.first_token = request.first_token;
  found.time.writing = (answer - 1.0) * request.token_time;
}

// As the site's meters had it.
void add_served(RequestFootprint& found) {
  const auto& served = *found.asked.served;
  for (const auto& [part, energy] : {std::pair{"servers answering", served.answering},
                                     {"servers waiting", served.waiting},
                                     {"cooling and losses", served.overhead}})
    add_electricity(part, served.grid, Range<Energy>::exactly(energy), found);
  for (const auto& part : served.made) found.parts.push_back(part);
  found.time.first_token = served.first_token;
  found.time.writing = (served.tokens - 1.0) * served.token_time;
}

// Between the servers and the person.
void add_way(const LifeParts& parts, RequestFootprint& found) {
  const auto grid = facility::location_carbon(parts.grid);
  const auto& use = parts.use;
  if (!found.asked.network.empty()) {
    found.path = parts.path;
    found.time.up = parts.path.time_up(use.question);
    found.time.down = parts.path.time_down(use.data - use.question);
    found.network = network_rules(parts);
    add_electricity("network", grid, network_energy(parts, *found.asked.line_share), found);
    platforms::DataEnergy route;
    for (std::size_t i = 1; i < parts.path.parts.size(); ++i)
      route = route + parts.path.parts[i].energy;
    if (route.high > platforms::EnergyPerData{})
      add_electricity("route", grid, use.data * Range{route.low, route.mid, route.high}, found);
  }
  if (found.asked.device.empty()) return;
  const auto& device = parts.device;
  add_electricity("device", grid, use.reading * device.power, found);
  const double share = lifecycle::share_of_life(device.life, use.reading / device.use);
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
    if (part.part != "device" && part.part != "network" && part.part != "route")
      servers += part.carbon;
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
  f.optional("question", use.question, "Of the data, what goes to the server.");
  f.optional("route", use.route, "Entries of wan between the line and the servers, in order.");
  f.optional("line_share", use.line_share,
             "Share of the line's standing power that counts while one reads. 0: what data add.",
             {.most = 1.0});
}

namespace {

// A node of the catalogue that answers, and what it takes.
bool answer_on_a_node(const config::Catalogue& catalogue, LifeParts& parts, RequestFootprint& found,
                      std::vector<config::Finding>& problems) {
  auto answered = infer(found.asked.request, catalogue);
  for (auto& problem : answered.problems)
    if (problem.path != "country") problems.push_back(std::move(problem));
  if (!problems.empty() || !answered.inference) return false;
  found.request = std::move(*answered.inference);
  const auto& node = found.request.asked.node;
  if (!read_entry(node, "node", catalogue, problems, parts.node)) return false;
  if (!lifecycle::embodied(parts.node, parts.cycle)) {
    problems.push_back({"node", fmt::format("what a '{}' embodies is not known", node),
                        "take a node whose entry, and that of its chip, has 'embodied'"});
    return false;
  }
  add_server(parts, found);
  return true;
}

}  // namespace

FootprintOutcome request_footprint(const FootprintCase& given, const config::Catalogue& catalogue) {
  FootprintOutcome outcome;
  RequestFootprint found{.asked = given};
  LifeParts parts;
  read_parts(found.asked, catalogue, outcome.problems, parts);
  if (parts.use.question > parts.use.data)
    outcome.problems.push_back({"use", "a question is larger than question and answer together",
                                "make 'question' smaller than 'data'"});
  if (given.served) {
    if (!outcome.problems.empty()) return outcome;
    add_served(found);
  } else if (!answer_on_a_node(catalogue, parts, found, outcome.problems)) {
    return outcome;
  }
  add_way(parts, found);
  if (!given.job.empty()) add_training(parts, catalogue, found, outcome.problems);
  if (outcome.problems.empty()) outcome.footprint = std::move(found);
  return outcome;
}

}  // namespace icekeel::analysis
