// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/recorder.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "simulator/base/units.h"

namespace icekeel::run {
namespace {

/// A series that comes from the plant of a site.
struct PlantSeries {
  const char* name;
  const char* units;
  const char* long_name;
  bool adds_up;  ///< over sites
  double (*value)(const SiteStep&);
};

constexpr std::size_t loss_series = 0, lighting_series = 1, cooling_series = 2,
                      heat_pump_series = 3;
constexpr std::size_t on_site_series = 4;  // the last ones: only where there is such a thing
constexpr std::array plant_series{
    PlantSeries{"electrical_loss_power", "W", "losses of the electrical chain", true,
                [](const SiteStep& s) { return s.electrical_loss.si(); }},
    PlantSeries{"lighting_power", "W", "lighting and small loads", true,
                [](const SiteStep& s) { return s.lighting.si(); }},
    PlantSeries{"cooling_power", "W", "electricity of the cooling plant", true,
                [](const SiteStep& s) { return s.cooling().si(); }},
    PlantSeries{"heat_pump_power", "W", "electricity of the heat pump", true,
                [](const SiteStep& s) { return s.plant.heat_pump.si(); }},
    PlantSeries{"chiller_power", "W", "electricity of the compressors", true,
                [](const SiteStep& s) { return s.plant.chiller.si(); }},
    PlantSeries{"heat_reuse_power", "W", "heat delivered less the heat pump's electricity", true,
                [](const SiteStep& s) { return s.heat_reused().si(); }},
    PlantSeries{"heat_delivered_power", "W", "heat delivered at the district boundary", true,
                [](const SiteStep& s) { return s.heat_delivered.si(); }},
    PlantSeries{"heat_demand_power", "W", "heat the district would take", true,
                [](const SiteStep& s) {
                  const double demand = s.heat_demand.si();
                  return std::isfinite(demand) ? demand : std::nan("");  // takes all there is
                }},
    PlantSeries{"heat_rejected_power", "W", "heat given to the outdoor air", true,
                [](const SiteStep& s) { return s.plant.heat_rejected.si(); }},
    PlantSeries{"water_flow", "kg s-1", "water used", true,
                [](const SiteStep& s) { return s.plant.water.total().si(); }},
    PlantSeries{"dry_bulb_temperature", "degC", "outdoor dry bulb", false,
                [](const SiteStep& s) { return s.weather.dry_bulb.celsius(); }},
    PlantSeries{"wet_bulb_temperature", "degC", "outdoor wet bulb", false,
                [](const SiteStep& s) { return s.weather.wet_bulb.celsius(); }},
    PlantSeries{"coolant_supply_temperature", "degC", "coolant to the racks", false,
                [](const SiteStep& s) { return s.plant.coolant_supply.celsius(); }},
    PlantSeries{"coolant_return_temperature", "degC", "coolant from the racks", false,
                [](const SiteStep& s) { return s.plant.coolant_return.celsius(); }},
    PlantSeries{"rack_air_inlet_temperature", "degC", "air to the racks", false,
                [](const SiteStep& s) { return s.plant.rack_air_inlet.celsius(); }},
    PlantSeries{"cooling_mode", "1", "0 free, 1 partly by compressors, 2 by compressors", false,
                [](const SiteStep& s) { return static_cast<double>(s.plant.mode); }},
    PlantSeries{"grid_import_power", "W", "power drawn from the grid", true,
                [](const SiteStep& s) { return s.on_site.import.si(); }},
    PlantSeries{"grid_export_power", "W", "power fed into the grid", true,
                [](const SiteStep& s) { return s.on_site.exported.si(); }},
    PlantSeries{"solar_power", "W", "power of the site's solar arrays", true,
                [](const SiteStep& s) { return s.on_site.solar.si(); }},
    PlantSeries{"battery_power", "W", "power from the site's battery; negative: into it", true,
                [](const SiteStep& s) {
                  return (s.on_site.battery.discharge - s.on_site.battery.charge).si();
                }}};

std::span<const PlantSeries> series_of(const scenario::Scenario& scenario) {
  const bool on_site = std::any_of(scenario.sites.begin(), scenario.sites.end(),
                                   [](const auto& site) { return site.spec.on_site.has_value(); });
  return std::span(plant_series).first(plant_series.size() - (on_site ? 0 : on_site_series));
}

std::vector<std::string> names_of_sites(const scenario::Scenario& scenario) {
  std::vector<std::string> names;
  for (const auto& site : scenario.sites) names.push_back(site.spec.name);
  return names;
}

std::vector<std::string> names_of_feeds(const scenario::Scenario& scenario) {
  std::vector<std::string> names;
  for (const auto& site : scenario.sites)
    for (const auto& feed : power::utility_names(site.spec.power))
      names.push_back(scenario.sites.size() > 1 ? site.spec.name + "/" + feed : feed);
  return names;
}

}  // namespace

Recorder::Recorder(const scenario::Scenario& scenario, result::ResultWriter& writer,
                   std::vector<const Machine*> machines, std::function<Counts()> counts,
                   std::function<PhaseTotals(Duration)> phases)
    : scenario_(scenario),
      writer_(writer),
      machines_(std::move(machines)),
      counts_(std::move(counts)),
      phases_(std::move(phases)),
      row_it_(machines_.size()) {
  writer_.add_labels("site", names_of_sites(scenario), "site");
  writer_.add_labels("feed", names_of_feeds(scenario), "feed of the utility");
  site_axis_ = writer_.add_time_axis("time");
  add_site_series();
  plant_sums_.assign(
      machines_.size() * series_of(scenario_).size() + names_of_feeds(scenario).size(), 0.0);
  if (scenario.spec.record.racks) add_rack_series();
  if (scenario.spec.record.links) links_.emplace(scenario, writer_, machines_);
}

void Recorder::add_site_series() {
  const auto series = series_of(scenario_);
  const auto add = [&](const char* name, const char* units, const char* text,
                       std::vector<std::string> dimensions) {
    writer_.add_series(site_axis_, {name, units, text, std::move(dimensions), false, {}});
  };
  add("facility_power", "W", "power of the whole facility", {"time"});
  add("it_power", "W", "power at the inlets of the IT's supplies", {"time"});
  add("pue", "1", "power usage effectiveness in the interval", {"time"});
  add("jobs_running", "1", "jobs that run", {"time"});
  add("jobs_waiting", "1", "jobs in the queue", {"time"});
  add("nodes_busy", "1", "nodes that jobs occupy", {"time"});
  for (const auto& each : series)
    if (each.adds_up) add(each.name, each.units, each.long_name, {"time"});
  const bool one = machines_.size() == 1;
  for (const auto& each : series)
    if (!each.adds_up)
      add(each.name, each.units, each.long_name,
          one ? std::vector<std::string>{"time"} : std::vector<std::string>{"time", "site"});
  add("feed_power", "W", "power from each feed", {"time", "feed"});
  if (!one) {
    add("site_facility_power", "W", "power of each site", {"time", "site"});
    add("site_it_power", "W", "power of the IT of each site", {"time", "site"});
  }
  if (!scenario_.spec.record.phases) return;
  std::vector<std::string> kinds;
  for (std::size_t kind = 0; kind < workloads::phase_kinds; ++kind)
    kinds.emplace_back(workloads::name(static_cast<workloads::PhaseKind>(kind)));
  writer_.add_labels("phase", kinds, "kind of phase");
  add("phase_power", "W", "power of the nodes of jobs by the phase they are in", {"time", "phase"});
}

void Recorder::add_rack_series() {
  std::vector<std::string> names;
  for (const auto* machine : machines_)
    for (const auto& rack : machine->site().expansion.racks)
      names.push_back(machines_.size() > 1 ? machine->site().spec.name + "/" + rack.name
                                           : rack.name);
  writer_.add_labels("rack", names, "rack");
  rack_axis_ = writer_.add_time_axis("time_rack");
  writer_.add_series(*rack_axis_,
                     {"rack_power", "W", "power of each rack", {"time_rack", "rack"}, true, {}});
  writer_.add_series(*rack_axis_, {"rack_inlet_temperature",
                                   "degC",
                                   "air or liquid that enters each rack",
                                   {"time_rack", "rack"},
                                   true,
                                   {}});
  rack_row_energy_.resize(names.size());
  inlet_sums_.resize(names.size());
}

void Recorder::catch_up(Duration now) {
  const Duration every = scenario_.spec.record.every;
  for (Duration end; (end = static_cast<double>(site_rows_ + 1) * every) <= now; ++site_rows_)
    read_site_meters(end);
  if (rack_axis_) {
    const Duration rack_every = scenario_.spec.record.racks->every;
    for (Duration end; (end = static_cast<double>(rack_rows_ + 1) * rack_every) <= now;
         ++rack_rows_)
      write_rack_row(end);
    add_inlets_until(now);
  }
  if (links_) links_->catch_up(now);
  count_until(now);
}

void Recorder::count_until(Duration at) {
  const double seconds = (at - counted_until_).si();
  const Counts now = counts_();
  count_sums_.jobs_running += now.jobs_running * seconds;
  count_sums_.jobs_waiting += now.jobs_waiting * seconds;
  count_sums_.nodes_busy += now.nodes_busy * seconds;
  counted_until_ = at;
}

void Recorder::read_site_meters(Duration at) {
  count_until(at);
  const Duration began = readings_.empty() ? row_began_ : readings_.back().at;
  const double seconds = (at - began).si();
  Reading reading{at, {}, count_sums_, {}};
  reading.counts.jobs_running /= seconds;
  reading.counts.jobs_waiting /= seconds;
  reading.counts.nodes_busy /= seconds;
  for (const auto* machine : machines_) reading.it.push_back(machine->it_energy(at));
  if (scenario_.spec.record.phases) reading.phases = phases_(at);
  readings_.push_back(std::move(reading));
  count_sums_ = {};
}

void Recorder::settled(Duration from, Duration to, std::span<const SiteStep> sites) {
  const auto series = series_of(scenario_);
  catch_up(to);
  std::vector<double> values;
  for (const auto& site : sites)
    for (const auto& one : series) values.push_back(one.value(site));
  for (const auto& site : sites)
    for (const auto feed : site.feeds) values.push_back(feed.si());
  const auto add = [&](Duration until) {
    for (std::size_t i = 0; i < values.size(); ++i)
      plant_sums_[i] += values[i] * (until - from).si();
    from = until;
  };
  while (!readings_.empty() && readings_.front().at <= to) {
    add(readings_.front().at);
    write_site_row(readings_.front());
    readings_.pop_front();
  }
  add(to);
}

void Recorder::write_site_row(const Reading& reading) {
  const auto series = series_of(scenario_);
  const double seconds = (reading.at - row_began_).si();
  const std::size_t sites = machines_.size();
  const auto mean = [&](std::size_t site, std::size_t i) {
    return plant_sums_[site * series.size() + i] / seconds;
  };
  std::vector<double> it(sites), facility(sites);
  double it_all = 0, facility_all = 0;
  for (std::size_t s = 0; s < sites; ++s) {
    it[s] = (reading.it[s] - row_it_[s]).si() / seconds;
    facility[s] = it[s] + mean(s, loss_series) + mean(s, lighting_series) +
                  mean(s, cooling_series) + mean(s, heat_pump_series);
    it_all += it[s];
    facility_all += facility[s];
  }
  std::vector<double> row{facility_all,
                          it_all,
                          it_all > 0 ? facility_all / it_all : std::nan(""),
                          reading.counts.jobs_running,
                          reading.counts.jobs_waiting,
                          reading.counts.nodes_busy};
  for (const bool adds_up : {true, false})
    for (std::size_t i = 0; i < series.size(); ++i) {
      if (series[i].adds_up != adds_up) continue;
      double sum = 0;
      for (std::size_t s = 0; s < sites; ++s) {
        sum += mean(s, i);
        if (!adds_up) row.push_back(mean(s, i));
      }
      if (adds_up) row.push_back(sum);
    }
  for (std::size_t i = sites * series.size(); i < plant_sums_.size(); ++i)
    row.push_back(plant_sums_[i] / seconds);
  if (sites > 1) {
    row.insert(row.end(), facility.begin(), facility.end());
    row.insert(row.end(), it.begin(), it.end());
  }
  if (scenario_.spec.record.phases)
    for (std::size_t kind = 0; kind < workloads::phase_kinds; ++kind)
      row.push_back((reading.phases[kind].energy - row_phases_[kind].energy).si() / seconds);
  row_phases_ = reading.phases;
  writer_.append(site_axis_, row_began_, reading.at, row);
  row_began_ = reading.at;
  row_it_ = reading.it;
  std::fill(plant_sums_.begin(), plant_sums_.end(), 0.0);
}

void Recorder::add_inlets_until(Duration at) {
  const double seconds = (at - inlets_until_).si();
  if (seconds <= 0.0) return;
  std::size_t i = 0;
  for (const auto* machine : machines_)
    for (std::size_t r = 0; r < machine->site().expansion.racks.size(); ++r)
      inlet_sums_[i++] += machine->rack_inlet(r).celsius() * seconds;
  inlets_until_ = at;
}

void Recorder::write_rack_row(Duration at) {
  add_inlets_until(at);
  const double seconds = (at - rack_row_began_).si();
  std::vector<double> row;
  std::size_t i = 0;
  for (const auto* machine : machines_)
    for (std::size_t r = 0; r < machine->site().expansion.racks.size(); ++r, ++i) {
      const Energy energy = machine->rack_energy(r, at);
      row.push_back((energy - rack_row_energy_[i]).si() / seconds);
      rack_row_energy_[i] = energy;
    }
  for (double& sum : inlet_sums_) {
    row.push_back(sum / seconds);
    sum = 0;
  }
  writer_.append(*rack_axis_, rack_row_began_, at, row);
  rack_row_began_ = at;
}

void Recorder::finish(Duration now) {
  const Duration last = readings_.empty() ? row_began_ : readings_.back().at;
  if (now > last) {
    read_site_meters(now);
    write_site_row(readings_.front());
    readings_.pop_front();
  }
  if (rack_axis_ && now > rack_row_began_) write_rack_row(now);
  if (links_) links_->finish(now);
}

}  // namespace icekeel::run
