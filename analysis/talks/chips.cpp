// SPDX-License-Identifier: Apache-2.0
// Lines on chips, nodes, racks and machines.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "analysis/machine_runs.h"
#include "analysis/talks/answers.h"
#include "analysis/talks/asked.h"
#include "analysis/time_to_train.h"
#include "platforms/machine.h"
#include "platforms/node.h"
#include "platforms/rack.h"
#include "simulator/base/units.h"
#include "simulator/power/node_power.h"

namespace icekeel::talks {
namespace {

// L2: chips of one maker: what their memory's width says, and how fast a model answers on each.
Figures chips_of_a_laptop(const Asked& asked) {
  const auto base = part<platforms::ChipSpec>(asked, "chip");
  Figures figures{{"width of its memory", "bit",
                   base.memory_bandwidth.si() / asked.input("transfers_per_second")}};
  for (const auto& node : asked.entries("nodes")) {
    const auto found =
        inferred({.model = asked.entry("model"), .node = node, .weights = "q4-0"}, asked.catalogue);
    figures.push_back({"answers on " + node, "tokens/s", 1.0 / found.token_time_alone.si()});
    figures.push_back({"energy on " + node, "J/token", found.energy_per_token.si()});
  }
  return figures;
}

// L3: name plates beside what the cards draw idle and in a training.
Figures power_of_cards(const Asked& asked) {
  Figures figures;
  for (const char* card : {"a100", "mi300", "gh200"}) {
    const auto chip = part<platforms::ChipSpec>(asked, card);
    figures.push_back({chip.name + ", name plate", "W", chip.tdp.si()});
    figures.push_back({chip.name + ", idle", "W", chip.power.idle.si()});
  }
  const auto training = estimated(
      {.node = asked.entry("node"), .job = asked.entry("job"), .search = true}, asked.catalogue);
  const auto node = part<platforms::NodeSpec>(asked, "node");
  figures.push_back({"a card's part of a node that trains", "W",
                     training.node_power.si() / static_cast<double>(node.chips)});
  return figures;
}

// Everything at work at its most, a supply or more lost, air warmer than allowed.
Figures limits_of(const platforms::NodeSpec& node) {
  const power::NodePowerModel model(node);
  const auto speed = [&](double inlet, std::int64_t lost) {
    return model.throttle(
        {.tensor = 1, .memory = 1, .link = 1, .network = 1, .cpu = 1},
        {.inlet = Temperature::from_celsius(inlet), .supplies_on = node.supplies.count - lost});
  };
  const auto spare = node.supplies.count - node.supplies.needed;
  return {{"supplies that may fail", "1", static_cast<double>(spare)},
          {"speed with these lost", "%", 100 * speed(25, spare)},
          {"speed with one more lost", "%", 100 * speed(25, spare + 1)},
          {"speed in air of 35 degC", "%", 100 * speed(35, 0)}};
}

// L4: the reference node.
Figures reference_node(const Asked& asked) {
  const auto node = part<platforms::NodeSpec>(asked, "node");
  Figures figures{
      {"memory of its GPUs", "GB", platforms::chip_memory(node).in(units::gigabyte)},
      {"arithmetic in FP8, dense", "Pflop/s",
       platforms::peak_rate(node, platforms::Precision::fp8).si() / 1e15},
      {"arithmetic in FP8, half of the weights zero", "Pflop/s",
       asked.input("sparse_over_dense") *
           platforms::peak_rate(node, platforms::Precision::fp8).si() / 1e15},
      {"network", "Gbit/s", platforms::injection_rate(node).in(units::gigabit_per_second)},
      {"processor cores", "1", static_cast<double>(node.cpu.sockets * node.cpu.cores)},
      {"most power", "kW", node.power_max.in(units::kilowatt)},
      {"mass", "kg", node.mass.si()},
      {"warmest air at full speed", "degC", node.air.most.celsius()}};
  for (auto& limit : limits_of(node)) figures.push_back(std::move(limit));
  return figures;
}

// L14: power that an exaflop takes; S1 uses the same lists.
Figures power_of_an_exaflop(const Asked& asked) {
  config::Diagnostics diagnostics;
  const auto machines = analysis::machines(asked.catalogue, diagnostics);
  Figures figures;
  for (const auto& name : asked.entries("machines")) {
    const auto machine = std::ranges::find(machines, name, &analysis::Machine::entry);
    if (machine == machines.end()) throw CannotAnswer("no machine '" + name + "'");
    const auto run =
        std::ranges::find_if(machine->spec.listed,
                             [](const platforms::ListedRun& one) { return one.power.has_value(); });
    if (run == machine->spec.listed.end()) throw CannotAnswer(name + " has no listed power");
    const auto others = analysis::of_others(*machine, machines);
    const auto answer =
        analysis::work_out(*machine, *run, others ? *others : analysis::fitted(*machine, *run));
    figures.push_back({machine->spec.name, "MW", answer.per_exaflop().in(units::megawatt)});
  }
  return figures;
}

double best_rate(const platforms::MachineSpec& machine) {
  double best = 0;
  for (const auto& run : machine.listed) best = std::max(best, run.rate.si());
  return best;
}

// S1: machines of a list by the country of their place.
Figures countries_of_a_list(const Asked& asked) {
  std::map<std::string, double> count;
  double sum = 0, american = 0;
  const auto europe = asked.entries("europe");
  for (const auto& name : asked.entries("list")) {
    const auto machine = named<platforms::MachineSpec>(name, asked.catalogue);
    const bool european = std::ranges::find(europe, machine.country) != europe.end();
    ++count[european ? "Europe" : machine.country];
    sum += best_rate(machine);
    if (machine.country == "United States") american += best_rate(machine);
  }
  Figures figures;
  for (const auto& [country, machines] : count)
    figures.push_back({"in " + country, "machines", machines});
  figures.push_back({"arithmetic of all", "Pflop/s", sum / 1e15});
  figures.push_back({"of it in the United States", "%", 100 * american / sum});
  return figures;
}

// S2: the same model on a laptop and on machines.
Figures time_as_fuel(const Asked& asked) {
  analysis::Estimator estimator(asked.catalogue);
  const auto answers = analysis::time_to_train(
      estimator,
      {.tokens = static_cast<std::int64_t>(asked.input("tokens")), .model = asked.entry("model")},
      asked.entry("machines"));
  Figures figures;
  for (const auto& one : answers) {
    if (!one.outcome.estimate || !one.outcome.estimate->wall_time)
      throw CannotAnswer(one.machine + " has no time");
    figures.push_back({"on " + one.name, "years", *one.outcome.estimate->wall_time / year});
  }
  figures.push_back({"years saved by the fastest", "years",
                     figures.front().value - std::ranges::min(figures, {}, &Figure::value).value});
  return figures;
}

}  // namespace

std::span<const NamedAnswer> answers_of_chips() {
  static constexpr std::array all{
      NamedAnswer{"L2", chips_of_a_laptop},   NamedAnswer{"L3", power_of_cards},
      NamedAnswer{"L4", reference_node},      NamedAnswer{"L14", power_of_an_exaflop},
      NamedAnswer{"S1", countries_of_a_list}, NamedAnswer{"S2", time_as_fuel}};
  return all;
}

}  // namespace icekeel::talks
