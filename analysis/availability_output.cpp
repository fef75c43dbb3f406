// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/availability.h"
#include "analysis/text_format.h"
#include "simulator/base/text.h"

namespace icekeel::analysis {
namespace {

constexpr double minutes_per_year = 525960.0;
constexpr double hours_per_year = 8766.0;
constexpr std::size_t most_sets = 6;

// Enough nines to tell it from one, at most twelve digits.
std::string availability_text(double unavailability) {
  if (unavailability <= 0) return "1";
  const int digits =
      std::clamp(static_cast<int>(std::ceil(-std::log10(unavailability))) + 2, 4, 12);
  return fmt::format("{:.{}f}", 1.0 - unavailability, digits);
}

std::string maybe(std::optional<double> value, double factor = 1) {
  return value ? number_text(factor * *value) : "-";
}

std::optional<double> mean_outage_hours(const LoadAvailability& load) {
  if (!load.failures_per_year || *load.failures_per_year <= 0) return std::nullopt;
  return load.unavailability * hours_per_year / *load.failures_per_year;
}

std::string table(const SiteAvailability& site) {
  std::size_t width = 4;
  for (const auto& load : site.loads) width = std::max(width, width_of(load.load));
  std::string text =
      fmt::format("  {}  {:>14}  {:>9}  {:>10}  {:>8}  {:>12}\n", left("load", width),
                  "availability", "min/a", site.exact ? "failures/a" : "+- min/a",
                  site.exact ? "h each" : "samples", site.exact ? "with planned" : "of them down");
  for (const auto& load : site.loads)
    text += fmt::format(
        "  {}  {:>14}  {:>9}  {:>10}  {:>8}  {:>12}\n", left(printable(load.load), width),
        availability_text(load.unavailability), number_text(minutes_per_year * load.unavailability),
        site.exact ? maybe(load.failures_per_year) : maybe(load.half_interval, minutes_per_year),
        site.exact ? maybe(mean_outage_hours(load)) : fmt::format("{}", load.samples),
        site.exact ? availability_text(*load.with_maintenance)
                   : fmt::format("{}", load.sampled_failures));
  return text;
}

std::string sets_text(const LoadAvailability& load) {
  std::string text = fmt::format("\nWhat takes '{}' down", printable(load.load));
  std::vector<std::string> counts;
  for (std::size_t order = 1; order < load.set_count.size(); ++order)
    if (load.set_count[order] > 0)
      counts.push_back(fmt::format("{} of {}", number_text(load.set_count[order]),
                                   order == 1 ? "one event" : fmt::format("{} events", order)));
  text += fmt::format(" (minimal sets: {})\n", counts.empty() ? "none" : joined(counts, ", "));
  for (std::size_t i = 0; i < std::min(most_sets, load.sets.size()); ++i)
    text += fmt::format("  {:5.1f} %  {}\n", 100.0 * load.sets[i].share,
                        printable(joined(load.sets[i].events, " and ")));
  text += fmt::format(
      "  single points of failure: {}\n",
      load.single_points.empty() ? "none" : printable(joined(load.single_points, ", ")));
  if (!load.common_causes.empty())
    text += fmt::format("  common causes that suffice: {}\n",
                        printable(joined(load.common_causes, ", ")));
  return text;
}

nlohmann::ordered_json load_json(const LoadAvailability& load) {
  const auto or_null = [](const auto& value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
  };
  nlohmann::ordered_json json{{"load", load.load},
                              {"availability", 1.0 - load.unavailability},
                              {"unavailability", load.unavailability},
                              {"half_interval", or_null(load.half_interval)},
                              {"failures_per_year", or_null(load.failures_per_year)},
                              {"unavailability_with_maintenance", or_null(load.with_maintenance)}};
  if (load.half_interval) {
    json["samples"] = load.samples;
    json["samples_down"] = load.sampled_failures;
    return json;
  }
  json["single_points"] = load.single_points;
  json["common_causes"] = load.common_causes;
  json["tier_label"] = tier_label(load);
  json["minimal_sets_by_order"] = load.set_count;
  auto& sets = json["minimal_sets"] = nlohmann::ordered_json::array();
  for (const auto& set : load.sets) sets.push_back({{"events", set.events}, {"share", set.share}});
  return json;
}

}  // namespace

std::string to_text(const SiteAvailability& site) {
  std::string text =
      fmt::format("Site {}: {}, feeds {}; {} components, {}\n", printable(site.site), site.topology,
                  printable(site.feeds), site.components,
                  site.exact ? "exact" : "random states with importance sampling, 95 % intervals");
  text += table(site);
  if (!site.exact) return text;
  for (const auto& load : site.loads) text += sets_text(load);
  text += fmt::format("\nTier label, from the single points of '{}' alone: {}\n",
                      printable(site.loads.front().load), tier_label(site.loads.front()));
  return text;
}

std::string comparison_text(const std::vector<SiteAvailability>& topologies) {
  std::string text = fmt::format("Site {}: the same stages in each topology\n",
                                 printable(topologies.front().site));
  text +=
      fmt::format("  {:<9}{:>11}  {:>14}  {:>9}  {:>10}  {:>7}  {:>14}  {}\n", "topology",
                  "components", "racks", "min/a", "failures/a", "single", "with cooling", "label");
  for (const auto& site : topologies) {
    const auto& racks = site.loads.front();
    const auto cooled = std::find_if(site.loads.begin(), site.loads.end(), [](const auto& load) {
      return load.load.ends_with(", cooled");
    });
    text += fmt::format(
        "  {:<9}{:>11}  {:>14}  {:>9}  {:>10}  {:>7}  {:>14}  {}\n", site.topology, site.components,
        availability_text(racks.unavailability),
        number_text(minutes_per_year * racks.unavailability), maybe(racks.failures_per_year),
        site.exact ? fmt::format("{}", racks.single_points.size()) : "-",
        cooled == site.loads.end() ? "-" : availability_text(cooled->unavailability),
        site.exact ? tier_label(racks) : "-");
  }
  return text;
}

nlohmann::ordered_json to_json(const SiteAvailability& site) {
  nlohmann::ordered_json json{{"site", site.site},
                              {"topology", site.topology},
                              {"feeds", site.feeds},
                              {"components", site.components},
                              {"method", site.exact ? "exact" : "sampling"}};
  auto& loads = json["loads"] = nlohmann::ordered_json::array();
  for (const auto& load : site.loads) loads.push_back(load_json(load));
  return json;
}

}  // namespace icekeel::analysis
