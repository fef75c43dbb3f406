// SPDX-License-Identifier: Apache-2.0
#include "analysis/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "analysis/summary.h"
#include "simulator/config/diagnostics.h"
#include "simulator/config/yaml_parser.h"

namespace icekeel::analysis {
namespace {

// Of these, more is better; of all others, less.
constexpr std::array<std::string_view, 8> wanted{
    "heat_reused_MWh",  "heat_delivered_MWh", "erf",
    "jobs_completed",   "jobs_goodput",       "jobs_node_utilisation",
    "self_consumption", "self_sufficiency"};

using Settings = std::map<std::string, std::string>;

void flatten(const config::Node& node, const std::string& path, Settings& settings) {
  if (node.is_map()) {
    for (const auto& entry : node.entries)
      flatten(entry.value, path.empty() ? entry.key : path + "." + entry.key, settings);
  } else if (node.is_list()) {
    for (std::size_t i = 0; i < node.items.size(); ++i)
      flatten(node.items[i], fmt::format("{}[{}]", path, i), settings);
  } else {
    settings[path] = node.text;
  }
}

// The scenario with every default written out, as path and value.
Settings settings_of(const result::ResultFile& file) {
  Settings settings;
  const auto text = file.text("/provenance", "resolved_scenario");
  if (!text) return settings;
  config::Diagnostics diagnostics;
  const auto source = diagnostics.add_source(config::Source::of("resolved scenario", *text));
  if (const auto node = config::parse_yaml(*text, source, diagnostics))
    flatten(*node, "", settings);
  return settings;
}

// The ends of "sites", "sites[0]" and "sites[0].cooling" in "sites[0].cooling.supply".
std::vector<std::size_t> parents_of(const std::string& path) {
  std::vector<std::size_t> ends;
  for (std::size_t i = 1; i < path.size(); ++i)
    if (path[i] == '.' || path[i] == '[') ends.push_back(i);
  return ends;
}

// Settings below that path; the map is in order, so they stand together but for "[" and "." .
std::size_t count_below(const Settings& settings, const std::string& parent) {
  std::size_t count = 0;
  for (auto at = settings.lower_bound(parent); at != settings.end(); ++at) {
    if (!at->first.starts_with(parent)) break;
    const char next = at->first.size() > parent.size() ? at->first[parent.size()] : ' ';
    count += next == '.' || next == '[' ? 1 : 0;
  }
  return count;
}

// The topmost part of the path that one of the scenarios lacks altogether; empty if only the
// setting itself is missing.
std::string missing_part(const std::vector<Settings>& all, const std::string& path) {
  for (const auto end : parents_of(path)) {
    const auto parent = path.substr(0, end);
    for (const auto& settings : all)
      if (!settings.contains(path) && count_below(settings, parent) == 0) return parent;
  }
  return {};
}

ComparedSetting whole_part(const std::vector<Settings>& all, const std::string& part) {
  ComparedSetting row{part, {}};
  for (const auto& settings : all) {
    const auto count = count_below(settings, part);
    const auto leaf = settings.find(part);
    row.values.push_back(leaf != settings.end() ? std::optional(leaf->second)
                         : count > 0            ? std::optional(fmt::format("({} settings)", count))
                                                : std::nullopt);
  }
  return row;
}

bool differ(const std::vector<std::optional<std::string>>& values) {
  return std::ranges::adjacent_find(values, std::not_equal_to{}) != values.end();
}

// Whether those that have the setting do not agree on it.
bool those_with_it_differ(std::vector<std::optional<std::string>> values) {
  std::erase(values, std::nullopt);
  return differ(values);
}

std::vector<ComparedSetting> different_settings(const std::vector<Settings>& all) {
  std::set<std::string> paths;
  for (const auto& settings : all)
    for (const auto& [path, value] : settings) paths.insert(path);
  std::set<std::string> parts;  // what is missing as a whole is one row
  std::vector<ComparedSetting> different;
  for (const auto& path : paths) {
    ComparedSetting row{path, {}};
    for (const auto& settings : all) {
      const auto at = settings.find(path);
      row.values.push_back(at == settings.end() ? std::nullopt : std::optional(at->second));
    }
    if (!differ(row.values)) continue;
    const auto part = missing_part(all, path);
    if (!part.empty() && parts.insert(part).second) different.push_back(whole_part(all, part));
    if (part.empty() || those_with_it_differ(row.values)) different.push_back(std::move(row));
  }
  return different;
}

std::vector<ComparedFigure> figures_of(const std::vector<Summary>& summaries) {
  std::vector<ComparedFigure> figures;
  for (std::size_t run = 0; run < summaries.size(); ++run)
    for (const auto& figure : summaries[run].figures) {
      if (!figure.value) continue;
      auto at = std::ranges::find(figures, figure.name, &ComparedFigure::name);
      if (at == figures.end())
        at = figures.insert(at, {figure.name, figure.units, figure.long_name,
                                 std::vector<std::optional<double>>(summaries.size())});
      at->values[run] = figure.value;
    }
  return figures;
}

}  // namespace

std::optional<double> ComparedFigure::difference(std::size_t run) const {
  if (!values[0] || !values[run]) return std::nullopt;
  return *values[run] - *values[0];
}

std::optional<double> ComparedFigure::relative(std::size_t run) const {
  const auto change = difference(run);
  if (!change || *values[0] == 0.0) return std::nullopt;
  return *change / std::abs(*values[0]);
}

Comparison compare(std::span<const result::ResultFile> files) {
  Comparison comparison;
  std::vector<Summary> summaries;
  std::vector<Settings> settings;
  for (const auto& file : files) {
    summaries.push_back(summarise(file));
    settings.push_back(settings_of(file));
    const auto& summary = summaries.back();
    comparison.runs.push_back(
        {file.path().string(), summary.scenario, summary.status, summary.currency.value_or("")});
  }
  comparison.figures = figures_of(summaries);
  comparison.settings = different_settings(settings);
  return comparison;
}

std::optional<Ranking> rank_by(const Comparison& comparison, std::string_view figure) {
  const auto at = std::ranges::find(comparison.figures, figure, &ComparedFigure::name);
  if (at == comparison.figures.end()) return std::nullopt;
  Ranking ranking{at->name, std::ranges::find(wanted, figure) != wanted.end(), {}, {}};
  for (std::size_t run = 0; run < at->values.size(); ++run) {
    if (at->values[run] && std::isfinite(*at->values[run]))
      ranking.places.push_back({run, 0, *at->values[run]});
    else
      ranking.without.push_back(run);
  }
  const double sign = ranking.more_is_better ? -1.0 : 1.0;
  // Equal values are listed by what the results are, not by where they were named.
  const auto key = [&](const Place& place) {
    const auto& run = comparison.runs[place.run];
    return std::tie(run.scenario, run.file);
  };
  std::ranges::sort(ranking.places, [&](const Place& a, const Place& b) {
    if (a.value != b.value) return sign * a.value < sign * b.value;
    return key(a) < key(b);
  });
  std::size_t rank = 0;
  for (std::size_t i = 0; i < ranking.places.size(); ++i) {
    if (i == 0 || ranking.places[i].value != ranking.places[i - 1].value) ++rank;
    ranking.places[i].rank = rank;
  }
  return ranking;
}

}  // namespace icekeel::analysis
