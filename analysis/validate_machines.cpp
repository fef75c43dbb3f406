// SPDX-License-Identifier: Apache-2.0
#include "analysis/validate_machines.h"

#include <fmt/format.h>

#include "simulator/base/text.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

// Stated before the first comparison.
constexpr double power_tolerance = 0.12;
constexpr double rate_tolerance = 0.15;

struct Predicted {
  const Machine& machine;
  const platforms::ListedRun& run;
  RunAnswer answer;
  bool fitted;
  std::string partners;
};

ScoreRow row_of(const Predicted& p, std::string group, std::string quantity, std::string unit) {
  ScoreRow row;
  row.group = std::move(group);
  row.name = fmt::format("{}, {}", p.machine.spec.name, p.run.list);
  row.quantity = std::move(quantity);
  row.unit = std::move(unit);
  row.scope = fmt::format("{} nodes of {}", p.run.nodes, p.machine.node.chip.name);
  row.tier = "measured";
  row.source = fmt::format("TOP500, {}", p.run.list);
  row.assumed = p.fitted ? "" : fmt::format("chip from {}", p.partners);
  row.note = p.run.remark;
  const bool development = p.run.use == platforms::RunUse::development;
  row.standing = p.fitted || development ? Standing::calibration : Standing::scored;
  if (p.fitted)
    row.note += row.note.empty() ? "fitted: alone with its chip" : "; fitted: alone with its chip";
  return row;
}

ScoreRow power_row(const Predicted& p) {
  ScoreRow row = row_of(p, "HPL power", "mean power", "MW");
  row.published = p.run.power->in(units::megawatt);
  row.ours = p.answer.total().in(units::megawatt);
  row.tolerance = power_tolerance;
  return row;
}

ScoreRow rate_row(const Predicted& p) {
  ScoreRow row = row_of(p, "HPL rate", "Rmax", "Pflop/s");
  row.published = p.run.rate.si() / 1e15;
  row.ours = p.answer.plan.rate.si() / 1e15;
  row.tolerance = rate_tolerance;
  row.note.clear();
  return row;
}

// The ratio of the two rows above.
ScoreRow gauge_row(const Predicted& p) {
  ScoreRow row = row_of(p, "Power of an exaflop", "power over Rmax, limit 20", "MW");
  row.published = p.run.power->in(units::megawatt) / (p.run.rate.si() / 1e18);
  row.ours = p.answer.per_exaflop().in(units::megawatt);
  row.standing = Standing::other_scope;
  row.assumed.clear();
  row.note.clear();
  return row;
}

std::vector<Predicted> predicted(const std::vector<Machine>& machines) {
  std::vector<Predicted> all;
  for (const Machine& machine : machines) {
    const auto others = of_others(machine, machines);
    const auto partners = joined(other_machines(machine, machines), ", ");
    for (const auto& run : machine.spec.listed) {
      if (!others && !run.power) continue;
      all.push_back({machine, run, work_out(machine, run, others ? *others : fitted(machine, run)),
                     !others, partners});
    }
  }
  return all;
}

}  // namespace

Scoreboard machines_scoreboard(const std::vector<Machine>& machines) {
  Scoreboard board;
  board.name = "machines";
  board.title = "Listed runs of Linpack against machines put together from their parts.";
  board.ours_label = "predicted";
  board.remarks = {
      "Nodes, processors, adapters, supplies, switches and pumps are those of the catalogue. What "
      "Linpack reaches of a chip and what the chip draws meanwhile is the mean of all other "
      "machines "
      "with that chip, worked back from their lists (leave one out); a machine that is alone with "
      "its chip is fitted to itself and not scored. Runs of the development set chose the "
      "constants "
      "of catalogue linpack/standard and are shown, not scored.",
      "The lists do not print what their power counts. Level 1 of the measurement rules takes part "
      "of the nodes over the core phase, level 2 adds the network, level 3 measures everything "
      "that "
      "took part. Here it is nodes, switches and the pumps of cooling distribution units that hang "
      "on the same rows; no storage, no plant."};
  const auto all = predicted(machines);
  for (const Predicted& p : all)
    if (p.run.power) board.rows.push_back(power_row(p));
  for (const Predicted& p : all) board.rows.push_back(rate_row(p));
  for (const Predicted& p : all)
    if (p.run.power) board.rows.push_back(gauge_row(p));
  return board;
}

}  // namespace icekeel::analysis
