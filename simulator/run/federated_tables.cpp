// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/federated_tables.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/units.h"

namespace icekeel::run {
namespace {

using result::Column;
using result::Scalar;
using workloads::ClientSpec;
using workloads::ClientTotals;

/// A kind of clients of a job, and what it did.
struct ClientRow {
  const JobRecord* record;
  ClientSpec client;
  ClientTotals totals;

  const workloads::FederatedSpec& spec() const { return *record->job->spec.federated; }
};

std::vector<ClientRow> rows_of(const JobRecord& record) {
  std::vector<ClientRow> rows;
  if (!record.job->spec.federated) return rows;
  const auto& spec = *record.job->spec.federated;
  const auto& totals = record.federated.totals;
  for (std::size_t k = 0; k < totals.size(); ++k)
    rows.push_back({&record,
                    k < spec.clients.size() ? spec.clients[k] : workloads::as_client(*spec.edges),
                    totals[k]});
  return rows;
}

std::vector<ClientRow> all_rows(const World& world) {
  std::vector<ClientRow> rows;
  for (const JobRecord& record : world.records())
    for (ClientRow& row : rows_of(record)) rows.push_back(std::move(row));
  return rows;
}

template <class Value>
Column column(const std::vector<ClientRow>& rows, const char* name, const char* units,
              const char* text, Value (*value)(const ClientRow&)) {
  std::vector<Value> values;
  for (const ClientRow& row : rows) values.push_back(value(row));
  return {name, units, text, std::move(values)};
}

double kwh(Energy energy) {
  return energy.in(units::kilowatt_hour);
}

workloads::NetworkEnergy network(const ClientRow& row) {
  return workloads::network_energy(row.spec(), row.client, row.totals);
}

double carbon(const ClientRow& row) {
  return workloads::carbon_kg(row.spec(), row.client, row.totals).value_or(std::nan(""));
}

void append_energies(std::vector<Column>& columns, const std::vector<ClientRow>& rows) {
  const auto add = [&](const char* name, const char* text, double (*value)(const ClientRow&)) {
    columns.push_back(column(rows, name, "kW h", text, value));
  };
  add("download_energy", "energy of the devices while they download",
      [](const ClientRow& r) { return kwh(r.totals.energy.download); });
  add("compute_energy", "energy of the devices while they train",
      [](const ClientRow& r) { return kwh(r.totals.energy.compute); });
  add("upload_energy", "energy of the devices while they upload",
      [](const ClientRow& r) { return kwh(r.totals.energy.upload); });
  add("waiting_energy", "energy of the devices while they wait",
      [](const ClientRow& r) { return kwh(r.totals.energy.waiting); });
  add("network_energy", "energy of the networks, mid",
      [](const ClientRow& r) { return kwh(network(r).mid); });
  add("network_energy_low", "energy of the networks, least that sources say",
      [](const ClientRow& r) { return kwh(network(r).low); });
  add("network_energy_high", "energy of the networks, most that sources say",
      [](const ClientRow& r) { return kwh(network(r).high); });
  add("standing_energy", "of the lines' standing power while clients took part, all of it",
      [](const ClientRow& r) { return kwh(workloads::standing_energy(r.client, r.totals)); });
}

/// Of all federated jobs.
struct Sums {
  bool any = false;
  double updates = 0, failed = 0;
  workloads::DeviceEnergy devices;
  workloads::NetworkEnergy network;
  Energy standing, servers, central;
  std::optional<double> carbon_kg, central_carbon_kg;

