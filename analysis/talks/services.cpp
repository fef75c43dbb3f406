// SPDX-License-Identifier: Apache-2.0
// Lines on what a service costs over its life, on networks, devices and daily life.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "analysis/equivalences.h"
#include "analysis/federated_shares.h"
#include "analysis/footprint.h"
#include "analysis/talks/answers.h"
#include "analysis/talks/asked.h"
#include "platforms/request_path.h"
#include "simulator/base/units.h"
#include "simulator/lifecycle/embodied.h"
#include "simulator/power/node_power.h"
#include "workloads/data_movement.h"
#include "workloads/federated_costs.h"
#include "workloads/federated_rounds.h"

namespace icekeel::talks {
namespace {

lifecycle::Range<double> in(const lifecycle::MassRange& mass, Mass unit) {
  return {mass.low / unit, mass.mid / unit, mass.high / unit};
}

analysis::FootprintCase request_of(const Asked& asked) {
  analysis::FootprintCase request;
  request.request.model = asked.entry("model");
  request.request.node = asked.entry("node");
  request.request.weights = asked.entry("format");
  request.request.country = asked.entry("country");
  return request;
}

analysis::RequestFootprint footprint(const analysis::FootprintCase& request,
                                     const config::Catalogue& catalogue) {
  auto outcome = analysis::request_footprint(request, catalogue);
  if (!outcome.footprint) throw CannotAnswer(outcome.problems.front().message);
  return std::move(*outcome.footprint);
}

// L15: a training beside a request.
Figures break_even(const Asked& asked) {
  auto request = request_of(asked);
  request.job = asked.entry("job");
  const auto found = footprint(request, asked.catalogue);
  return {{"the training", "MWh", found.training->energy.in(units::megawatt_hour)},
          {"a request", "Wh", 1000 * found.energy.in(units::kilowatt_hour)},
          ranged("requests until use emits as much", "millions",
                 {found.training->break_even.low / 1e6, found.training->break_even.mid / 1e6,
                  found.training->break_even.high / 1e6})};
}

// J3: from data to answers, phase by phase.
Figures phases_of_an_application(const Asked& asked) {
  const auto node = part<platforms::NodeSpec>(asked, "node");
  workloads::DataMovementSpec data;
  data.size = asked.input("terabytes") * 1e3 * units::gigabyte;
  for (const auto& name : asked.entries("route"))
    data.route.push_back(named<platforms::WanSpec>(name, asked.catalogue));
  const auto way = workloads::outside_energy(data);
  // Nodes whose processors read, choose and cut up the data, their accelerators idle.
  const power::NodePowerModel model(node);
  const Power preparing =
      model.at({.cpu = asked.input("prepare_cpu")}, {.supplies_on = node.supplies.count}).total;
  const Duration prepared =
      data.size / (asked.input("prepare_GB_per_s") * units::gigabyte_per_second);
  const auto training = estimated({.node = asked.entry("node"),
                                   .tokens = static_cast<std::int64_t>(asked.input("tokens")),
                                   .model = asked.entry("model"),
                                   .search = true},
                                  asked.catalogue);
  if (!training.facility_energy) throw CannotAnswer("the training has no end");
  const auto request =
      inferred({.model = asked.entry("model"), .node = asked.entry("node"), .weights = "fp8"},
               asked.catalogue);
  const auto megawatt_hours = [](Energy energy) { return energy.in(units::megawatt_hour); };
  return {ranged("transfer", "MWh",
                 {megawatt_hours(way.low), megawatt_hours(way.mid), megawatt_hours(way.high)}),
          {"preparation", "MWh", megawatt_hours(training.pue * preparing * prepared)},
          {"training", "MWh", megawatt_hours(*training.facility_energy)},
          {"use of a year", "MWh",
           megawatt_hours(asked.input("requests") * request.energy_per_request)}};
}

// J4: a node over its life, by phase; the digital part of the world's emissions.
Figures phases_of_a_life(const Asked& asked) {
  const auto node = part<platforms::NodeSpec>(asked, "node");
  const auto cycle = part<lifecycle::LifeCycleSpec>(asked, "life");
  const auto grid = part<facility::GridSpec>(asked, "grid");
  const auto made = lifecycle::embodied(node, cycle);
  if (!made) throw CannotAnswer("what the node embodies is not known");
  const Energy used =
      asked.input("mean_kilowatts") * asked.input("pue") * units::kilowatt * cycle.nodes.lifetime;
  const auto carbon = facility::location_carbon(grid);
  return {{"digital part of the world's emissions", "%",
           100 * asked.input("digital_megatonnes") / asked.input("world_megatonnes")},
          ranged("manufacture", "t", in(made->chips + made->host, units::tonne)),
          ranged("transport", "t", in(made->transport, units::tonne)),
          ranged("use", "t",
                 in({used * carbon.low, used * carbon.mid, used * carbon.high}, units::tonne)),
          ranged("end of life", "t", in(made->end_of_life, units::tonne))};
}

// J5: an hour of a node by every rule of allocation, and with trainings before.
Figures rules_of_allocation(const Asked& asked) {
  const auto node = part<platforms::NodeSpec>(asked, "node");
  auto cycle = part<lifecycle::LifeCycleSpec>(asked, "life");
  const auto made = lifecycle::embodied(node, cycle);
  if (!made) throw CannotAnswer("what the node embodies is not known");
  Figures figures;
  const auto hour_by = [&](lifecycle::Rule rule, double chips) {
    cycle.rule = rule;
    return in(lifecycle::share_of_job(cycle, units::hour) * made->total(chips), units::gram);
  };
  figures.push_back(ranged("an hour, by time", "g", hour_by(lifecycle::Rule::time, 1)));
  figures.push_back(ranged("an hour, by time of use", "g", hour_by(lifecycle::Rule::use_time, 1)));
  figures.push_back(ranged("an hour of one chip, by share", "g",
                           hour_by(lifecycle::Rule::share, 1.0 / static_cast<double>(node.chips))));
  auto request = request_of(asked);
  request.job = asked.entry("job");
  const auto once = footprint(request, asked.catalogue);
  request.trainings = asked.input("trainings");
  const auto often = footprint(request, asked.catalogue);
  figures.push_back({"requests until use emits as much, with trainings before, over without", "1",
                     often.training->break_even.mid / once.training->break_even.mid});
  return figures;
}

// Energy of all rounds on devices and their networks, and of the same work in one place.
std::pair<Energy, Energy> both_ways(const workloads::FederatedSpec& federated) {
  workloads::FederatedRounds rounds(federated, random_stream(1, "round"));
  for (std::int64_t round = 0; round < federated.rounds; ++round) rounds.next();
  rounds.stop();
  Energy devices;
  for (std::size_t kind = 0; kind < federated.clients.size(); ++kind) {
    const auto& totals = rounds.totals().at(kind);
    devices += totals.energy.total() +
               workloads::network_energy(federated, federated.clients[kind], totals).mid;
  }
  const auto central = workloads::train_centrally(federated, rounds.totals());
  return {devices, central.compute + central.transfer + central.network.mid};
}

// J6: rounds on devices beside the same work in one place.
Figures rounds_on_devices(const Asked& asked) {
  const auto spec = part<analysis::FederatedSharesSpec>(asked, "shares");
  const auto spans = analysis::energy_shares(spec);
  Figures figures;
  for (std::size_t i = 0; i < analysis::share_names.size(); ++i)
    figures.push_back({std::string(analysis::share_names[i]), "%", 100 * spans.mid[i],
                       100 * spans.low[i], 100 * spans.high[i]});
  auto federated = spec.federated;
  federated.central =
      workloads::CentralTrainingSpec{.device = part<platforms::DeviceSpec>(asked, "central"),
                                     .sample_size = asked.input("sample_bytes") * units::byte,
                                     .pue = asked.input("pue"),
                                     .grid = {}};
  const auto [devices, central] = both_ways(federated);
  figures.push_back({"devices and networks", "kWh", devices.in(units::kilowatt_hour)});
  figures.push_back({"the same work in one place", "kWh", central.in(units::kilowatt_hour)});
  return figures;
}

// J7: the same request with another life of the device, another line.
Figures choices(const Asked& asked) {
  const auto base = footprint(request_of(asked), asked.catalogue);
  const Mass now = lifecycle::total(base.parts).mid;
  Figures figures{{"a request", "g", now / units::gram}};
  const auto device = named<analysis::TerminalSpec>(base.asked.device, asked.catalogue);
  auto longer = base.asked;
  longer.device_lifetime = asked.input("longer") * device.life.lifetime;
  figures.push_back(
      {"saved by a device that lives on", "%",
       100 * (1 - lifecycle::total(footprint(longer, asked.catalogue).parts).mid / now)});
  const auto by_data = [&](const std::string& network) {
    auto other = base.asked;
    other.network = network;
    return footprint(other, asked.catalogue).network.front().energy;
  };
  const Energy first = by_data(asked.entries("networks").front()).mid;
  for (const auto& network : asked.entries("networks")) {
    const auto energy = by_data(network);
    figures.push_back(ranged(
        "data by " + network, "Wh",
        {1000 * energy.low.in(units::kilowatt_hour), 1000 * energy.mid.in(units::kilowatt_hour),
         1000 * energy.high.in(units::kilowatt_hour)}));
    figures.push_back({"data by " + network + ", over the first", "1", energy.mid / first});
  }
  return figures;
}

// J8: a way over exchange points and a submarine cable.
Figures way_of_a_request(const Asked& asked) {
  platforms::RequestPath path;
  const auto line = part<platforms::LineSpec>(asked, "line");
  path.parts.push_back(platforms::path_part(asked.entry("line"), line));
  for (const auto& name : asked.entries("route"))
    path.parts.push_back(
        platforms::path_part(name, named<platforms::WanSpec>(name, asked.catalogue)));
  const Information question = asked.input("question_bytes") * units::byte;
  const auto energy = path.energy();
  constexpr auto a_gigabyte = units::kilowatt_hour / units::gigabyte;
  return {{"one way, without its bytes", "ms", 1e3 * path.latency().si()},
          {"a question, one way", "ms", 1e3 * path.time_up(question).si()},
          {"energy that data add", "kWh/GB", energy.mid / a_gigabyte, energy.low / a_gigabyte,
           energy.high / a_gigabyte}};
}

// B3: a phone's charge in other things.
Figures equivalents(const Asked& asked) {
  const auto basis = analysis::standard_equivalences(asked.catalogue);
  if (!basis) throw CannotAnswer("the catalogue has no equivalences");
  const auto same = analysis::equivalences(basis->phone_charge, *basis);
  return {{"battery of a phone", "Wh", 1000 * basis->phone_charge.in(units::kilowatt_hour)},
          {"by an electric car", "m", 1000 * same.car_kilometres},
          {"of a grill", "s", same.grill_time.si()},
          {"of a bulb", "h", same.bulb_time / units::hour}};
}

}  // namespace

std::span<const NamedAnswer> answers_of_services() {
  static constexpr std::array all{
      NamedAnswer{"L15", break_even},       NamedAnswer{"J3", phases_of_an_application},
      NamedAnswer{"J4", phases_of_a_life},  NamedAnswer{"J5", rules_of_allocation},
      NamedAnswer{"J6", rounds_on_devices}, NamedAnswer{"J7", choices},
      NamedAnswer{"J8", way_of_a_request},  NamedAnswer{"B3", equivalents}};
  return all;
}

}  // namespace icekeel::talks
