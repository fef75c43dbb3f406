// SPDX-License-Identifier: Apache-2.0
#include "analysis/matrix_work.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analysis/inference_parts.h"
#include "analysis/text_format.h"
#include "simulator/base/units.h"
#include "simulator/config/units_text.h"

namespace icekeel::analysis {
namespace {

constexpr auto single = 4 * units::byte;  // an element of 32 bits

// What a unit does of a work, whatever it is called.
struct UnitAtWork {
  std::string name;
  ComputeRate rate;
  Information element = single;
  double at_once = 0;
  double cores = 1;    // share of the chip's
  ComputeRate full{};  // at which arithmetic takes all of its power
};

UnitAtWork at_work(const ArithmeticUnit& unit, const platforms::ChipSpec& chip,
                   const MatrixWork& asked) {
  const double lanes = unit.width / single;
  const double at_once = static_cast<double>(unit.cores * unit.pipes) * lanes;
  // Without a fused operation a product and its sum take two.
  const double steps = asked.product && !unit.fused ? 0.5 * at_once : at_once;
  const double all = static_cast<double>(std::max<std::int64_t>(1, chip.multiprocessors));
  const ComputeRate rate = steps * (asked.product ? 2.0 : 1.0) * units::flop * unit.clock;
  return {unit.name,
          rate,
          single,
          steps,
          std::min(1.0, static_cast<double>(unit.cores) / all),
          std::max(rate, platforms::peak_rate(chip, platforms::Precision::fp32))};
}

// Peak rates count a product and its sum as two.
std::vector<UnitAtWork> units_of_peaks(const platforms::ChipSpec& chip, const MatrixWork& asked) {
  using enum platforms::Precision;
  std::vector<UnitAtWork> found;
  const auto add = [&](const char* name, platforms::Precision precision, Information element) {
    const ComputeRate peak = platforms::peak_rate(chip, precision);
    if (peak <= ComputeRate{}) return;
    const double a_clock = chip.clock > Frequency{} ? peak / (2.0 * units::flop * chip.clock) : 0.0;
    const ComputeRate rate = asked.product ? peak : 0.5 * peak;
    found.push_back({name, rate, element, a_clock, 1.0, rate});
  };
  add("vectors, fp32", fp32, single);
  if (!asked.product) return found;
  const auto beyond = [&](platforms::Precision precision) {
    return platforms::peak_rate(chip, precision) > platforms::peak_rate(chip, fp32);
  };
  if (beyond(bf16))
    add("matrices, bf16", bf16, 0.5 * single);
  else if (beyond(fp16))
    add("matrices, fp16", fp16, 0.5 * single);
  if (beyond(fp8))
    add("matrices, fp8", fp8, 0.25 * single);
  else if (beyond(int8))
    add("matrices, int8", int8, 0.25 * single);
  return found;
}

MatrixAnswer answered(const std::string& name, const platforms::ChipSpec& chip,
                      const UnitAtWork& unit, const MatrixWork& asked, Duration launch) {
  MatrixAnswer a{.chip = name, .unit = unit.name, .at_once = unit.at_once, .rate = unit.rate};
  if (unit.at_once > 0) a.clocks = asked.steps() / unit.at_once;
  a.launch = launch;
  a.arithmetic = asked.work() / unit.rate;
  const Information bytes = asked.elements() * unit.element;
  a.memory = bytes / chip.memory_bandwidth;
  a.time = launch + std::max(a.arithmetic, a.memory);
  const double tensor = asked.work() / (a.time * unit.full);
  const double memory = bytes / (a.time * chip.memory_bandwidth);
  a.power = chip.power.idle + unit.cores * chip.power.busy + tensor * chip.power.tensor +
            memory * chip.power.memory;
  a.power = std::min(a.power, chip.tdp);
  a.energy = a.power * a.time;
  return a;
}

std::vector<std::string> words_of(const std::string& list) {
  std::vector<std::string> words;
  for (std::size_t from = 0; from <= list.size();) {
    const auto comma = std::min(list.find(',', from), list.size());
    words.push_back(list.substr(from, comma - from));
    from = comma + 1;
  }
  return words;
}

std::optional<MatrixWork> read_work(const MatrixCase& asked,
                                    std::vector<config::Finding>& problems) {
  MatrixWork work;
  work.product = asked.kind == "product";
  if (!work.product && asked.kind != "add")
    problems.push_back({"matrix", fmt::format("'{}' is neither add nor product", asked.kind),
                        "give add or product"});
  const auto sides = words_of(asked.size);
  const std::size_t needed = work.product ? 3 : 2;
  constexpr std::int64_t most = 100'000'000;
  std::array<std::int64_t*, 3> into{&work.rows, &work.columns, &work.inner};
  bool good = sides.size() == needed;
  for (std::size_t i = 0; good && i < needed; ++i) {
    const auto side = config::parse_count(sides[i]);
    good = side && *side >= 1 && *side <= most;
    if (good) *into[i] = *side;
  }
  if (!good)
    problems.push_back(
        {"size", fmt::format("'{}' is not {} whole numbers from 1 to {}", asked.size, needed, most),
         work.product ? "give rows, columns and the inner side, as 4096,4096,4096"
                      : "give rows and columns, as 4096,4096"});
  return problems.empty() ? std::optional(work) : std::nullopt;
}

}  // namespace

void describe(config::Fields& f, ArithmeticUnit& u) {
  f.required("name", u.name, "As people call it.");
  f.required("cores", u.cores, "Cores that work.", {.least = 1});
  f.required("clock", u.clock, "Their clock at such work.", {.above_least = true});
  f.required("width", u.width, "Of a vector; 32 bit: one number.", {.above_least = true});
  f.required("pipes", u.pipes, "Vectors that begin in a clock in a core.", {.least = 1});
  f.optional("fused", u.fused, "Whether a product and its sum are one operation.");
}

void describe(config::Fields& f, ArithmeticUnits& u) {
  f.optional("units", u.units, "Units of the processor's cores.");
  f.optional("peaks", u.peaks, "Whether the chip's peak rates are units too.");
  f.required("launch", u.launch, "Time until such work begins.");
}

double MatrixWork::steps() const {
  return static_cast<double>(rows) * static_cast<double>(columns) *
         static_cast<double>(product ? inner : 1);
}

Work MatrixWork::work() const {
  return (product ? 2.0 : 1.0) * steps() * units::flop;
}

double MatrixWork::elements() const {
  const auto m = static_cast<double>(rows), n = static_cast<double>(columns);
  const auto k = static_cast<double>(inner);
  return product ? m * k + k * n + m * n : 3 * m * n;
}

std::string_view MatrixAnswer::bound() const {
  if (launch > std::max(arithmetic, memory)) return "launch";
  return memory > arithmetic ? "memory" : "arithmetic";
}

std::vector<MatrixAnswer> matrix_work(const std::string& name, const platforms::ChipSpec& chip,
                                      const ArithmeticUnits& units, const MatrixWork& asked) {
  std::vector<UnitAtWork> all;
  for (const auto& unit : units.units) all.push_back(at_work(unit, chip, asked));
  if (units.peaks)
    for (auto& unit : units_of_peaks(chip, asked)) all.push_back(std::move(unit));
  std::vector<MatrixAnswer> answers;
  for (const auto& unit : all) answers.push_back(answered(name, chip, unit, asked, units.launch));
  return answers;
}

MatrixOutcome matrix_work(const MatrixCase& asked, const config::Catalogue& catalogue) {
  MatrixOutcome outcome;
  const auto work = read_work(asked, outcome.problems);
  for (const auto& name : words_of(asked.chips)) {
    platforms::ChipSpec chip;
    ArithmeticUnits units;
    const bool own = catalogue.find(ArithmeticUnits::catalogue_kind, name).has_value();
    if (!read_entry(name, "on", catalogue, outcome.problems, chip)) continue;
    if (!read_entry(own ? name : "any", "on", catalogue, outcome.problems, units) || !work)
      continue;
    for (auto& answer : matrix_work(name, chip, units, *work))
      outcome.answers.push_back(std::move(answer));
  }
  if (!outcome.problems.empty()) outcome.answers.clear();
  return outcome;
}

nlohmann::ordered_json to_json(const std::vector<MatrixAnswer>& answers) {
  auto all = nlohmann::ordered_json::array();
  for (const auto& a : answers)
    all.push_back({{"chip", a.chip},
                   {"unit", a.unit},
                   {"steps_a_clock", a.at_once > 0 ? nlohmann::ordered_json(a.at_once) : nullptr},
                   {"clocks", a.at_once > 0 ? nlohmann::ordered_json(a.clocks) : nullptr},
                   {"rate_Gflop_per_s", 1e3 * a.rate.in(units::teraflop_per_second)},
                   {"bound", a.bound()},
                   {"time_s", a.time.si()},
                   {"power_W", a.power.si()},
                   {"energy_J", a.energy.si()}});
  return all;
}

std::string to_text(const std::vector<MatrixAnswer>& answers) {
  std::string text = fmt::format("{}{}{}{}{}{}{}{}\n", left("chip", 20), left("unit", 26),
                                 right("a clock", 10), right("clocks", 16), right("Gflop/s", 12),
                                 right("time", 14), right("J", 12), "  bound by");
  for (const auto& a : answers)
    text +=
        fmt::format("{}{}{}{}{}{}{}  {}\n", left(cut(a.chip, 18), 20), left(cut(a.unit, 24), 26),
                    right(a.at_once > 0 ? number_text(a.at_once) : "", 10),
                    right(a.at_once > 0 ? number_text(a.clocks) : "", 16),
                    right(number_text(1e3 * a.rate.in(units::teraflop_per_second)), 12),
                    right(number_text(1e6 * a.time.si()) + " us", 14),
                    right(number_text(a.energy.si()), 12), a.bound());
  return text;
}

}  // namespace icekeel::analysis
