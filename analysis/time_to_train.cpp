// SPDX-License-Identifier: Apache-2.0
#include "analysis/time_to_train.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/text_format.h"
#include "simulator/base/units.h"
#include "simulator/config/units_text.h"

namespace icekeel::analysis {
namespace {

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> words;
  while (true) {
    const auto comma = list.find(',');
    std::string_view word = list.substr(0, comma);
    while (word.starts_with(' ')) word.remove_prefix(1);
    while (word.ends_with(' ')) word.remove_suffix(1);
    words.emplace_back(word);
    if (comma == std::string_view::npos) return words;
    list.remove_prefix(comma + 1);
  }
}

// Sets the machine into the case; what is wrong with its name otherwise.
void put_on(const std::string& word, Estimator& estimator, EstimateCase& asked,
            MachineAnswer& answer) {
  const auto star = word.find('*');
  const std::string name = word.substr(0, star);
  const auto machine = estimator.machine(name, answer.outcome.problems);
  if (!machine) return;
  asked.node = machine->node;
  asked.nodes = machine->nodes;
  answer.name = machine->name.empty() ? name : machine->name;
  if (star == std::string::npos) return;
  const auto count = config::parse_count(word.substr(star + 1));
  if (count && *count >= 1 && *count <= 1'000'000) {
    asked.nodes = *count * machine->nodes;
    answer.name = fmt::format("{} x {}", *count, answer.name);
  } else {
    answer.outcome.problems.push_back(
        {"on", fmt::format("'{}' is not a number of machines", word.substr(star + 1)),
         "write it as dgx-h100*4"});
  }
}

// One GPU a copy and everything computed again: what needs least memory of the plain layouts.
EstimateCase regardless_of_memory(EstimateCase asked, std::int64_t gpus, std::int64_t batch) {
  asked.search = false;
  asked.tensor_parallel = asked.pipeline_parallel = asked.micro_batch = 1;
  asked.context_parallel = asked.expert_parallel = 1;
  asked.recompute = workloads::Recompute::full;
  std::int64_t copies = std::min(gpus, batch);
  while (batch % copies != 0) --copies;
  asked.data_parallel = copies;
  asked.zero_stage = copies > 1 ? 3 : 0;
  return asked;
}

std::string time_text(const Estimate& e) {
  constexpr double days_a_year = 365.25;
  if (!e.wall_time) return {};
  const double days = e.wall_time->in(units::day);
  return days > 2 * days_a_year ? fmt::format("{} years", number_text(days / days_a_year))
                                : duration_text(*e.wall_time);
}

std::string money_text(const std::optional<Money>& money) {
  return money ? number_text(money->si()) : "";
}

}  // namespace

std::vector<MachineAnswer> time_to_train(Estimator& estimator, const EstimateCase& asked,
                                         std::string_view machines) {
  std::vector<MachineAnswer> answers;
  for (const std::string& word : split(machines)) {
    MachineAnswer& answer = answers.emplace_back();
    answer.machine = answer.name = word;
    EstimateCase here = asked;
    here.search = true;
    here.name = word;
    put_on(word, estimator, here, answer);
    if (!answer.outcome.problems.empty()) continue;
    answer.outcome = estimator.estimate(here);
    const auto& needs = answer.outcome.lacking;
    if (!needs) continue;
    answer.lacking = needs->message;
    const auto anyway =
        estimator.estimate(regardless_of_memory(here, needs->gpus, needs->global_batch));
    if (anyway.estimate) answer.outcome = anyway;
  }
  return answers;
}

std::string to_text(const std::vector<MachineAnswer>& answers) {
  std::string text = fmt::format("{}{}{}{}{}{}{}\n", left("machine", 28), right("GPUs", 8),
                                 right("time", 14), right("GPU-hours", 14), right("MWh", 12),
                                 right("chips EUR", 13), right("rent EUR", 12));
  std::string notes;
  for (const MachineAnswer& answer : answers) {
    if (!answer.outcome.estimate) continue;
    const Estimate& e = *answer.outcome.estimate;
    const auto hours = e.gpu_time ? number_text(e.gpu_time->in(units::hour)) : "";
    const auto energy = e.it_energy ? number_text(e.it_energy->in(units::megawatt_hour)) : "";
    text += fmt::format(
        "{}{}{}{}{}{}{}\n", left(cut(answer.name, 26) + (answer.lacking.empty() ? "" : " *"), 28),
        right(std::to_string(e.plan.gpus), 8), right(time_text(e), 14), right(hours, 14),
        right(energy, 12), right(money_text(e.chips_price), 13), right(money_text(e.rent), 12));
    if (!answer.lacking.empty())
      notes += fmt::format("* {}: {}; the time is that of the arithmetic\n", answer.name,
                           answer.lacking);
  }
  return text + notes;
}

}  // namespace icekeel::analysis
