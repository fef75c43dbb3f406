// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/simulation.h"

#include <fmt/format.h>

#include <cmath>

#include "simulator/run/federated_tables.h"
#include "simulator/run/figures.h"
#include "simulator/run/service_tables.h"
#include "simulator/run/world.h"

namespace icekeel::run {
namespace {

result::FileInfo file_info(const scenario::Scenario& scenario, const RunOptions& options) {
  return {scenario.spec.name,
          fmt::format("{} {}", to_text(options.created), options.command_line),
          "icekeel " + options.version,
          scenario.spec.start,
          scenario.spec.seed,
          options.scenario_sha256,
          options.created};
}

void write_provenance(result::ResultWriter& writer, const scenario::Scenario& scenario,
                      const RunOptions& options) {
  std::string inputs;
  for (const auto& [file, hash] : options.input_sha256)
    inputs += fmt::format("{}  {}\n", hash, file);
  const std::vector<result::Text> texts{{"scenario_text", scenario.text},
                                        {"resolved_scenario", scenario.resolved},
                                        {"version", "icekeel " + options.version},
                                        {"command_line", options.command_line},
                                        {"input_sha256", inputs}};
  writer.add_texts("/provenance", texts);
}

void write_plots(result::ResultWriter& writer, const scenario::Scenario& scenario) {
  writer.add_plot({"power", {"facility_power", "it_power", "cooling_power"}, {"time"}, "Power"});
  writer.add_plot({"pue", {"pue"}, {"time"}, "PUE"});
  writer.add_plot({"heat", {"heat_reuse_power", "heat_rejected_power"}, {"time"}, "Heat"});
  if (scenario.spec.record.racks)
    writer.add_plot({"racks", {"rack_power"}, {"time_rack", "rack"}, "Power of each rack"});
  if (scenario.spec.record.links)
    writer.add_plot({"links",
                     {"link_utilisation_most"},
                     {"time_link", "link_level"},
                     "Use of the busiest link of each level"});
}

void write_tables(result::ResultWriter& writer, const scenario::Scenario& scenario,
                  const World& world, double wall_seconds) {
  writer.add_table("/jobs", "job", job_columns(world));
  writer.add_table("/phases", "phase_row", phase_columns(world));
  if (const auto& links = world.link_record()) writer.add_table("/links", "link", links->busiest());
  if (has_federated_jobs(world)) {
    writer.add_table("/federated_clients", "client_kind", federated_client_columns(world));
    writer.add_table("/federated_rounds", "round", federated_round_columns(world));
  }
  if (has_services(world)) {
    writer.add_table("/services", "service", service_columns(world));
    writer.add_table("/service_spells", "service_spell", service_spell_columns(world));
  }
  writer.add_table("/events", "event", event_columns(world));
  writer.add_table("/balances", "balance_term", balance_columns(world));
  writer.add_table("/life_cycle", "life_cycle_row", life_cycle_columns(footprint(scenario, world)));
  writer.add_scalars("/summary", summary_figures(scenario, world, wall_seconds));
  std::vector<result::Text> texts{{"scenario", scenario.spec.name},
                                  {"currency", scenario.spec.currency}};
  writer.add_texts("/summary", texts);
}

}  // namespace

void check_balances(const std::vector<Balance>& balances) {
  for (const auto& balance : balances) {
    if (std::abs(balance.residual()) <= balance_tolerance) continue;
    std::string terms;
    for (const auto& account : balance.in())
      terms += fmt::format(" +{} {:g} J", account.name, account.energy.si());
    for (const auto& account : balance.out())
      terms += fmt::format(" -{} {:g} J", account.name, account.energy.si());
    throw UnbalancedBooks(
        fmt::format("the balance of {} does not close: residual {:.2e} of what "
                    "came in:{}",
                    balance.name(), balance.residual(), terms));
  }
}

Outcome simulate(const scenario::Scenario& scenario, const RunOptions& options) {
  result::ResultWriter writer(options.output, file_info(scenario, options));
  write_provenance(writer, scenario, options);
  try {
    World world(scenario, writer, options);
    write_plots(writer, scenario);
    if (options.ready) options.ready();
    world.run();
    write_tables(writer, scenario, world, options.wall_seconds ? options.wall_seconds() : 0.0);
    const auto books = balances(world);
    check_balances(books);
    const std::string status = world.interrupted() ? "interrupted" : "complete";
    const auto partial = writer.partial_path();
    writer.finish(status);
    return {status, world.interrupted() ? partial : options.output, books};
  } catch (const std::system_error&) {
    throw;  // the disk refuses: nothing more can be written
  } catch (...) {
    writer.finish("failed");
    throw;
  }
}

}  // namespace icekeel::run
