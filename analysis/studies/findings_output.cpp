// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/studies/findings.h"
#include "analysis/text_format.h"

namespace icekeel::studies {
namespace {

using analysis::left;
using analysis::number_text;
using analysis::right;
using Json = nlohmann::ordered_json;

Json json_of(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json json_of(const Estimate& estimate) {
  return {{"value", json_of(estimate.value)},
          {"low", json_of(estimate.low)},
          {"high", json_of(estimate.high)}};
}

Json json_of(const OutputFindings& output, const Findings& findings) {
  Json json{{"name", output.name}, {"units", output.units}};
  for (std::size_t p = 0; p < output.morris.size(); ++p) {
    const auto& effect = output.morris[p];
    json["morris"][findings.parameters[p]] = {{"mu_star", json_of(effect.mu_star)},
                                              {"mu", json_of(effect.mu)},
                                              {"sigma", json_of(effect.sigma)}};
  }
  for (std::size_t p = 0; p < output.sobol.size(); ++p)
    json["sobol"][findings.parameters[p]] = {{"first", json_of(output.sobol[p].first)},
                                             {"total", json_of(output.sobol[p].total)}};
  return json;
}

Json json_of_sample(const Findings& findings, std::size_t sample) {
  Json json{{"sample", sample}};
  for (std::size_t p = 0; p < findings.parameters.size(); ++p)
    json["parameters"][findings.parameters[p]] = findings.values[sample][p].text;
  for (const auto& output : findings.outputs) {
    json["outputs"][output.name] = json_of(output.means.mean[sample]);
    if (findings.replicates < 2) continue;
    const auto& means = output.means;
    json["ci95"][output.name] = json_of(means.half_width[sample]);
    json["change"][output.name] = {{"from_first", json_of(means.change[sample])},
                                   {"ci95", json_of(means.change_half_width[sample])}};
  }
  return json;
}

std::string with_interval(const Estimate& estimate) {
  if (!std::isfinite(estimate.value)) return "-";
  return fmt::format("{:.3f} [{:.3f}, {:.3f}]", estimate.value, estimate.low, estimate.high);
}

constexpr std::size_t name_width = 24, cell_width = 18, wide_cell = 26;

std::string heading(const std::string& first, std::initializer_list<const char*> others,
                    std::size_t width) {
  std::string line = left(first, name_width);
  for (const auto* each : others) line += right(each, width);
  return line + "\n";
}

std::string morris_text(const OutputFindings& output, const Findings& findings) {
  std::string text = heading(output.name, {"mu*", "+-95 %", "mu", "sigma"}, cell_width);
  for (std::size_t p = 0; p < output.morris.size(); ++p) {
    const auto& effect = output.morris[p];
    text += left(findings.parameters[p], name_width);
    for (const double value : {effect.mu_star.value, effect.mu_star.high - effect.mu_star.value,
                               effect.mu, effect.sigma})
      text += right(number_text(value), cell_width);
    text += "\n";
  }
  return text;
}

std::string sobol_text(const OutputFindings& output, const Findings& findings) {
  std::string text = heading(output.name, {"alone", "with interplays"}, wide_cell);
  for (std::size_t p = 0; p < output.sobol.size(); ++p)
    text += left(findings.parameters[p], name_width) +
            right(with_interval(output.sobol[p].first), wide_cell) +
            right(with_interval(output.sobol[p].total), wide_cell) + "\n";
  return text;
}

// The least and the greatest value of each output, with where they are.
std::string values_text(const Findings& findings, std::size_t sample) {
  std::string text;
  for (std::size_t p = 0; p < findings.parameters.size(); ++p)
    text += fmt::format("{}{}={}", p == 0 ? "" : ", ", findings.parameters[p],
                        findings.values[sample][p].text);
  return analysis::printable(text);
}

std::string range_line(const Findings& findings, const OutputFindings& output, const char* word,
                       std::size_t sample) {
  const auto& means = output.means;
  const auto units = analysis::units_text(output.units);
  auto value = number_text(means.mean[sample]);
  if (findings.replicates > 1) value += " +- " + number_text(means.half_width[sample]);
  return fmt::format("  {} {}{}{} at {}\n", word, value, units.empty() ? "" : " ", units,
                     values_text(findings, sample));
}

std::string ranges_text(const Findings& findings) {
  std::string text;
  for (const auto& output : findings.outputs) {
    std::optional<std::size_t> least, most;
    const auto& mean = output.means.mean;
    for (std::size_t i = 0; i < mean.size(); ++i) {
      if (!std::isfinite(mean[i])) continue;
      if (!least || mean[i] < mean[*least]) least = i;
      if (!most || mean[i] > mean[*most]) most = i;
    }
    if (!least) continue;
    text += output.name + "\n" + range_line(findings, output, "least", *least) +
            range_line(findings, output, "most ", *most);
  }
  return text;
}

// Every sample with its intervals, where there are replicates and not too many samples to read.
std::string replicates_text(const OutputFindings& output, const Findings& findings) {
  constexpr std::size_t cell = 14;
  auto text = left(output.name, name_width);
  for (const auto* word : {"mean", "+-95 %", "change", "+-95 %"}) text += right(word, cell);
  text += "\n";
  for (std::size_t i = 0; i < findings.samples; ++i) {
    text += fmt::format("{:<{}}", i, name_width);
    for (const double value : {output.means.mean[i], output.means.half_width[i],
                               output.means.change[i], output.means.change_half_width[i]})
      text += right(number_text(value), cell);
    text += "  " + values_text(findings, i) + "\n";
  }
  return text;
}

std::string front_text(const Findings& findings) {
  std::string text = "Pareto front: no sample is better in one without being worse in another\n";
  for (const auto& objective : findings.objectives) text += right(objective.output, cell_width);
  text += "\n";
  for (const auto sample : findings.front) {
    for (const auto& objective : findings.objectives) {
      const auto at = std::ranges::find(findings.outputs, objective.output, &OutputFindings::name);
      text += right(number_text(at->means.mean[sample]), cell_width);
    }
    text += "  " + values_text(findings, sample) + "\n";
  }
  return text;
}

}  // namespace

std::string to_text(const Findings& findings) {
  auto text = fmt::format(
      "{}\n{} points: {} complete, {} failed, {} missing\n", analysis::printable(findings.study),
      findings.samples * findings.replicates, findings.complete, findings.failed, findings.missing);
  if (findings.replicates > 1)
    text += fmt::format(
        "means of {} replicates with 95 % intervals; changes are to sample 0 with the same seeds\n",
        findings.replicates);
  text += "\n" + ranges_text(findings);
  constexpr std::size_t readable = 24;
  for (const auto& output : findings.outputs) {
    if (findings.replicates > 1 && findings.samples <= readable)
      text += "\n" + replicates_text(output, findings);
    if (!output.morris.empty()) text += "\n" + morris_text(output, findings);
    if (!output.sobol.empty()) text += "\n" + sobol_text(output, findings);
  }
  if (!findings.front.empty()) text += "\n" + front_text(findings);
  return text;
}

nlohmann::ordered_json to_json(const Findings& findings) {
  Json json{{"study", findings.study},       {"points", findings.samples * findings.replicates},
            {"complete", findings.complete}, {"failed", findings.failed},
            {"missing", findings.missing},   {"replicates", findings.replicates}};
  json["outputs"] = Json::array();
  for (const auto& output : findings.outputs) json["outputs"].push_back(json_of(output, findings));
  json["samples"] = Json::array();
  for (std::size_t i = 0; i < findings.samples; ++i)
    json["samples"].push_back(json_of_sample(findings, i));
  if (!findings.objectives.empty()) json["pareto_front"] = findings.front;
  return json;
}

}  // namespace icekeel::studies
