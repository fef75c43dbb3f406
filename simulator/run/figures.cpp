// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/figures.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "simulator/base/units.h"
#include "simulator/run/federated_tables.h"
#include "simulator/run/service_tables.h"

namespace icekeel::run {
namespace {

using result::Column;
using result::Scalar;

std::optional<double> ratio(double a, double b) {
  return b > 0 ? std::optional(a / b) : std::nullopt;
}

std::optional<double> hours(std::optional<Duration> time) {
  return time ? std::optional(time->in(units::hour)) : std::nullopt;
}

/// What arrays and batteries of all sites did.
struct OnSite {
  bool any = false;
  Energy import, exported, solar, curtailed, discharged, battery_loss;
  double income = 0;

  void add(const SitePlant& plant) {
    const auto& books = plant.electricity();
    any = any || plant.battery() != nullptr;
    import += books.of("grid");
    exported += books.of("exported");
    solar += books.of("solar");
    curtailed += plant.curtailed();
    discharged += books.of("site battery");
    battery_loss += plant.battery_loss();
    income += plant.grid_account().export_income().si();
  }
};

/// What contracts of all sites cover.
struct Market {
  bool any = false;
  Energy drawn, annual, hourly, renewable;
  double hourly_kg = 0;  // of the sites without contracts too, by their market-based carbon

  void add(const SitePlant& plant) {
    const auto& account = plant.grid_account();
    const Energy own = plant.electricity().of("grid");
    drawn += own;
    const auto* market = account.market();
    hourly_kg += market ? market->hourly_carbon().si()
                        : account.market_carbon().value_or(account.carbon()).si();
    if (!market) return;
    any = true;
    annual += market->annual_share() * own;
    hourly += market->hourly_share() * own;
    renewable += market->renewable();
  }
};

/// What the heat of all sites earns and replaces.
struct HeatSold {
  double income = 0, replaced_kg = 0;
  bool priced = false, replaces = false, stored = false, adsorbs = false;
  Energy tank_loss, adsorbed;

