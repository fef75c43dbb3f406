// SPDX-License-Identifier: Apache-2.0
#include "analysis/machine_runs.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "simulator/base/expect.h"
#include "simulator/base/units.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"
#include "simulator/power/node_power.h"

namespace icekeel::analysis {
namespace {

template <class Spec>
bool read_entry(const config::Catalogue& catalogue, const std::string& name,
                config::Diagnostics& diagnostics, Spec& spec) {
  const auto file = catalogue.find(Spec::catalogue_kind, name);
  if (!file) return false;
  const auto root = config::load_document(*file, diagnostics);
  if (!root) return false;
  config::Reader reader(*root, name, catalogue, diagnostics);
  const std::size_t errors = diagnostics.errors();
  reader.read(spec);
  return diagnostics.errors() == errors;
}

power::Surroundings surroundings(const platforms::NodeSpec& node) {
  const bool liquid = node.liquid.has_value();
  return {.coolant = liquid ? platforms::Coolant::liquid : platforms::Coolant::air,
          .inlet = liquid ? node.liquid->inlet.reference : node.air.reference,
          .supplies_on = node.supplies.count};
}

// The value in [low, high] at which a rising function reaches what is wanted.
double solve(const std::function<double(double)>& rising, double wanted, double low, double high) {
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (rising(middle) < wanted ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

double peak_of(const Machine& machine) {
  return machine.node.chip.peak.fp64.si();
}

LinpackCoefficients mean_of_runs(const Machine& machine) {
  LinpackCoefficients mean;
  double runs = 0;
  for (const auto& run : machine.spec.listed) {
    if (!run.power) continue;
    const auto own = fitted(machine, run);
    mean.share += own.share;
    mean.above_idle += own.above_idle;
    ++runs;
  }
  ICEKEEL_EXPECT(runs > 0);
  return {mean.share / runs, mean.above_idle / runs};
}

bool is_other(const Machine& one, const Machine& other) {
  return other.entry != one.entry && !one.node.chip.family.empty() &&
         other.node.chip.family == one.node.chip.family &&
         std::ranges::any_of(other.spec.listed, [](const auto& run) { return !!run.power; });
}

}  // namespace

double RunAnswer::gigaflops_per_watt() const {
  return plan.rate.si() / 1e9 / total().in(units::watt);
}

Power RunAnswer::per_exaflop() const {
  return total() * (1e18 / plan.rate.si());
}

std::vector<Machine> machines(const config::Catalogue& catalogue,
                              config::Diagnostics& diagnostics) {
  std::vector<Machine> all;
  for (const auto& entry : catalogue.names(platforms::MachineSpec::catalogue_kind)) {
    Machine machine{.entry = entry, .spec = {}, .node = {}, .method = {}};
    if (!read_entry(catalogue, entry, diagnostics, machine.spec)) continue;
    if (!read_entry(catalogue, machine.spec.node, diagnostics, machine.node)) continue;
    read_entry(catalogue, "standard", diagnostics, machine.method);
    if (machine.node.chip.peak.fp64 > ComputeRate{}) all.push_back(std::move(machine));
  }
  return all;
}

RunAnswer work_out(const Machine& machine, const platforms::ListedRun& run,
                   const LinpackCoefficients& coefficients) {
  const auto& chip = machine.node.chip;
  const workloads::HplSpec spec{.nodes = run.nodes, .order = run.order, .method = machine.method};
  const workloads::MatrixProduct product{
      coefficients.share, std::min(chip.tdp, chip.power.idle + Power::si(coefficients.above_idle *
                                                                         chip.peak.fp64.si()))};
  RunAnswer answer;
  answer.plan = workloads::plan_hpl(spec, machine.node, product);
  const power::NodePowerModel model(machine.node);
  const auto around = surroundings(machine.node);
  Energy energy;
  for (const auto& phase : answer.plan.phases)
    energy += phase.length * model.at(phase.activity, around).total;
  answer.node = energy / answer.plan.time;
  answer.nodes = static_cast<double>(run.nodes) * answer.node +
                 static_cast<double>(run.idle_nodes) * model.idle(around).total;
  answer.fabric = static_cast<double>(machine.spec.switches) * machine.spec.switch_power;
  answer.pumps = machine.spec.pumps;
  return answer;
}

LinpackCoefficients fitted(const Machine& machine, const platforms::ListedRun& run) {
  LinpackCoefficients own;
  own.share = solve([&](double share) { return work_out(machine, run, {share, 0}).plan.rate.si(); },
                    run.rate.si(), 1e-3, 1.0);
  if (!run.power) return own;
  const auto& chip = machine.node.chip;
  own.above_idle =
      solve([&](double above) { return work_out(machine, run, {own.share, above}).total().si(); },
            run.power->si(), 0.0, (chip.tdp - chip.power.idle).si() / peak_of(machine));
  return own;
}

std::vector<std::string> other_machines(const Machine& machine,
                                        const std::vector<Machine>& machines) {
  std::vector<std::string> names;
  for (const Machine& other : machines)
    if (is_other(machine, other)) names.push_back(other.spec.name);
  return names;
}

std::optional<LinpackCoefficients> of_others(const Machine& machine,
                                             const std::vector<Machine>& machines) {
  LinpackCoefficients sum;
  double count = 0;
  for (const Machine& other : machines) {
    if (!is_other(machine, other)) continue;
    const auto mean = mean_of_runs(other);
    sum.share += mean.share;
    sum.above_idle += mean.above_idle;
    ++count;
  }
  if (count == 0) return std::nullopt;
  return LinpackCoefficients{sum.share / count, sum.above_idle / count};
}

Power idle_power(const Machine& machine) {
  const power::NodePowerModel model(machine.node);
  return static_cast<double>(machine.spec.nodes) * model.idle(surroundings(machine.node)).total +
         static_cast<double>(machine.spec.switches) * machine.spec.switch_power +
         machine.spec.pumps;
}

}  // namespace icekeel::analysis