  void add(const JobRecord& record);
};

void Sums::add(const JobRecord& record) {
  if (!record.job->spec.federated) return;
  any = true;
  servers += record.energy;
  for (const auto& round : record.federated.rounds) failed += round.failed ? 1 : 0;
  for (const ClientRow& row : rows_of(record)) {
    const auto& energy = row.totals.energy;
    devices.download += energy.download;
    devices.compute += energy.compute;
    devices.upload += energy.upload;
    devices.waiting += energy.waiting;
    const auto net = run::network(row);
    network.low += net.low;
    network.mid += net.mid;
    network.high += net.high;
    standing += workloads::standing_energy(row.client, row.totals);
    if (row.client.grid) carbon_kg = carbon_kg.value_or(0.0) + carbon(row);
  }
  const auto& spec = *record.job->spec.federated;
  for (const ClientTotals& totals : record.federated.totals)
    updates += static_cast<double>(totals.received);
  if (spec.edges && !record.federated.totals.empty())
    updates -= static_cast<double>(record.federated.totals.back().received);
  if (!spec.central || record.federated.totals.empty()) return;
  const auto beside = workloads::train_centrally(spec, record.federated.totals);
  central += beside.compute + beside.transfer + beside.network.mid;
  central_carbon_kg = central_carbon_kg.value_or(0.0) + beside.carbon_kg;
}

}  // namespace

bool has_federated_jobs(const World& world) {
  return std::ranges::any_of(world.records(), [](const JobRecord& record) {
    return record.job->spec.federated.has_value();
  });
}

Energy device_energy(const JobRecord& record) {
  Energy sum;
  for (const ClientTotals& totals : record.federated.totals) sum += totals.energy.total();
  return sum;
}

std::vector<Column> federated_client_columns(const World& world) {
  using Text = std::string;
  using Count = std::int64_t;
  const auto rows = all_rows(world);
  std::vector<Column> columns{
      column<Text>(rows, "job", "", "name of the job",
                   [](const ClientRow& r) { return r.record->job->name; }),
      column<Text>(rows, "clients", "", "kind of clients, or edge servers",
                   [](const ClientRow& r) { return r.client.name; }),
      column<Count>(rows, "selected", "1", "times that one of them was selected",
                    [](const ClientRow& r) { return r.totals.selected; }),
      column<Count>(rows, "received", "1", "updates that counted",
                    [](const ClientRow& r) { return r.totals.received; }),
      column<Count>(rows, "dropped", "1", "times that one of them left",
                    [](const ClientRow& r) { return r.totals.dropped; }),
      column<Count>(rows, "late", "1", "times that one was not waited for, or was too old",
                    [](const ClientRow& r) { return r.totals.late; }),
      column<double>(rows, "downloaded", "Gbyte", "data from the server",
                     [](const ClientRow& r) { return r.totals.downloaded.in(units::gigabyte); }),
      column<double>(rows, "uploaded", "Gbyte", "data to the server",
                     [](const ClientRow& r) { return r.totals.uploaded.in(units::gigabyte); })};
  append_energies(columns, rows);
  columns.push_back(
      column<double>(rows, "carbon", "kg", "of devices and networks, by their own grid", carbon));
  return columns;
}

std::vector<Column> federated_round_columns(const World& world) {
  std::vector<std::string> job;
  std::vector<double> end, length, collection, aggregation, energy;
  std::vector<std::int64_t> selected, received, dropped, late, staleness, failed;
  for (const JobRecord& record : world.records())
    for (std::size_t i = 0; i < record.federated.rounds.size(); ++i) {
      const workloads::Round& round = record.federated.rounds[i];
      job.push_back(record.job->name);
      end.push_back(record.federated.ends[i].si());
      length.push_back(round.time.si());
      collection.push_back(round.collection.si());
      aggregation.push_back(round.aggregation.si());
      energy.push_back(kwh(round.energy.total()));
      selected.push_back(round.selected);
      received.push_back(round.received);
      dropped.push_back(round.dropped);
      late.push_back(round.late);
      staleness.push_back(round.staleness);
      failed.push_back(round.failed ? 1 : 0);
    }
  return {
      {"job", "", "name of the job", job},
      {"end_time", "s", "after the start of the simulation", end},
      {"time", "s", "collection and aggregation", length},
      {"collection_time", "s", "until the last update that counts, or the deadline", collection},
      {"aggregation_time", "s", "on the server", aggregation},
      {"selected", "1", "devices that began in it", selected},
      {"received", "1", "updates that counted", received},
      {"dropped", "1", "devices that left", dropped},
      {"late", "1", "devices that were not waited for, or were too old", late},
      {"staleness", "1", "versions that updates were behind, summed", staleness},
      {"failed", "1", "1 where too few updates came", failed},
      {"device_energy", "kW h", "of devices that ended in it", energy}};
}

std::vector<Scalar> federated_figures(const World& world) {
  Sums sums;
  for (const JobRecord& record : world.records()) sums.add(record);
  const auto mwh = [&](Energy energy) {
    return sums.any ? std::optional(energy.in(units::megawatt_hour)) : std::nullopt;
  };
  const auto count = [&](double value) { return sums.any ? std::optional(value) : std::nullopt; };
  const auto tonnes = [](const std::optional<double>& kg) {
    return kg ? std::optional(*kg / 1000.0) : std::nullopt;
  };
  return {
      {"federated_updates", "1", "updates that counted", count(sums.updates)},
      {"federated_rounds_failed", "1", "rounds with too few updates", count(sums.failed)},
      {"federated_download_energy_MWh", "MW h", "devices outside of sites, downloading",
       mwh(sums.devices.download)},
      {"federated_compute_energy_MWh", "MW h", "devices outside of sites, training",
       mwh(sums.devices.compute)},
      {"federated_upload_energy_MWh", "MW h", "devices outside of sites, uploading",
       mwh(sums.devices.upload)},
      {"federated_waiting_energy_MWh", "MW h", "devices outside of sites, waiting",
       mwh(sums.devices.waiting)},
      {"federated_network_energy_MWh", "MW h", "networks outside of sites", mwh(sums.network.mid)},
      {"federated_network_energy_MWh_low", "MW h", "the least that sources say of it",
       mwh(sums.network.low)},
      {"federated_network_energy_MWh_high", "MW h", "the most that sources say of it",
       mwh(sums.network.high)},
      {"federated_standing_energy_MWh", "MW h",
       "all of the lines' standing power while clients took part; not a part of the others",
       mwh(sums.standing)},
      {"federated_server_energy_MWh", "MW h", "nodes of the servers, a part of the site's IT",
       mwh(sums.servers)},
      {"federated_carbon_t", "t", "devices and networks, by the grids of their countries",
       tonnes(sums.carbon_kg)},
      {"federated_central_energy_MWh", "MW h", "the same work in one place, transfers included",
       sums.central > Energy{} ? mwh(sums.central) : std::nullopt},
      {"federated_central_carbon_t", "t", "carbon of the same work in one place",
       tonnes(sums.central_carbon_kg)}};
}

}  // namespace icekeel::run
