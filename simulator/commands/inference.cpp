// SPDX-License-Identifier: Apache-2.0
#include "analysis/inference.h"

#include <fmt/format.h>

#include <charconv>
#include <iostream>
#include <limits>
#include <utility>

#include "analysis/inference_output.h"
#include "simulator/base/units.h"
#include "simulator/commands/estimate_parts.h"

namespace icekeel::commands {
namespace {

template <class Number>
bool read(const std::string& name, const std::string& text, Number least, Number most,
          std::optional<Number>& value) {
  if (text.empty()) return true;
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size() && number >= least &&
      number <= most) {
    value = number;
    return true;
  }
  complain_of({name, fmt::format("'{}' is no number from {} to {}", text, least, most),
               fmt::format("give a number, as {} {}", option_of(name), least)});
  return false;
}

template <class Outcome>
int print(const Outcome& outcome, const std::string& format) {
  for (const auto& problem : outcome.problems) complain_of(problem);
  if (!outcome.inference) return bad_input;
  if (format == "json")
    std::cout << analysis::to_json(*outcome.inference).dump(2) << "\n";
  else
    std::cout << analysis::to_text(*outcome.inference);
  return done;
}

}  // namespace

int infer(const EstimateCommand& command, const InferenceCommand& asked) {
  if (refuse_foreign(command, {"model", "node", "tensor_parallel", "country", "pue"},
                     "--inference"))
    return bad_input;
  analysis::InferenceCase given;
  const auto text_of = [&](const char* name) { return command.settings.at(name); };
  constexpr std::int64_t many = 10'000'000;
  std::optional<std::int64_t> prompt, answer;
  bool good = read<std::int64_t>("prompt", asked.prompt, 1, many, prompt);
  good &= read<std::int64_t>("answer", asked.answer, 1, many, answer);
  good &= read<std::int64_t>("batch", asked.batch, 1, many, given.batch);
  good &= read<std::int64_t>("cache_bits", asked.cache_bits, 1, 64, given.cache_bits);
  good &= read<std::int64_t>("tensor_parallel", text_of("tensor_parallel"), 1, many,
                             given.tensor_parallel);
  good &= read<double>("pue", text_of("pue"), 1.0, 100.0, given.pue);
  std::optional<double> watts;
  std::optional<std::int64_t> requests, seed;
  good &= read<std::int64_t>("steps", asked.steps, 1, 100'000, given.steps);
  good &= read<double>("node_power", asked.node_power, 1.0, 1e9, watts);
  good &= read<double>("rate", asked.rate, 1e-9, 1e6, given.rate);
  good &= read<std::int64_t>("requests", asked.requests, 1, many, requests);
  good &= read<std::int64_t>("seed", asked.seed, 0, std::numeric_limits<std::int64_t>::max(), seed);
  if (!good) return bad_input;
  if (watts) given.node_power = *watts * units::watt;
  given.requests = requests.value_or(given.requests);
  given.seed = static_cast<std::uint64_t>(seed.value_or(1));
  if (prompt) given.request.prompt = *prompt;
  if (answer) given.request.answer = *answer;
  for (const auto& [from, to] : {std::pair{command.model, &given.model},
                                 {text_of("node"), &given.node},
                                 {asked.weights, &given.weights},
                                 {asked.serving, &given.serving},
                                 {text_of("country"), &given.country}})
    if (!from.empty()) *to = from;

  const auto catalogue = config::Catalogue::installed();
  return analysis::draws_images(given.model, catalogue)
             ? print(analysis::draw(given, catalogue), command.format)
             : print(analysis::infer(given, catalogue), command.format);
}

}  // namespace icekeel::commands
