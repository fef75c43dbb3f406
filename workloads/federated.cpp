// SPDX-License-Identifier: Apache-2.0
#include "workloads/federated.h"

#include <fmt/format.h>

#include <numeric>

namespace icekeel::workloads {
namespace {

constexpr config::Limits positive{.least = 0, .above_least = true};

}  // namespace

void describe(config::Fields& f, ClientSpec& c) {
  f.required("name", c.name, "Name of the kind of device.");
  f.required("count", c.count, "Number of such devices.", {.least = 1});
  f.required("compute_rate", c.compute_rate, "Rate of arithmetic a device reaches in training.",
             positive);
  f.required("idle_power", c.idle_power, "Power of a device while it waits.");
  f.required("training_power", c.training_power, "Power of a device while it trains.");
  f.required("receiving_power", c.receiving_power, "Power of a device while it downloads.");
  f.required("sending_power", c.sending_power, "Power of a device while it uploads.");
  f.required("download", c.download, "Rate at which a device downloads.", positive);
  f.required("upload", c.upload, "Rate at which a device uploads.", positive);
  f.optional("latency", c.latency, "Time of a message to or from the server, without its bytes.");
  f.required("samples", c.samples, "Samples that each device holds.", {.least = 1});
}

void describe(config::Fields& f, FederatedServerSpec& s) {
  f.optional("nodes", s.nodes, "Nodes of the machine that collect and average.", {.least = 1});
  f.required("aggregation_work", s.aggregation_work, "Work to add one update to the average.");
  f.required("compute_rate", s.compute_rate,
             "Rate of arithmetic that all server nodes together reach in averaging.", positive);
}

void describe(config::Fields& f, FederatedSpec& s) {
  f.required("clients", s.clients, "Kinds of devices that hold data.");
  f.required("parameters", s.parameters, "Parameters of the model.", {.least = 1});
  f.optional("parameter_size", s.parameter_size, "Size of one parameter on the network.", positive);
  f.optional("local_epochs", s.local_epochs, "Passes over its samples that a device makes.",
             {.least = 1});
  f.required("work_per_sample", s.work_per_sample, "Work of one sample, forward and backward.");
  f.required("rounds", s.rounds, "Number of rounds.", {.least = 1});
  f.required("updates_per_round", s.updates_per_round, "Updates that a round averages.",
             {.least = 1});
  f.optional("over_selection", s.over_selection,
             "Devices selected for each update wanted; the slowest are not waited for.",
             {.least = 1});
  f.optional("deadline", s.deadline,
             "Longest time that a round collects updates; without it the round waits.", positive);
  f.optional("dropout_probability", s.dropout_probability,
             "Probability that a selected device leaves at some moment of its work.",
             {.least = 0, .most = 1});
  f.required("server", s.server, "What collects and averages the updates.");
}

std::vector<config::Finding> check(const FederatedSpec& s) {
  std::vector<config::Finding> findings;
  const std::int64_t devices = std::accumulate(
      s.clients.begin(), s.clients.end(), std::int64_t{0},
      [](std::int64_t sum, const ClientSpec& client) { return sum + client.count; });
  if (s.updates_per_round > devices)
    findings.push_back(
        {"updates_per_round",
         fmt::format("{} devices cannot send {} updates in a round", devices, s.updates_per_round),
         fmt::format("take at most {}, or add devices", devices)});
  for (std::size_t i = 0; i < s.clients.size(); ++i)
    if (s.clients[i].training_power < s.clients[i].idle_power)
      findings.push_back({fmt::format("clients[{}].training_power", i),
                          fmt::format("'{}' draws less power in training ({:.3g} W) than idle "
                                      "({:.3g} W)",
                                      s.clients[i].name, s.clients[i].training_power.si(),
                                      s.clients[i].idle_power.si()),
                          "give the power of the whole device in both states"});
  return findings;
}

}  // namespace icekeel::workloads
