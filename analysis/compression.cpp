// SPDX-License-Identifier: Apache-2.0
#include "analysis/compression.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/inference_parts.h"
#include "analysis/text_format.h"
#include "simulator/config/units_text.h"

namespace icekeel::analysis {
namespace {

std::optional<Information> size_of_text(const std::string& text) {
  if (text == "enwik8") return enwik8;
  if (text == "enwik9") return enwik9;
  const auto read = config::parse_quantity(text);
  const auto* written = std::get_if<config::WrittenQuantity>(&read);
  if (!written || written->dimension != Information::dimension || !std::isfinite(written->si) ||
      written->si < units::byte.si())
    return std::nullopt;
  return Information::si(written->si);
}

std::vector<std::string> asked_compressors(const std::string& list,
                                           const config::Catalogue& catalogue) {
  if (list.empty()) return catalogue.names(CompressorSpec::catalogue_kind);
  std::vector<std::string> found;
  for (std::size_t from = 0; from <= list.size();) {
    const auto comma = std::min(list.find(',', from), list.size());
    found.push_back(list.substr(from, comma - from));
    from = comma + 1;
  }
  return found;
}

double kilowatt_hours(Energy energy) {
  return energy.in(units::kilowatt_hour);
}

nlohmann::ordered_json span(double low, double mid, double high) {
  return {{"low", low}, {"mid", mid}, {"high", high}};
}

}  // namespace

void describe(config::Fields& f, CompressorSpec& c) {
  f.required("name", c.name, "Name with its options.");
  f.required("speed", c.speed, "Rate at which it reads.", {.above_least = true});
  f.required("enwik8", c.enwik8, "Compressed size of enwik8.", {.above_least = true});
  f.required("enwik9", c.enwik9, "Compressed size of enwik9.", {.above_least = true});
  f.required("device", c.device, "What it was measured on.");
  f.required("power", c.power, "Power of that while it compresses.");
}

lifecycle::Range<double> Compression::per_byte_saved() const {
  const double bytes = saved() / units::byte;
  return {energy.low.si() / bytes, energy.mid.si() / bytes, energy.high.si() / bytes};
}

Compression compress(const CompressorSpec& by, Information size) {
  const bool large = size * size > enwik8 * enwik9;
  const double share = large ? by.enwik9 / enwik9 : by.enwik8 / enwik8;
  Compression made{by, size, share * size, size == enwik8 || size == enwik9, size / by.speed, {}};
  made.energy = made.time * by.power;
  return made;
}

CompressionOutcome compress(const CompressionCase& asked, const config::Catalogue& catalogue) {
  CompressionOutcome outcome;
  const auto size = size_of_text(asked.text);
  if (!size)
    outcome.problems.push_back({"compression", fmt::format("'{}' is no size of a text", asked.text),
                                "give enwik8, enwik9 or a size, as '5 GB'"});
  for (const auto& name : asked_compressors(asked.compressors, catalogue)) {
    CompressorSpec compressor;
    if (read_entry(name, "compressor", catalogue, outcome.problems, compressor) && size)
      outcome.answers.push_back(compress(compressor, *size));
  }
  if (!outcome.problems.empty()) outcome.answers.clear();
  std::stable_sort(outcome.answers.begin(), outcome.answers.end(),
                   [](const auto& a, const auto& b) { return a.time < b.time; });
  return outcome;
}

nlohmann::ordered_json to_json(const std::vector<Compression>& answers) {
  auto all = nlohmann::ordered_json::array();
  for (const auto& a : answers) {
    const auto saved = a.per_byte_saved();
    all.push_back(
        {{"compressor", a.by.name},
         {"device", a.by.device},
         {"size_B", a.size / units::byte},
         {"compressed_B", a.compressed / units::byte},
         {"compressed_measured", a.measured},
         {"time_h", a.time.in(units::hour)},
         {"power_W", span(a.by.power.low.si(), a.by.power.mid.si(), a.by.power.high.si())},
         {"energy_kWh", span(kilowatt_hours(a.energy.low), kilowatt_hours(a.energy.mid),
                             kilowatt_hours(a.energy.high))},
         {"J_per_B_saved", span(saved.low, saved.mid, saved.high)}});
  }
  return all;
}

std::string to_csv(const std::vector<Compression>& answers) {
  std::string text =
      "compressor,size_B,compressed_B,time_h,energy_kWh_low,energy_kWh,energy_kWh_high,"
      "J_per_B_saved_low,J_per_B_saved,J_per_B_saved_high\n";
  for (const auto& a : answers) {
    const auto saved = a.per_byte_saved();
    text += fmt::format("{},{},{:.0f},{},{},{},{},{},{},{}\n", a.by.name, a.size / units::byte,
                        a.compressed / units::byte, a.time.in(units::hour),
                        kilowatt_hours(a.energy.low), kilowatt_hours(a.energy.mid),
                        kilowatt_hours(a.energy.high), saved.low, saved.mid, saved.high);
  }
  return text;
}

std::string to_text(const std::vector<Compression>& answers) {
  std::string text = fmt::format("{}{}{}{}{}{}\n", left("compressor", 16), right("bytes left", 16),
                                 right("of 100", 9), right("time", 12),
                                 right("kWh (low to high)", 36), right("J a byte saved", 16));
  std::string ran;
  for (const auto& a : answers) {
    const auto energy = fmt::format("{} ({} to {})", number_text(kilowatt_hours(a.energy.mid)),
                                    number_text(kilowatt_hours(a.energy.low)),
                                    number_text(kilowatt_hours(a.energy.high)));
    text += fmt::format("{}{}{}{}{}{}\n", left(a.by.name, 16),
                        right(number_text(std::round(a.compressed / units::byte)), 16),
                        right(fmt::format("{:.2f}", 100 * (a.compressed / a.size)), 9),
                        right(duration_text(a.time), 12), right(energy, 36),
                        right(number_text(a.per_byte_saved().mid), 16));
    ran += fmt::format("  {}{}\n", left(a.by.name, 16), a.by.device);
  }
  text += "\n  measured on\n" + ran;
  if (!answers.empty() && !answers.front().measured)
    text += "\n  bytes left: as if it were English text, like enwik8 or enwik9\n";
  return text;
}

}  // namespace icekeel::analysis
