// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/service_tables.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/units.h"
#include "simulator/run/service_run.h"

namespace icekeel::run {
namespace {

using result::Column;
using result::Scalar;

/// A service and its part of its site.
struct ServiceRow {
  const JobRecord* record;
  ServiceRecord service;  ///< with what came since it was interrupted
  double seconds = 0;     ///< on its nodes
  double facility = 0;    ///< energy of the site over that of its IT
  double carbon_kg = 0;   ///< of the site's electricity, its part by energy

  const workloads::ServiceSpec& spec() const { return *record->job->spec.serving; }
  double answer_tokens() const { return service.answered() * static_cast<double>(spec().answer); }
  Energy each(Energy energy) const {
    return service.answered() > 0.0 ? (1.0 / service.answered()) * energy
                                    : Energy::si(std::nan(""));
  }
};

ServiceRow service_row(const World& world, const JobRecord& record) {
  ServiceRow row{&record, record.service};
  if (row.service.away_since && !record.end) {
    const double missed = requests_between(*record.job->spec.serving, world.scenario().spec.start,
                                           *row.service.away_since, world.now());
    row.service.came += missed;
    row.service.lost += missed;
  }
  row.seconds = run_time(record, world.now()).si();
  const std::size_t site = record.place->site;
  const auto& plant = world.plants()[site];
  const Energy it = world.machine(site).it_energy(world.now());
  const Energy all = plant.electricity().total_in() - plant.electricity().of("exported");
  row.facility = it > Energy{} ? all / it : 0.0;
  row.carbon_kg = it > Energy{} ? (record.energy / it) * plant.grid_account().carbon().si() : 0.0;
  return row;
}

std::vector<ServiceRow> service_rows(const World& world) {
  std::vector<ServiceRow> rows;
  for (const JobRecord& record : world.records())
    if (record.job->spec.serving) rows.push_back(service_row(world, record));
  return rows;
}

Column service_column(const std::vector<ServiceRow>& rows, const char* name, const char* units,
                      const char* text, double (*value)(const ServiceRow&)) {
  std::vector<double> values;
  for (const ServiceRow& row : rows) values.push_back(value(row));
  return {name, units, text, std::move(values)};
}

double quantile_or_nothing(const workloads::TimeShares& times, double share) {
  return times.total() > 0.0 ? times.quantile(share) : std::nan("");
}

void append_requests(std::vector<Column>& columns, const std::vector<ServiceRow>& rows) {
  const auto add = [&](const char* name, const char* text, double (*value)(const ServiceRow&)) {
    columns.push_back(service_column(rows, name, "1", text, value));
  };
  add("requests", "requests that came", [](const ServiceRow& r) { return r.service.came; });
  add("answered", "of them answered", [](const ServiceRow& r) { return r.service.answered(); });
  add("lost", "of them lost while it was interrupted",
      [](const ServiceRow& r) { return r.service.lost; });
  add("inside", "of them under way or waiting at the end",
      [](const ServiceRow& r) { return r.service.inside; });
  add("most_piled_up", "requests above its capacity that waited at once",
      [](const ServiceRow& r) { return r.service.most_piled_up; });
  add("answer_tokens", "tokens written", [](const ServiceRow& r) { return r.answer_tokens(); });
  add("busy", "share of its nodes' time in which they worked", [](const ServiceRow& r) {
    return r.service.busy_seconds / (r.seconds * static_cast<double>(r.record->place->nodes));
  });
}

void append_times(std::vector<Column>& columns, const std::vector<ServiceRow>& rows) {
  const auto add = [&](const char* name, const char* text, double (*value)(const ServiceRow&)) {
    columns.push_back(service_column(rows, name, "s", text, value));
  };
  add("first_token_p50", "half of the requests had their first token in",
      [](const ServiceRow& r) { return quantile_or_nothing(r.service.first_token, 0.5); });
  add("first_token_p90", "90 % of the requests had their first token in",
      [](const ServiceRow& r) { return quantile_or_nothing(r.service.first_token, 0.9); });
  add("first_token_p99", "99 % of the requests had their first token in",
      [](const ServiceRow& r) { return quantile_or_nothing(r.service.first_token, 0.99); });
  add("token_time_p50", "between two tokens of an answer, half of them at most",
      [](const ServiceRow& r) { return quantile_or_nothing(r.service.token, 0.5); });
  add("token_time_p90", "between two tokens of an answer, 90 % of them at most",
      [](const ServiceRow& r) { return quantile_or_nothing(r.service.token, 0.9); });
  add("token_time_p99", "between two tokens of an answer, 99 % of them at most",
      [](const ServiceRow& r) { return quantile_or_nothing(r.service.token, 0.99); });
}

void append_service_energies(std::vector<Column>& columns, const std::vector<ServiceRow>& rows) {
  const auto add = [&](const char* name, const char* units, const char* text,
                       double (*value)(const ServiceRow&)) {
    columns.push_back(service_column(rows, name, units, text, value));
  };
  add("energy", "MW h", "energy of its nodes",
      [](const ServiceRow& r) { return r.record->energy.in(units::megawatt_hour); });
  add("idle_energy", "MW h", "of it, of idle nodes while no request was there",
      [](const ServiceRow& r) { return r.service.idle_energy.in(units::megawatt_hour); });
  add("request_energy", "J", "energy of its nodes for a request that was answered",
      [](const ServiceRow& r) { return r.each(r.record->energy).si(); });
  add("request_idle_energy", "J", "of it, of idle nodes",
      [](const ServiceRow& r) { return r.each(r.service.idle_energy).si(); });
  add("request_facility_energy", "J", "the same with its part of the site's other energy",
      [](const ServiceRow& r) { return r.each(r.facility * r.record->energy).si(); });
  add("tokens_per_joule", "J-1", "tokens written for energy of its nodes",
      [](const ServiceRow& r) { return r.answer_tokens() / r.record->energy.si(); });
  add("request_carbon", "g", "carbon of electricity for a request, its part of the site's",
      [](const ServiceRow& r) {
        return r.service.answered() > 0.0 ? 1e3 * r.carbon_kg / r.service.answered() : std::nan("");
      });
}

/// Of all services.
struct ServiceSums {
  double came = 0, answered = 0, lost = 0, inside = 0, most_piled_up = 0, tokens = 0;
  Energy energy, idle, facility;
  workloads::TimeShares first_token, token;
};

ServiceSums sums_of(const std::vector<ServiceRow>& rows) {
  ServiceSums sums;
  for (const ServiceRow& row : rows) {
    sums.came += row.service.came;
    sums.answered += row.service.answered();
    sums.lost += row.service.lost;
    sums.inside += row.service.inside;
    sums.most_piled_up = std::max(sums.most_piled_up, row.service.most_piled_up);
    sums.tokens += row.answer_tokens();
    sums.energy += row.record->energy;
    sums.idle += row.service.idle_energy;
    sums.facility += row.facility * row.record->energy;
    sums.first_token.add(row.service.first_token, 1.0);
    sums.token.add(row.service.token, 1.0);
  }
  return sums;
}

}  // namespace

bool has_services(const World& world) {
  return std::ranges::any_of(world.records(), [](const JobRecord& record) {
    return record.job->spec.serving.has_value();
  });
}

std::vector<Column> service_columns(const World& world) {
  const auto rows = service_rows(world);
  std::vector<std::string> names;
  for (const ServiceRow& row : rows) names.push_back(row.record->job->name);
  std::vector<Column> columns{{"job", "", "name of the job", std::move(names)}};
  columns.push_back(
      service_column(rows, "copies", "1", "of the model on its nodes", [](const ServiceRow& r) {
        return static_cast<double>(r.record->place->nodes) *
               static_cast<double>(r.record->place->service->copies);
      }));
  columns.push_back(service_column(
      rows, "capacity", "s-1", "requests that all copies answer at full speed",
      [](const ServiceRow& r) {
        return static_cast<double>(r.record->place->nodes) * r.record->place->service->capacity();
      }));
  append_requests(columns, rows);
  append_times(columns, rows);
  append_service_energies(columns, rows);
  return columns;
}

std::vector<Column> service_spell_columns(const World& world) {
  std::vector<std::string> job;
  std::vector<double> from, length, rate, nodes, speed, busy, inside, first, token, power;
  for (const JobRecord& record : world.records())
    for (const ServiceSpell& spell : record.service.spells) {
      job.push_back(record.job->name);
      from.push_back(spell.from.si());
      length.push_back(spell.length.si());
      rate.push_back(spell.rate);
      nodes.push_back(spell.nodes);
      speed.push_back(spell.speed);
      busy.push_back(spell.busy);
      inside.push_back(spell.inside);
      first.push_back(spell.first_token);
      token.push_back(spell.token);
      power.push_back((spell.energy / spell.length).in(units::kilowatt));
    }
  return {{"job", "", "name of the job", job},
          {"start_time", "s", "after the start of the simulation", from},
          {"length", "s", "in which nothing about it changed", length},
          {"rate", "s-1", "requests that came", rate},
          {"nodes", "1", "that answered; the others waited idle", nodes},
          {"speed", "1", "of them, 1 at full pace", speed},
          {"busy", "1", "share of the time in which each of them worked", busy},
          {"inside", "1", "requests under way or waiting at its end", inside},
          {"first_token", "s", "mean, without what piled up before", first},
          {"token_time", "s", "mean between two tokens of an answer", token},
          {"power", "kW", "mean power of all its nodes", power}};
}

std::vector<Scalar> service_figures(const World& world) {
  const auto rows = service_rows(world);
  const ServiceSums sums = sums_of(rows);
  const auto given = [&](double value) {
    return rows.empty() ? std::nullopt : std::optional(value);
  };
  const auto each = [&](Energy energy) {
    return sums.answered > 0.0 ? std::optional(energy.in(units::watt * units::hour) / sums.answered)
                               : std::nullopt;
  };
  const auto time = [](const workloads::TimeShares& times, double share) {
    return times.total() > 0.0 ? std::optional(times.quantile(share)) : std::nullopt;
  };
  return {{"serving_requests", "1", "requests that came to services", given(sums.came)},
          {"serving_answered", "1", "of them answered", given(sums.answered)},
          {"serving_lost", "1", "of them lost while a service was interrupted", given(sums.lost)},
          {"serving_inside", "1", "of them under way or waiting at the end", given(sums.inside)},
          {"serving_most_piled_up", "1", "requests above the capacity that waited at once",
           given(sums.most_piled_up)},
          {"serving_tokens", "1", "tokens written", given(sums.tokens)},
          {"serving_first_token_p50_s", "s", "half of the requests had their first token in",
           time(sums.first_token, 0.5)},
          {"serving_first_token_p99_s", "s", "99 % of the requests had their first token in",
           time(sums.first_token, 0.99)},
          {"serving_token_time_p50_s", "s", "between two tokens of an answer, half of them at most",
           time(sums.token, 0.5)},
          {"serving_token_time_p99_s", "s", "between two tokens of an answer, 99 % of them at most",
           time(sums.token, 0.99)},
          {"serving_energy_MWh", "MW h", "nodes of services, a part of the site's IT",
           given(sums.energy.in(units::megawatt_hour))},
          {"serving_idle_energy_MWh", "MW h", "of it, of idle nodes while no request was there",
           given(sums.idle.in(units::megawatt_hour))},
          {"serving_request_energy_Wh", "W h", "nodes' energy for a request", each(sums.energy)},
          {"serving_request_facility_energy_Wh", "W h",
           "the same with its part of the site's other energy", each(sums.facility)},
          {"serving_tokens_per_J", "J-1", "tokens written for energy of the nodes",
           sums.energy > Energy{} ? std::optional(sums.tokens / sums.energy.si()) : std::nullopt}};
}

}  // namespace icekeel::run