  void add(const SitePlant& plant, const scenario::SiteSpec& site) {
    adsorbs = adsorbs || site.cooling.adsorption.has_value();
    adsorbed += plant.adsorbed();
    if (!site.heat_reuse) return;
    const auto& reuse = *site.heat_reuse;
    const Energy heat = plant.heat_delivered();
    priced = priced || reuse.heat_price;
    replaces = replaces || reuse.demand.replaced_carbon;
    if (reuse.heat_price) income += (heat * *reuse.heat_price).si();
    if (reuse.demand.replaced_carbon) replaced_kg += (heat * *reuse.demand.replaced_carbon).si();
    stored = stored || plant.tank();
    if (plant.tank()) tank_loss += plant.tank()->of("lost");
  }
};

/// What all sites used together.
struct Totals {
  Energy facility, it, cooling, loss, lighting, heat_pump, delivered, liquid, compute;
  Mass water;
  Power peak;  ///< sum of the sites' peaks: an upper bound with several sites
  std::optional<double> market_carbon_kg, direct_kg, cost, demand_cost;
  OnSite on_site;
  Market market;
  HeatSold heat;
  std::optional<FlexibleBooks> flexible;
  std::optional<Machine::Recirculated> recirculated;  // of the site with the hottest inlet
  Duration missed, overloaded;
  std::optional<Duration> air_class_left, liquid_class_left;
  double out_of_range = 0;
  bool reuses = false;
  // Of generators.
  std::optional<Energy> generated;
  std::optional<Volume> fuel;
  std::optional<double> fuel_kg, fuel_cost, generator_step;
  power::LoadSwing utility;  ///< the largest of the sites
};

template <class Value>
void add(std::optional<Value>& sum, Value more) {
  sum = sum.value_or(Value{}) + more;
}

void add_generators(Totals& all, const SitePlant& plant) {
  const auto& parts = plant.chain().graph().parts;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    if (parts[part].kind == power::StageKind::generator) add(all.generated, Energy{});
    const auto& tank = plant.dynamics().tanks()[part];
    if (!tank) continue;
    add(all.fuel, tank->burnt());
    add(all.fuel_kg, tank->carbon().si());
    if (const auto cost = tank->cost()) add(all.fuel_cost, cost->si());
  }
  if (all.generated) *all.generated += plant.electricity().of("generators");
  const auto& seen = plant.seen_swings();
  all.utility.swing = std::max(all.utility.swing, seen.utility.swing);
  all.utility.ramp = std::max(all.utility.ramp, seen.utility.ramp);
  all.generator_step = std::max(all.generator_step, seen.generators);
}

Energy losses(const Balance& electricity) {
  Energy sum;
  for (const auto& account : electricity.out())
    if (account.name.starts_with("loss ")) sum += account.energy;
  return sum;
}

Totals totals(const scenario::Scenario& scenario, const World& world) {
  Totals all;
  bool priced = true, market = true;
  double cost = 0, demand_cost = 0, market_kg = 0;
  for (std::size_t s = 0; s < scenario.sites.size(); ++s) {
    const auto& plant = world.plants()[s];
    const auto& spec = scenario.sites[s].spec;
    const auto& books = plant.electricity();
    const Energy grid = plant.facility_energy();
    all.facility += grid;
    all.it += books.of("it");
    all.loss += losses(books) + plant.battery_loss();
    all.on_site.add(plant);
    all.market.add(plant);
    all.heat.add(plant, spec);
    if (const auto own = world.machine(s).recirculated();
        own && (!all.recirculated || own->hottest > all.recirculated->hottest))
      all.recirculated = own;
    if (s < world.flexible().size() && world.flexible()[s]) {
      const auto own = world.flexible()[s]->books(world.now());
      auto& sum = all.flexible ? *all.flexible : all.flexible.emplace();
      sum.used += own.used;
      sum.moved += own.moved;
      sum.saved += own.saved;
      sum.carbon_saved += own.carbon_saved;
    }
    all.lighting += books.of("lighting");
    all.heat_pump += books.of("heat pump");
    for (const char* term :
         {"air fans", "pumps", "cdu pumps", "outdoor fans", "chiller", "adiabatic"})
      all.cooling += books.of(term);
    all.delivered += plant.heat_delivered();
    all.liquid += plant.liquid_heat();
    all.compute += plant.compute();
    all.water += plant.water();
    all.peak += plant.peak();
    all.missed += plant.set_point_missed();
    if (spec.cooling.air_class)
      all.air_class_left = all.air_class_left.value_or(Duration{}) + plant.air_class_left();
    if (spec.cooling.liquid_class && spec.cooling.supply)
      all.liquid_class_left =
          all.liquid_class_left.value_or(Duration{}) + plant.liquid_class_left();
    all.overloaded += plant.overloaded();
    all.out_of_range += static_cast<double>(plant.out_of_range());
    all.reuses = all.reuses || spec.heat_reuse.has_value();
    const auto& account = plant.grid_account();
    priced = priced && account.cost();
    cost += account.cost().value_or(Money{}).si();
    demand_cost += account.demand_cost().si();
    if (spec.direct_emissions)
      all.direct_kg = all.direct_kg.value_or(0.0) +
                      facility::direct_emissions(*spec.direct_emissions, world.now()).si();
    add_generators(all, plant);
    market = market && account.market_carbon();
    market_kg += account.market_carbon().value_or(Mass{}).si();
  }
  if (priced) all.cost = cost + all.fuel_cost.value_or(0.0);
  if (all.fuel_kg) all.direct_kg = all.direct_kg.value_or(0.0) + *all.fuel_kg;
  if (priced) all.demand_cost = demand_cost;
  if (market) all.market_carbon_kg = market_kg;
  return all;
}

double largest_residual(const World& world) {
  double largest = 0;
  for (const auto& balance : balances(world))
    if (std::abs(balance.residual()) > std::abs(largest)) largest = balance.residual();
  return largest;
}

void add_energy_figures(std::vector<Scalar>& figures, const Totals& all) {
  const double mwh = units::megawatt_hour.si(), kwh = units::kilowatt_hour.si();
  const Energy reused = all.delivered - all.heat_pump;
  const auto if_reusing = [&](std::optional<double> value) {
    return all.reuses ? value : std::nullopt;
  };
  figures.insert(
      figures.end(),
      {{"facility_energy_MWh", "MW h", "energy drawn from the grid", all.facility.si() / mwh},
       {"it_energy_MWh", "MW h", "energy at the inlets of the IT's supplies", all.it.si() / mwh},
       {"cooling_energy_MWh", "MW h", "electricity of the cooling", all.cooling.si() / mwh},
       {"electrical_loss_MWh", "MW h", "losses of the electrical chain", all.loss.si() / mwh},
       {"lighting_energy_MWh", "MW h", "lighting and small loads", all.lighting.si() / mwh},
       {"heat_pump_energy_MWh", "MW h", "electricity of the heat pump",
        if_reusing(all.heat_pump.si() / mwh)},
       {"heat_reused_MWh", "MW h", "heat delivered less the heat pump's electricity",
        if_reusing(reused.si() / mwh)},
       {"heat_delivered_MWh", "MW h", "heat delivered at the district boundary",
        if_reusing(all.delivered.si() / mwh)},
       {"liquid_heat_MWh", "MW h", "heat that racks gave to liquid", all.liquid.si() / mwh},
       {"pue", "1", "power usage effectiveness, a ratio of energies",
        ratio(all.facility.si(), all.it.si())},
       {"itue", "1", "IT energy over that of computing, without fans and supplies of nodes",
        ratio(all.it.si(), all.compute.si())},
       {"tue", "1", "facility energy over that of computing",
        ratio(all.facility.si(), all.compute.si())},
       {"erf", "1", "energy reuse factor", if_reusing(ratio(reused.si(), all.facility.si()))},
       {"ere", "1", "energy reuse effectiveness",
        if_reusing(ratio((all.facility - reused).si(), all.it.si()))},
       {"wue_L_per_kWh", "L kW-1 h-1", "site water over IT energy",
        ratio(all.water.si(), all.it.si() / kwh)},
       {"water_m3", "m3", "water used on site", all.water.si() / 1000.0},
       {"carbon_market_based_t", "t", "carbon of the electricity, market-based",
        all.market_carbon_kg ? std::optional(*all.market_carbon_kg / 1000.0) : std::nullopt},
       {"carbon_direct_t", "t", "refrigerants that leaked, fuel that generators burnt",
        all.direct_kg ? std::optional(*all.direct_kg / 1000.0) : std::nullopt},
       {"energy_cost", "1", "price of the electricity and the fuel, demand charges inside",
        all.cost},
       {"demand_cost", "1", "charges on the largest power of each month", all.demand_cost},
       {"generator_energy_MWh", "MW h", "energy that generators gave",
        all.generated ? std::optional(all.generated->si() / mwh) : std::nullopt},
       {"generator_fuel_m3", "m3", "fuel that generators burnt, on test too",
        all.fuel ? std::optional(all.fuel->si()) : std::nullopt},
       {"fuel_cost", "1", "price of that fuel", all.fuel_cost},
       {"generator_largest_step", "1", "largest step of load over the rating of generators",
        all.generator_step},
       {"utility_swing_MW", "MW", "largest swing of the utility's power by the steps of jobs",
        all.utility.swing.in(units::megawatt)},
       {"utility_ramp_MW_per_s", "MW s-1", "largest change of it from one second to the next",
        all.utility.ramp.si() / 1e6},
       {"peak_facility_power_MW", "MW", "largest mean power over a facility step",
        all.peak.in(units::megawatt)},
       {"set_point_missed_h", "h", "time with a plant that could not hold its set point",
        all.missed.in(units::hour)},
       {"air_class_left_h", "h", "time with rack inlets outside the air class",
        hours(all.air_class_left)},
       {"liquid_class_left_h", "h", "time with facility water above the liquid class",
        hours(all.liquid_class_left)},
       {"overloaded_h", "h", "time with an electrical stage above its rating",
        all.overloaded.in(units::hour)},
       {"correlations_out_of_range", "1", "inputs of correlations that were clamped",
        all.out_of_range}});
}

void add_on_site_figures(std::vector<Scalar>& figures, const Totals& all) {
  const auto& site = all.on_site;
  const auto& market = all.market;
  const double mwh = units::megawatt_hour.si();
  const auto if_there = [](bool there, std::optional<double> value) {
    return there ? value : std::nullopt;
  };
  const auto& heat = all.heat;
  const auto& flexible = all.flexible;
  const bool sun = site.solar + site.curtailed > Energy{};
  // Of what is exported, nothing is the battery's: it gives no more than the site lacks.
  const Energy own_sun = site.solar - site.exported;
  figures.insert(
      figures.end(),
      {{"grid_import_MWh", "MW h", "energy drawn from the grid",
        if_there(site.any, site.import.si() / mwh)},
       {"grid_export_MWh", "MW h", "energy fed into the grid",
        if_there(site.any, site.exported.si() / mwh)},
       {"solar_MWh", "MW h", "energy of the site's solar arrays",
        if_there(site.any, site.solar.si() / mwh)},
       {"solar_curtailed_MWh", "MW h", "what the arrays could have given too",
        if_there(site.any, site.curtailed.si() / mwh)},
       {"battery_discharged_MWh", "MW h", "energy from the site's battery",
        if_there(site.any, site.discharged.si() / mwh)},
       {"battery_loss_MWh", "MW h", "conversion losses and self-discharge of it",
        if_there(site.any, site.battery_loss.si() / mwh)},
       {"self_consumption", "1", "solar energy that was not fed in, over all solar energy",
        if_there(sun, ratio(own_sun.si(), site.solar.si()))},
       {"self_sufficiency", "1", "1 less energy from the grid over energy of the facility",
        if_there(site.any, ratio((all.facility - site.import).si(), all.facility.si()))},
       {"export_income", "1", "paid for energy fed in",
        if_there(site.any && all.cost, site.income)},
       {"heat_income", "1", "paid for heat delivered", if_there(heat.priced, heat.income)},
       {"net_energy_cost", "1", "price of the electricity less what heat and energy fed in earned",
        all.cost ? std::optional(*all.cost - (heat.priced ? heat.income : 0.0)) : std::nullopt},
       {"heat_replaced_carbon_t", "t", "carbon that the delivered heat would have caused otherwise",
        if_there(heat.replaces, heat.replaced_kg / 1000.0)},
       {"heat_tank_loss_MWh", "MW h", "heat that the tank of hot water lost",
        if_there(heat.stored, heat.tank_loss.si() / mwh)},
       {"adsorbed_MWh", "MW h", "cold that facility water made in adsorption chillers",
        if_there(heat.adsorbs, heat.adsorbed.si() / mwh)},
       {"flexible_energy_MWh", "MW h", "energy of the flexible load",
        flexible ? std::optional(flexible->used.si() / mwh) : std::nullopt},
       {"flexible_moved_MWh", "MW h", "of it, at other times than if spread evenly over its window",
        flexible ? std::optional(flexible->moved.si() / mwh) : std::nullopt},
       {"flexible_saved", "1", "price of the flexible load if spread evenly, less its own",
        flexible && all.cost ? std::optional(flexible->saved.si()) : std::nullopt},
       {"flexible_carbon_saved_t", "t", "carbon of it if spread evenly, less its own",
        flexible ? std::optional(flexible->carbon_saved.si() / 1000.0) : std::nullopt},
       {"hottest_rack_inlet_degC", "degC", "hottest air that entered a rack",
        all.recirculated ? std::optional(all.recirculated->hottest.celsius()) : std::nullopt},
       {"supply_heat_index", "1", "share of the racks' heat that came back to their inlets",
        all.recirculated ? std::optional(all.recirculated->supply_heat_index) : std::nullopt},
       {"ref", "1", "renewable energy factor: own sun and renewable contracts over all energy",
        if_there(site.any || market.any,
                 ratio(std::min((own_sun + market.renewable).si(), all.facility.si()),
                       all.facility.si()))},
       {"contracts_annual_share", "1", "energy from the grid that contracts cover over the run",
        if_there(market.any, ratio(market.annual.si(), market.drawn.si()))},
       {"contracts_hourly_share", "1", "energy from the grid that contracts cover in its hour",
        if_there(market.any, ratio(market.hourly.si(), market.drawn.si()))},
       {"carbon_market_based_hourly_t", "t", "carbon of the electricity, market-based hour by hour",
        if_there(market.any, market.hourly_kg / 1000.0)}});
}

// Of training and federated jobs, to those of batch jobs. What of training time moved the jobs
// forward is the goodput.
struct Training {
  double seconds = 0, productive = 0;
};

Training add_other_jobs(JobTotals& sum, const World& world) {
  Training training;
  for (const auto& record : world.records()) {
    if (!record.submitted) continue;
    const Duration submit = *record.submitted;
    ++sum.submitted;
    sum.completed += record.state == JobState::completed ? 1 : 0;
    sum.failed += record.state == JobState::failed ? 1 : 0;
    sum.killed += record.state == JobState::killed ? 1 : 0;
    sum.first = std::min(sum.first, submit);
    if (!record.start) continue;
    sum.restarts += static_cast<double>(record.restarts);
    const double wait = (*record.start - submit).si();
    sum.waits.push_back(wait);
    sum.last = std::max(sum.last, record.end.value_or(world.now()));
    const double seconds = run_time(record, world.now()).si();
    const auto own = static_cast<double>(record.place->nodes);
    if (record.end) sum.slowdowns.push_back(bounded_slowdown(wait, seconds));
    sum.gpu_seconds += static_cast<double>(record.place->gpus) * seconds;
    sum.node_seconds += own * seconds;
    sum.energy += record.energy;
    if (!record.place->plan) continue;
    const auto& checkpoints =
        record.phases[static_cast<std::size_t>(workloads::PhaseKind::checkpoint)];
    const bool lost = record.state == JobState::failed;
    training.seconds += own * seconds;
    training.productive +=
        lost ? 0.0 : own * (seconds - checkpoints.time.si() - record.lost_time.si());
  }
  return training;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

void add_job_figures(std::vector<Scalar>& figures, const scenario::Scenario& scenario,
                     const World& world) {
  auto sum = batch_totals(world);
  const Training training = add_other_jobs(sum, world);
  const double used = training.seconds + batch_totals(world).node_seconds;
  const double productive = training.productive + used - training.seconds - sum.lost_node_seconds;
  double nodes = 0;
  for (const auto& site : scenario.sites) nodes += static_cast<double>(site.expansion.nodes());
  Energy unallocated, all_nodes;
  for (std::size_t s = 0; s < scenario.sites.size(); ++s) {
    unallocated += world.machine(s).unallocated_energy(world.now());
    all_nodes += world.machine(s).node_energy(world.now());
  }
  const bool any = !world.records().empty() || !scenario.batch.jobs.empty();
  const bool started = !sum.waits.empty();
  const auto if_started = [&](double value) {
    return started ? std::optional(value) : std::nullopt;
  };
  figures.insert(
      figures.end(),
      {{"gpu_hours", "h", "accelerators in jobs times their time",
        any ? std::optional(sum.gpu_seconds / 3600.0) : std::nullopt},
       {"jobs_submitted", "1", "jobs submitted", sum.submitted},
       {"jobs_completed", "1", "jobs completed", sum.completed},
       {"jobs_failed", "1", "jobs failed", sum.failed},
       {"jobs_killed", "1", "jobs killed at the end of the time they asked for", sum.killed},
       {"jobs_restarts", "1", "restarts of jobs whose nodes had failed", sum.restarts},
       {"jobs_mean_wait_s", "s", "mean time from submission to start",
        started ? std::optional(mean(sum.waits)) : std::nullopt},
       {"jobs_median_wait_s", "s", "half of the jobs waited no longer",
        quantile_of(sum.waits, 0.5)},
       {"jobs_p95_wait_s", "s", "95 % of the jobs waited no longer", quantile_of(sum.waits, 0.95)},
       {"jobs_bounded_slowdown", "1",
        "mean of time to the end over time on nodes, of at least 10 s",
        sum.slowdowns.empty() ? std::nullopt : std::optional(mean(sum.slowdowns))},
       {"jobs_makespan_s", "s", "from the first submission to the last end",
        if_started((sum.last - sum.first).si())},
       {"jobs_node_utilisation", "1", "node time in jobs over all node time",
        ratio(sum.node_seconds, nodes * world.now().si())},
       {"jobs_energy_MWh", "MW h", "energy of all jobs on nodes, of shared nodes their parts",
        if_started(sum.energy.in(units::megawatt_hour))},
       {"unallocated_energy_MWh", "MW h", "energy of nodes and parts of nodes that no job held",
        unallocated.in(units::megawatt_hour)},
       {"node_energy_MWh", "MW h", "energy at the inlets of all nodes' supplies",
        all_nodes.in(units::megawatt_hour)},
       {"jobs_mean_energy_MWh", "MW h", "mean energy of a job that started",
        if_started(sum.energy.in(units::megawatt_hour) / static_cast<double>(sum.waits.size()))},
       {"jobs_goodput", "1", "time of jobs that was neither lost nor spent on checkpoints",
        ratio(productive, used)}});
}

void add_link_figures(std::vector<Scalar>& figures, const World& world) {
  const auto& links = world.link_record();
  if (!links) return;
  figures.insert(figures.end(),
                 {{"link_traffic_PB", "Pbyte", "bytes over links of the fabric, counted at each",
                   links->moved().in(units::gigabyte) / 1e6},
                  {"link_utilisation_mean_most", "1",
                   "of the link that was busiest over the whole time", links->highest_mean()},
                  {"link_utilisation_most", "1", "of any link in any interval", links->highest()}});
}

}  // namespace

Duration run_time(const JobRecord& record, Duration now) {
  if (!record.start) return {};
  return record.end.value_or(record.interrupted.value_or(now)) - *record.start - record.away;
}

std::vector<Balance> balances(const World& world) {
  std::vector<Balance> all;
  for (const auto& plant : world.plants()) {
    all.push_back(plant.electricity());
    all.push_back(plant.heat());
    for (const Balance* books : {plant.battery(), plant.reuse(), plant.tank()})
      if (books) all.push_back(*books);
  }
  return all;
}

Footprint footprint(const scenario::Scenario& scenario, const World& world) {
  const auto direct = totals(scenario, world).direct_kg;
  return footprint(world, direct ? std::optional(Mass::si(*direct)) : std::nullopt);
}

std::vector<Scalar> summary_figures(const scenario::Scenario& scenario, const World& world,
                                    double wall_seconds) {
  std::vector<Scalar> figures{
      {"simulated_s", "s", "simulated time", world.now().si()},
      {"wall_s", "s", "time the run took", wall_seconds},
      {"events", "1", "events simulated", static_cast<double>(world.event_count())},
      {"balance_residual", "1", "largest relative residual of all balances",
       largest_residual(world)}};
  const Totals all = totals(scenario, world);
  add_energy_figures(figures, all);
  for (auto& figure : footprint_figures(footprint(scenario, world), all.it))
    figures.push_back(std::move(figure));
  add_on_site_figures(figures, all);
  add_job_figures(figures, scenario, world);
  add_link_figures(figures, world);
  std::ranges::move(federated_figures(world), std::back_inserter(figures));
  std::ranges::move(service_figures(world), std::back_inserter(figures));
  return figures;
}

}  // namespace icekeel::run
