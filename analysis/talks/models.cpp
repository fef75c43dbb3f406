// SPDX-License-Identifier: Apache-2.0
// Lines on training models, fitting and using them.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "analysis/adaptation.h"
#include "analysis/compression.h"
#include "analysis/talks/answers.h"
#include "analysis/talks/asked.h"
#include "analysis/time_to_train.h"
#include "analysis/validate.h"
#include "simulator/base/units.h"

namespace icekeel::talks {
namespace {

constexpr auto mebibyte = 1048576.0 * units::byte;

Duration gpu_time(const analysis::Estimate& training) {
  if (!training.gpu_time) throw CannotAnswer("the training has no end");
  return *training.gpu_time;
}

// L5: how many cards a training needs to end in a month.
Figures cards_for_a_training(const Asked& asked) {
  Figures figures;
  for (const auto& model : asked.entries("models")) {
    const auto time =
        gpu_time(estimated({.node = asked.entry("node"),
                            .nodes = static_cast<std::int64_t>(asked.input("nodes")),
                            .tokens = static_cast<std::int64_t>(asked.input(model + " tokens")),
                            .model = model,
                            .search = true},
                           asked.catalogue));
    figures.push_back({model + " on one card", "years", time / year});
    figures.push_back(
        {"cards for " + model + " in a month", "cards", time / (asked.input("days") * units::day)});
  }
  return figures;
}

// L6: a model in every format.
Figures formats_of_a_model(const Asked& asked) {
  Figures figures;
  Information widest;
  for (const auto& format : asked.entries("formats")) {
    const auto found =
        inferred({.model = asked.entry("model"), .node = asked.entry("node"), .weights = format},
                 asked.catalogue);
    widest = std::max(widest, found.weights);
    figures.push_back({"memory, " + format, "GB", found.weights.in(units::gigabyte)});
    figures.push_back({"answers, " + format, "tokens/s", found.tokens_per_second});
    figures.push_back({"energy, " + format, "J/token", found.energy_per_token.si()});
    figures.push_back({"memory over the widest, " + format, "1", found.weights / widest});
  }
  return figures;
}

// L7: hours of all cards as years of one, and what the models are predicted to take.
Figures hours_as_years(const Asked& asked) {
  const Duration said = asked.input("gpu_hours") * units::hour;
  Duration predicted;
  for (const auto& model : asked.entries("models"))
    predicted +=
        gpu_time(estimated({.global_batch = 2048,
                            .flash_attention = true,
                            .node = asked.entry("node"),
                            .nodes = static_cast<std::int64_t>(asked.input("nodes")),
                            .tokens = static_cast<std::int64_t>(asked.input(model + " tokens")),
                            .model = model,
                            .search = true},
                           asked.catalogue));
  return {{"years of one card", "years", said / year},
          {"days of one card", "days", said / units::day},
          {"the four models, predicted", "million GPU-hours", predicted / units::hour / 1e6}};
}

// A model adapted in every way on machines of one entry.
std::vector<analysis::MachineAdaptations> adapted(const Asked& asked, const std::string& machines) {
  analysis::Estimator estimator(asked.catalogue);
  auto found = analysis::adaptations(
      estimator, analysis::adaptation_case({.model = asked.entry("adapted")}), machines);
  const auto problems = analysis::problems_of(found);
  if (!problems.empty()) throw CannotAnswer(problems.front().message);
  return found;
}

// L8: one answer on a laptop and on a server of others.
Figures a_simple_request(const Asked& asked) {
  Figures figures;
  for (const auto& node : asked.entries("nodes")) {
    const auto found =
        inferred({.model = asked.entry("model"), .node = node, .weights = asked.entry("format")},
                 asked.catalogue);
    figures.push_back(
        {"an answer on " + node, "Wh", 1000 * found.energy_per_request.in(units::kilowatt_hour)});
  }
  for (const auto& machine : adapted(asked, asked.entry("machines")))
    for (const auto& one : machine.ways) {
      if (one.way == analysis::AdaptationWay::full || !one.fits()) continue;
      const auto& training = *one.answer.outcome.estimate;
      const auto what = fmt::format("{} on {}", analysis::name(one.way), one.answer.name);
      figures.push_back({"time of " + what, "h", *training.wall_time / units::hour});
      figures.push_back(
          {"energy of " + what, "kWh", training.facility_energy->in(units::kilowatt_hour)});
    }
  return figures;
}

// J1: prices and powers, and the same training on each.
Figures kinds_of_chips(const Asked& asked) {
  const auto processor = part<platforms::ChipSpec>(asked, "processor");
  const auto card = part<platforms::ChipSpec>(asked, "card");
  const auto tensor = part<platforms::ChipSpec>(asked, "tensor");
  if (!processor.price || !card.price || !tensor.rent) throw CannotAnswer("a price is missing");
  Figures figures{{"processor", "EUR", processor.price->si()},
                  {"power of the processor", "W", processor.tdp.si()},
                  {"card", "EUR", card.price->si()},
                  {"power of the card", "W", card.tdp.si()},
                  {"tensor processor", "EUR/h", tensor.rent->si() * units::hour.si()},
                  {"power of the tensor processor", "W", tensor.tdp.si()}};
  analysis::Estimator estimator(asked.catalogue);
  const auto answers = analysis::time_to_train(
      estimator,
      {.tokens = static_cast<std::int64_t>(asked.input("images")), .model = asked.entry("model")},
      asked.entry("machines"));
  for (const auto& one : answers) {
    if (!one.outcome.estimate || !one.outcome.estimate->wall_time)
      throw CannotAnswer(one.machine + " has no time");
    figures.push_back(
        {"the same training on " + one.name, "h", *one.outcome.estimate->wall_time / units::hour});
  }
  return figures;
}

// J2: the hours of the steps that are named, and of all steps of the card.
Figures hours_of_steps(const Asked& asked) {
  const auto paper = part<analysis::PublishedSpec>(asked, "published");
  Figures figures{{"parameters", "millions",
                   estimated({.job = asked.entry("job")}, asked.catalogue).parameters / 1e6}};
  for (const auto& prediction : paper.predictions)
    figures.push_back({prediction.name, "thousand GPU-hours",
                       analysis::prediction_row(paper, prediction).ours / 1e3});
  return figures;
}

// B6: what narrower weights save in answering.
Figures savings(const Asked& asked) {
  const auto with = [&](const std::string& format) {
    return inferred({.model = asked.entry("model"), .node = asked.entry("node"), .weights = format},
                    asked.catalogue);
  };
  const auto wide = with("fp16"), narrow = with("fp8");
  const auto machine = adapted(asked, asked.entry("node")).front();
  const auto of_full = [&](analysis::AdaptationWay way) {
    const auto share = machine.share_of_full(way);
    if (!share) throw CannotAnswer("no share of full fine-tuning");
    return *share;
  };
  return {
      {"energy saved by 8 bits", "%", 100 * (1 - narrow.energy_per_token / wide.energy_per_token)},
      {"memory saved by 8 bits", "%", 100 * (1 - narrow.weights / wide.weights)},
      {"memory saved by LoRA", "%", 100 * (1 - of_full(analysis::AdaptationWay::lora).state)},
      {"memory saved by QLoRA", "%", 100 * (1 - of_full(analysis::AdaptationWay::qlora).state)},
      {"time saved by LoRA", "%",
       100 * (1 - of_full(analysis::AdaptationWay::lora).time.value_or(1.0))}};
}

// B10: hours and energy of every program.
Figures compressing(const Asked& asked) {
  Figures figures;
  for (const auto& name : asked.entries("compressors")) {
    const auto found = analysis::compress(named<analysis::CompressorSpec>(name, asked.catalogue),
                                          analysis::enwik9);
    const auto& energy = found.energy;
    const auto saved = found.per_byte_saved();
    figures.push_back({"enwik9 by " + name, "h", found.time / units::hour});
    figures.push_back({"energy of " + name, "kWh", energy.mid.in(units::kilowatt_hour),
                       energy.low.in(units::kilowatt_hour), energy.high.in(units::kilowatt_hour)});
    figures.push_back({"energy of a byte less, " + name, "J", saved.mid, saved.low, saved.high});
  }
  return figures;
}

// B11: what a model takes on a laptop.
Figures memory_of_a_model(const Asked& asked) {
  const double tokens = asked.input("context");
  const auto found = inferred(
      {.model = asked.entry("model"),
       .node = asked.entry("node"),
       .weights = asked.entry("format"),
       .request = {static_cast<std::int64_t>(tokens) / 2, static_cast<std::int64_t>(tokens) / 2},
       .batch = 1,
       .cache_bits = 32},
      asked.catalogue);
  const Information cache = tokens * found.cache_per_token;
  return {{"weights", "MiB", found.weights / mebibyte},
          {"keys and values", "MiB", cache / mebibyte},
          {"both", "MiB", (found.weights + cache) / mebibyte},
          {"answers", "tokens/s", 1.0 / found.token_time_alone.si()}};
}

}  // namespace

std::span<const NamedAnswer> answers_of_models() {
  static constexpr std::array all{NamedAnswer{"L5", cards_for_a_training},
                                  NamedAnswer{"L6", formats_of_a_model},
                                  NamedAnswer{"L7", hours_as_years},
                                  NamedAnswer{"L8", a_simple_request},
                                  NamedAnswer{"J1", kinds_of_chips},
                                  NamedAnswer{"J2", hours_of_steps},
                                  NamedAnswer{"B6", savings},
                                  NamedAnswer{"B10", compressing},
                                  NamedAnswer{"B11", memory_of_a_model}};
  return all;
}

}  // namespace icekeel::talks
