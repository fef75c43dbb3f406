// SPDX-License-Identifier: Apache-2.0
#include "analysis/adaptation.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/estimate_output.h"
#include "analysis/text_format.h"
#include "simulator/base/units.h"
#include "workloads/memory.h"

namespace icekeel::analysis {
namespace {

EstimateCase in_way(EstimateCase asked, AdaptationWay way) {
  if (way == AdaptationWay::full) {
    asked.lora_rank = 0;
    asked.lora_targets.reset();
  }
  if (way != AdaptationWay::qlora) asked.frozen_weights.clear();
  return asked;
}

std::string share_text(const std::optional<double>& share) {
  return share ? fmt::format("{:.0f} %", 100 * *share) : "";
}

std::string energy_text(const Estimate& e) {
  return e.it_energy ? number_text(e.it_energy->in(units::kilowatt_hour)) : "";
}

std::string line(const MachineAdaptations& machine, const Adaptation& made) {
  const Estimate& e = *made.answer.outcome.estimate;
  const bool full = made.way == AdaptationWay::full;
  const auto share = machine.share_of_full(made.way);
  const auto memory = fmt::format("{} of {}", number_text(e.plan.memory_per_gpu / units::gigabyte),
                                  number_text(e.gpu_memory / units::gigabyte));
  std::string shares = share && !full ? right(share_text(share->state), 10) : "";
  if (share && !full && share->time)
    shares += right(share_text(share->time), 8) + right(share_text(share->energy), 8);
  return fmt::format("{}{}{}{}{}{}{}\n", left(full ? cut(made.answer.name, 24) : "", 26),
                     left(std::string(name(made.way)) + (made.fits() ? "" : " *"), 9),
                     right(number_text(made.state() / units::gigabyte), 10), right(memory, 18),
                     right(e.wall_time ? duration_text(*e.wall_time) : "", 12),
                     right(energy_text(e), 11), shares);
}

}  // namespace

std::string_view name(AdaptationWay way) {
  static constexpr std::array<std::string_view, all_ways.size()> names{"full", "lora", "qlora"};
  return names[static_cast<std::size_t>(way)];
}

Information Adaptation::state() const {
  workloads::TrainingSpec copy = answer.outcome.estimate->training;
  copy.layout = {};
  const auto use = workloads::memory_use(copy);
  return use.weights + use.gradients + use.optimizer;
}

std::optional<ShareOfFull> MachineAdaptations::share_of_full(AdaptationWay way) const {
  const Adaptation& full = ways.front();
  const Adaptation& made = ways[static_cast<std::size_t>(way)];
  const auto &all = full.answer.outcome.estimate, &few = made.answer.outcome.estimate;
  if (!all || !few) return std::nullopt;
  ShareOfFull share{.state = made.state() / full.state()};
  if (!full.fits() || !made.fits()) return share;
  if (all->wall_time && few->wall_time) share.time = *few->wall_time / *all->wall_time;
  if (all->it_energy && few->it_energy) share.energy = *few->it_energy / *all->it_energy;
  return share;
}

EstimateCase adaptation_case(EstimateCase asked) {
  constexpr std::int64_t usual_rank = 16, usual_batch = 16, usual_length = 512;
  constexpr std::int64_t usual_tokens = 10'000'000;  // some 20,000 examples of this length
  if (asked.lora_rank.value_or(0) == 0) asked.lora_rank = usual_rank;
  if (asked.frozen_weights.empty()) asked.frozen_weights = "nf4";
  if (asked.job.empty()) {
    if (!asked.global_batch) asked.global_batch = usual_batch;
    if (!asked.sequence_length) asked.sequence_length = usual_length;
    if (!asked.tokens) asked.tokens = usual_tokens;
  }
  return asked;
}

std::vector<MachineAdaptations> adaptations(Estimator& estimator, const EstimateCase& asked,
                                            std::string_view machines) {
  const EstimateCase usual = adaptation_case(asked);
  std::vector<MachineAdaptations> all;
  for (const AdaptationWay way : all_ways) {
    auto answers = time_to_train(estimator, in_way(usual, way), machines);
    all.resize(answers.size());
    for (std::size_t i = 0; i < answers.size(); ++i)
      all[i].ways[static_cast<std::size_t>(way)] = {way, std::move(answers[i])};
  }
  return all;
}

std::vector<config::Finding> problems_of(const std::vector<MachineAdaptations>& machines) {
  std::vector<config::Finding> problems;
  for (const auto& machine : machines)
    for (const auto& made : machine.ways) {
      if (made.answer.outcome.estimate) continue;
      for (const auto& problem : made.answer.outcome.problems) {
        if (problem.path == "lora_rank") return {problem};
        const auto same = [&](const auto& known) {
          return known.path == problem.path && known.message == problem.message;
        };
        if (std::ranges::none_of(problems, same)) problems.push_back(problem);
      }
    }
  return problems;
}

nlohmann::ordered_json to_json(const std::vector<MachineAdaptations>& machines) {
  auto list = nlohmann::ordered_json::array();
  const auto number = [](const std::optional<double>& value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
  };
  for (const auto& machine : machines)
    for (const auto& made : machine.ways) {
      auto json = to_json(made.answer.outcome, made.answer.machine);
      const auto share = machine.share_of_full(made.way);
      json["machine"] = made.answer.machine;
      json["way"] = name(made.way);
      json["fits"] = made.fits();
      json["lacking"] = made.answer.lacking;
      json["state_GB"] =
          made.answer.outcome.estimate ? number(made.state() / units::gigabyte) : number({});
      json["state_of_full"] = share ? number(share->state) : number({});
      json["time_of_full"] = share ? number(share->time) : number({});
      json["energy_of_full"] = share ? number(share->energy) : number({});
      list.push_back(std::move(json));
    }
  return list;
}

std::string to_text(const std::vector<MachineAdaptations>& machines) {
  std::string text =
      fmt::format("{}{}{}{}{}{}{}{}{}\n", left("machine", 26), left("way", 9),
                  right("state GB", 10), right("GB a chip", 18), right("time", 12),
                  right("kWh", 11), right("of full:", 10), right("time", 8), right("kWh", 8));
  std::string notes;
  for (const auto& machine : machines)
    for (const auto& made : machine.ways) {
      if (!made.answer.outcome.estimate) continue;
      text += line(machine, made);
      if (!made.answer.lacking.empty())
        notes +=
            fmt::format("* {}, {}: {}\n", made.answer.name, name(made.way), made.answer.lacking);
    }
  if (!notes.empty()) notes += "  their times are those of the arithmetic, as if it fitted\n";
  text +=
      "state: weights, gradients and optimizer of one copy; a chip holds its share, activations, "
      "reserve\n";
  return text + notes;
}

}  // namespace icekeel::analysis
