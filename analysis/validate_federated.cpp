// SPDX-License-Identifier: Apache-2.0
#include "analysis/validate_federated.h"

#include <fmt/format.h>

#include "simulator/config/document.h"
#include "simulator/config/reader.h"

namespace icekeel::analysis {
namespace {

using workloads::FederatedSpec;

ScoreRow ratio_row(const FederatedRatioSpec& spec) {
  const auto& federated = *spec.job.federated;
  const bool half = spec.measure == FederatedMeasure::half_threshold;
  ScoreRow row;
  row.group = "Ratios of energy";
  row.name =
      half ? "rounds that wait for all, over those that wait for half" : "32 bits over 8 bits";
  row.quantity = "energy ratio";
  row.unit = "1";
  row.scope = "devices, for each update";
  row.tier = "rounded";
  row.published = spec.published;
  row.ours = half ? saved_by_half(federated) : saved_by_eight_bits(federated, spec.transfer_share);
  row.tolerance = spec.tolerance;
  row.note = spec.note;
  if (!half) row.standing = Standing::circular;
  return row;
}

std::vector<ScoreRow> share_rows(const FederatedSharesSpec& spec) {
  const ShareSpans spans = energy_shares(spec);
  std::vector<ScoreRow> rows;
  for (std::size_t i = 0; i < share_names.size(); ++i) {
    ScoreRow row;
    row.group = "Shares of energy";
    row.name = fmt::format("{}: {}", spec.name, share_names[i]);
    row.quantity = "share";
    row.unit = "%";
    row.scope = "devices, networks, servers";
    row.tier = "measured";
    row.published = 50.0 * (spec.published[i].low + spec.published[i].high);
    row.ours = 100.0 * spans.mid[i];
    row.assumed = fmt::format("model, line and device; over their ranges {:.2g} to {:.2g} %",
                              100.0 * spans.low[i], 100.0 * spans.high[i]);
    const bool inside =
        spans.low[i] <= spec.published[i].low && spec.published[i].high <= spans.high[i];
    row.note =
        fmt::format("the published {:g} to {:g} % is {} the range", 100.0 * spec.published[i].low,
                    100.0 * spec.published[i].high, inside ? "inside" : "outside");
    rows.push_back(std::move(row));
  }
  return rows;
}

Energy transfers(const workloads::DeviceEnergy& energy) {
  return energy.download + energy.upload;
}

workloads::DeviceEnergy energy_of_a_round(const FederatedSpec& spec) {
  workloads::FederatedRounds rounds(spec, random_stream(1, "round"));
  return rounds.next().energy;
}

}  // namespace

void describe(config::Fields& f, FederatedRatioSpec& s) {
  f.required("job", s.job, "The federated job.");
  f.required("measure", s.measure, "What is varied.");
  f.optional("transfer_share", s.transfer_share, "Share of transfers before.", {.most = 1});
  f.required("published", s.published, "The published ratio.");
  f.required("tolerance", s.tolerance, "Of the relative error.");
  f.optional("note", s.note, "What the comparison leaves open.");
}

FederatedCases federated_cases(const config::Catalogue& catalogue,
                               config::Diagnostics& diagnostics) {
  FederatedCases cases{federated_shares(catalogue, diagnostics), {}};
  for (const auto& name : catalogue.names(FederatedRatioSpec::catalogue_kind)) {
    auto root = config::load_document(*catalogue.find(FederatedRatioSpec::catalogue_kind, name),
                                      diagnostics);
    if (!root) continue;
    config::Reader reader(std::move(*root), name, catalogue, diagnostics);
    cases.ratios.emplace_back().name = name;
    reader.read(cases.ratios.back());
  }
  return cases;
}

double saved_by_half(const FederatedSpec& all) {
  FederatedSpec half = all;
  half.updates_per_round = all.updates_per_round / 2;
  half.rounds = 2 * all.rounds;  // the same number of updates
  const auto waiting = devices_of(all), threshold = devices_of(half);
  return (waiting.energy / threshold.energy) * (threshold.updates / waiting.updates);
}

double saved_by_eight_bits(FederatedSpec s, double share) {
  for (auto& client : s.clients) {
    client.device.idle_power = {};
    client.line.latency = {};
    client.speed_spread = client.samples_spread = 0.0;
  }
  s.dropout_probability = 0.0;
  s.over_selection = 1.0;
  const auto before = energy_of_a_round(s);
  s.work_per_sample *= transfers(before) / before.compute * (1.0 - share) / share;
  const Energy wide = energy_of_a_round(s).total();
  s.parameter_size = Information::si(8.0);
  return wide / energy_of_a_round(s).total();
}

Scoreboard federated_scoreboard(const FederatedCases& cases) {
  Scoreboard board;
  board.name = "federated";
  board.title = "Federated learning: published shares and ratios against simulated rounds.";
  board.ours_label = "simulated";
  board.remarks = {
      "Inputs of the shares are in the catalogue (federated-shares) and were written down before "
      "anything was computed. What is not published of the setting has a wide range, so the shares "
      "have one too; the value beside the published one is that of the mid inputs."};
  for (const auto& spec : cases.shares)
    for (auto& row : share_rows(spec)) board.rows.push_back(std::move(row));
  for (const auto& spec : cases.ratios) board.rows.push_back(ratio_row(spec));
  return board;
}

}  // namespace icekeel::analysis
