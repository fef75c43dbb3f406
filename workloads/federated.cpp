// SPDX-License-Identifier: Apache-2.0
#include "workloads/federated.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "simulator/base/units.h"

namespace icekeel::workloads {
namespace {

using config::Finding;
using Findings = std::vector<Finding>;

constexpr config::Limits positive{.least = 0, .above_least = true};
constexpr config::Limits time_of_day{.least = 0, .most = 86400};

void add_below(const std::string& path, const Findings& found, Findings& findings) {
  for (const Finding& one : found)
    findings.push_back(
        {one.path.empty() ? path : fmt::format("{}.{}", path, one.path), one.message, one.remedy});
}

Findings check_grid(const std::optional<ClientGridSpec>& grid) {
  if (!grid || !grid->year ||
      std::ranges::find(grid->years, *grid->year, &ClientGridYearSpec::year) != grid->years.end())
    return {};
  std::string listed;
  for (const auto& one : grid->years)
    if (const auto year = std::to_string(one.year); !listed.ends_with(year))
      listed += (listed.empty() ? "" : ", ") + year;
  return {{"grid.year", fmt::format("there is no carbon of {} here", *grid->year),
           listed.empty() ? "leave 'year' out, or list it in 'years'"
                          : fmt::format("there is that of {}; or leave 'year' out", listed)}};
}

// One device shares nothing and asks nothing of the others.
Findings check_client(const ClientSpec& client) {
  Findings findings;
  add_below("device", platforms::check(client.device), findings);
  add_below("line.energy", platforms::check(client.line.energy), findings);
  for (std::size_t i = 0; i < client.route.size(); ++i)
    add_below(fmt::format("route[{}].energy", i), platforms::check(client.route[i].energy),
              findings);
  for (const auto& one : check_grid(client.grid)) findings.push_back(one);
  if (client.available && client.available->from == client.available->until)
    findings.push_back({"available.until",
                        fmt::format("devices of '{}' are available for no time", client.name),
                        "let it differ from 'from', or take 'available' out"});
  return findings;
}

Findings check_numbers(const FederatedSpec& s) {
  Findings findings;
  const std::int64_t devices = registered(s), at_work = concurrency_of(s);
  if (s.updates_per_round > devices)
    findings.push_back(
        {"updates_per_round",
         fmt::format("{} devices cannot send {} updates in a round", devices, s.updates_per_round),
         fmt::format("take at most {}, or add devices", devices)});
  if (s.concurrency && *s.concurrency > devices)
    findings.push_back(
        {"concurrency",
         fmt::format("{} of {} devices cannot work at once", *s.concurrency, devices),
         fmt::format("take at most {}, or add devices", devices)});
  if (s.mode == FederatedMode::semi_synchronous && at_work < s.updates_per_round)
    findings.push_back(
        {"concurrency",
         fmt::format("{} devices at work cannot send the {} updates of a round that waits for them",
                     at_work, s.updates_per_round),
         "let it be at least 'updates_per_round'"});
  if (s.least_updates > s.updates_per_round)
    findings.push_back({"least_updates",
                        fmt::format("a round has at most {} updates", s.updates_per_round),
                        "let it be at most 'updates_per_round'"});
  return findings;
}

Findings check_topology(const FederatedSpec& s) {
  Findings findings;
  const bool edges = s.topology == FederatedTopology::hierarchical;
  if (edges != s.edges.has_value())
    findings.push_back({"edges",
                        edges ? "a hierarchy needs its edge servers"
                              : "edge servers belong to the topology 'hierarchical'",
                        edges ? "give 'edges: {count: ..., device: ..., line: ...}'"
                              : "take them out, or set 'topology: hierarchical'"});
  if (s.topology == FederatedTopology::ring && s.mode != FederatedMode::synchronous)
    findings.push_back({"mode", "a ring passes on what all its devices have made",
                        "take 'synchronous', or the topology 'star'"});
  if (edges && s.mode != FederatedMode::synchronous)
    findings.push_back({"mode", "the servers of a hierarchy wait for the devices of their round",
                        "take 'synchronous', or the topology 'star'"});
  return findings;
}

}  // namespace

CarbonIntensity carbon_of(const ClientGridSpec& grid) {
  if (grid.year)
    for (const auto& one : grid.years)
      if (one.year == *grid.year) return one.carbon;
  return grid.carbon;
}

std::int64_t registered(const FederatedSpec& s) {
  return std::accumulate(
      s.clients.begin(), s.clients.end(), std::int64_t{0},
      [](std::int64_t sum, const ClientSpec& client) { return sum + client.count; });
}

std::int64_t concurrency_of(const FederatedSpec& s) {
  if (s.concurrency) return *s.concurrency;
  const double wanted = s.over_selection * static_cast<double>(s.updates_per_round);
  // 1.3 * 100 is a little more than 130 in binary, and no reason for one more device.
  return std::min(registered(s), static_cast<std::int64_t>(std::ceil(wanted - 1e-9 * wanted)));
}

void describe(config::Fields& f, AvailabilitySpec& a) {
  f.required("from", a.from, "Time of day from which the first device is there, such as 22 h.",
             time_of_day);
  f.required("until", a.until, "Time of day at which it leaves; may be the next day.", time_of_day);
  f.optional("spread", a.spread, "How much later the last device comes and leaves.", time_of_day);
  f.optional("time_zone", a.time_zone, "Its time ahead of UTC; may be negative.",
             {.least = -86400, .most = 86400});
}

void describe(config::Fields& f, ClientGridYearSpec& y) {
  f.required("year", y.year, "Calendar year.");
  f.required("carbon", y.carbon, "Mean greenhouse gas per electricity of that year.");
}

void describe(config::Fields& f, ClientGridSpec& g) {
  f.required("carbon", g.carbon, "Greenhouse gas emitted per electricity used.");
  f.optional("years", g.years, "The same by other years or sources.");
  f.optional("year", g.year, "One of 'years', to count instead of 'carbon'.");
  f.optional("water", g.water, "Water of its power stations, listed by an entry; not used here.");
}

void describe(config::Fields& f, ClientSpec& c) {
  f.required("name", c.name, "Name of the kind of clients.");
  f.required("count", c.count, "Number of such clients.", {.least = 1, .most = 1e9});
  f.required("device", c.device, "The device, such as devices/raspberry-pi-4.");
  f.required("line", c.line, "Its line, such as lines/fibre.");
  f.optional("route", c.route, "Way from the line to the server, such as [wan/exchange-point].");
  f.optional("shared_access", c.shared_access,
             "Rate each way that all of them share, as in one cell; no limit if not given.",
             positive);
  f.optional("grid", c.grid, "Grid of their country, such as grids/france: for carbon.");
  f.required("samples", c.samples, "Samples that a device holds, in the median.", {.least = 1});
  f.optional("samples_spread", c.samples_spread,
             "Standard deviation of the logarithm of the number of samples.", {.most = 5});
  f.optional("speed_spread", c.speed_spread,
             "Standard deviation of the logarithm of the speed in training.", {.most = 5});
  f.optional("available", c.available, "Hours in which devices can be asked; always if not given.");
}

void describe(config::Fields& f, FederatedServerSpec& s) {
  f.optional("nodes", s.nodes, "Nodes of the machine that collect and average.", {.least = 1});
  f.required("aggregation_work", s.aggregation_work, "Work to add one update to the average.");
  f.required("compute_rate", s.compute_rate,
             "Rate of arithmetic that all server nodes together reach in averaging.", positive);
  f.optional("uplink", s.uplink,
             "Rate each way between the server and all clients; no limit if not given.", positive);
}

void describe(config::Fields& f, EdgeServersSpec& e) {
  f.required("count", e.count, "Number of edge servers; each serves an equal share of clients.",
             {.least = 1});
  f.required("device", e.device, "The edge server, such as devices/raspberry-pi-4.");
  f.required("line", e.line, "Its line to the main server, such as lines/fibre.");
  f.optional("grid", e.grid, "Grid of its country, such as grids/france.");
}

void describe(config::Fields& f, SecureAggregationSpec& s) {
  f.required("group", s.group, "Clients that mask each other's updates.", {.least = 2});
  f.required("shares", s.shares,
             "Keys and shares of secrets that a client sends, and gets, for each of its group.");
  f.required("mask_rate", s.mask_rate, "Rate at which a client makes masks.", positive);
  f.required("server_mask_rate", s.server_mask_rate,
             "Rate at which the server makes the masks that it has to take out.", positive);
}

void describe(config::Fields& f, CentralTrainingSpec& c) {
  f.required("device", c.device, "What trains, such as devices/threadripper.");
  f.required("sample_size", c.sample_size, "Size of a sample on the network.");
  f.optional("pue", c.pue, "Energy of the facility over energy of the device.", {.least = 1});
  f.optional("grid", c.grid, "Grid of its country, such as grids/france.");
}

void describe(config::Fields& f, FederatedSpec& s) {
  f.required("clients", s.clients, "Kinds of clients that hold data.");
  f.required("parameters", s.parameters, "Parameters of the model.", {.least = 1});
  f.optional("parameter_size", s.parameter_size, "Size of one parameter on the network.", positive);
  f.optional("update_parameter_size", s.update_parameter_size,
             "Size of one parameter of an update; by default as in the model.", positive);
  f.optional("update_share", s.update_share,
             "Share of the parameters that an update has; each then comes with its index.",
             {.least = 0, .most = 1, .above_least = true});
  f.optional("local_epochs", s.local_epochs, "Passes over its samples that a device makes.",
             {.least = 1});
  f.required("work_per_sample", s.work_per_sample, "Work of one sample, forward and backward.");
  f.optional("mode", s.mode,
             "Whether rounds wait: for their updates and stop the late (synchronous), for enough "
             "updates while the late go on (semi-synchronous), or not at all: who is ready begins "
             "again at once (asynchronous).");
  f.optional("topology", s.topology, "Who sends to whom.");
  f.required("rounds", s.rounds, "Number of rounds: versions of the model.", {.least = 1});
  f.optional("longest", s.longest, "Time after which no further round begins.", positive);
  f.required("updates_per_round", s.updates_per_round, "Updates that a round averages.",
             {.least = 1});
  f.optional("least_updates", s.least_updates, "A round with fewer updates has failed.",
             {.least = 1});
  f.optional("over_selection", s.over_selection,
             "Devices selected for each update wanted; the slowest are not waited for.",
             {.least = 1});
  f.optional("concurrency", s.concurrency,
             "Devices that work at once; by default updates_per_round times over_selection.",
             {.least = 1});
  f.optional("deadline", s.deadline,
             "Longest time that a round collects updates; where rounds overlap, that a device "
             "works. Without it the server waits.",
             positive);
  f.optional("most_staleness", s.most_staleness,
             "Updates of a model that is more versions old are thrown away.");
  f.optional("dropout_probability", s.dropout_probability,
             "Probability that a selected device leaves at some moment of its work.",
             {.least = 0, .most = 1});
  f.optional("retry", s.retry, "Time until the server asks again when no device was available.",
             positive);
  f.optional("line_share", s.line_share,
             "Share of the standing power of lines that counts while their devices take part. 0: "
             "only the energy that data adds.",
             {.least = 0, .most = 1});
  f.required("server", s.server, "What collects and averages the updates.");
  f.optional("edges", s.edges, "Servers between clients and the main one, in a hierarchy.");
  f.optional("secure_aggregation", s.secure_aggregation,
             "Masks that hide each update from the server.");
  f.optional("central", s.central, "The same work done in one place, beside it.");
}

std::vector<Finding> check(const FederatedSpec& s) {
  Findings findings = check_numbers(s);
  for (const auto& one : check_topology(s)) findings.push_back(one);
  for (std::size_t i = 0; i < s.clients.size(); ++i)
    add_below(fmt::format("clients[{}]", i), check_client(s.clients[i]), findings);
  if (s.edges) add_below("edges", check_grid(s.edges->grid), findings);
  if (s.central) add_below("central", check_grid(s.central->grid), findings);
  if (s.clients.empty())
    findings.push_back({"clients", "there are no clients", "give at least one kind"});
  return findings;
}

}  // namespace icekeel::workloads
