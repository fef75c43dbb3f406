// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "simulator/base/random.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"
#include "simulator/config/resolved_yaml.h"
#include "simulator/facility/epw.h"
#include "simulator/scenario/checks.h"
#include "simulator/scenario/plan_batch.h"

namespace icekeel::scenario {
namespace {

/// The outdoors of a site, with the electricity of its solar arrays.
struct Outdoors {
  facility::WeatherYear weather;
  std::vector<facility::SolarOutput> solar;
};

std::vector<facility::SolarOutput> outputs(const SiteSpec& site, const facility::SolarYear& sun) {
  std::vector<facility::SolarOutput> all;
  for (const auto& array : site.on_site->solar) all.emplace_back(array, sun);
  return all;
}

// Problems of a weather file are reported in that file.
std::optional<Outdoors> outdoors_of(const SiteSpec& site, std::int64_t seed, config::Reader& reader,
                                    const std::string& path, config::Diagnostics& diagnostics) {
  const auto& climate = site.climate;
  const bool sunny = site.on_site && !site.on_site->solar.empty();
  if (!climate.epw) {
    auto weather = facility::expand(
        climate, random_stream(static_cast<std::uint64_t>(seed), "weather/" + site.name));
    auto solar = sunny ? outputs(site, facility::radiation_of(climate, weather))
                       : std::vector<facility::SolarOutput>{};
    return Outdoors{std::move(weather), std::move(solar)};
  }
  const auto [text, problem] = config::read_file(climate.epw->resolved);
  if (!problem.empty()) {
    reader.report({path + ".epw",
                   fmt::format("'{}' cannot be read: {}", climate.epw->text, problem),
                   "check the path; it is relative to the file that names it"});
    return std::nullopt;
  }
  std::istringstream file(text);
  auto read = facility::read_epw(file);
  if (read.problems.empty() && sunny && !read.sun) read.problems.push_back(read.no_sun);
  if (read.problems.empty())
    return Outdoors{std::move(*read.year),
                    sunny ? outputs(site, *read.sun) : std::vector<facility::SolarOutput>{}};
  const auto source = diagnostics.add_source(config::Source::of(climate.epw->resolved, text));
  for (const auto& wrong : read.problems)
    diagnostics.error({source, wrong.line, wrong.column}, wrong.message, wrong.remedy);
  return std::nullopt;
}

// A series of the grid; problems of its file are reported in that file.
std::optional<facility::HourlySeries> series_of(const std::optional<facility::SeriesSpec>& spec,
                                                Dimension dimension, config::Reader& reader,
                                                const std::string& path,
                                                config::Diagnostics& diagnostics) {
  if (!spec) return std::nullopt;
  const auto [text, problem] = config::read_file(spec->csv.resolved);
  if (!problem.empty()) {
    reader.report({path + ".csv", fmt::format("'{}' cannot be read: {}", spec->csv.text, problem),
                   "check the path; it is relative to the file that names it"});
    return std::nullopt;
  }
  std::istringstream file(text);
  auto read = facility::read_series(file, *spec, dimension);
  const auto source = diagnostics.add_source(config::Source::of(spec->csv.resolved, text));
  for (const auto& wrong : read.problems)
    diagnostics.error({source, wrong.line, 0}, wrong.message, wrong.remedy);
  if (read.filled > 0)
    diagnostics.warning({source, 0, 0},
                        fmt::format("{} hours of '{}' are missing", read.filled, spec->column),
                        "they are those of the day before");
  return std::move(read.series);
}

facility::GridSeries grid_of(const facility::GridSpec& grid, config::Reader& reader,
                             const std::string& path, config::Diagnostics& diagnostics) {
  facility::GridSeries series{series_of(grid.hourly_carbon, CarbonIntensity::dimension, reader,
                                        path + ".hourly_carbon", diagnostics),
                              series_of(grid.hourly_price, EnergyPrice::dimension, reader,
                                        path + ".hourly_price", diagnostics)};
  for (std::size_t i = 0; i < grid.contracts.size(); ++i)
    series.contracts.push_back(series_of(grid.contracts[i].hourly, Power::dimension, reader,
                                         fmt::format("{}.contracts[{}].hourly", path, i),
                                         diagnostics));
  return series;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// Sites that say nothing of lives have the standard ones.
void fill_life_cycles(ScenarioSpec& spec, const config::Catalogue& catalogue,
                      config::Diagnostics& diagnostics) {
  constexpr auto kind = lifecycle::LifeCycleSpec::catalogue_kind;
  const auto file = catalogue.find(kind, "standard");
  for (auto& site : spec.sites) {
    if (site.life_cycle || !file) continue;
    auto root = config::load_document(*file, diagnostics);
    if (!root) return;
    config::Reader(std::move(*root), std::string(kind), catalogue, diagnostics)
        .read(site.life_cycle.emplace());
  }
}

void check_sites(const ScenarioSpec& spec, config::Reader& reader) {
  for (std::size_t s = 0; s < spec.sites.size(); ++s)
    reader.report(check_site(spec.sites[s]), fmt::format("sites[{}]", s));
  for (std::size_t j = 0; j < spec.workload.jobs.size(); ++j)
    reader.report(workloads::check(spec.workload.jobs[j]), fmt::format("workload.jobs[{}]", j));
  for (std::size_t t = 0; t < spec.workload.traces.size(); ++t)
    reader.report(workloads::check(spec.workload.traces[t]), fmt::format("workload.traces[{}]", t));
  for (std::size_t t = 0; t < spec.workload.streams.size(); ++t)
    reader.report(workloads::check(spec.workload.streams[t]),
                  fmt::format("workload.streams[{}]", t));
  for (const auto& [name, steps] : spec.workload.load_profiles)
    reader.report(workloads::check(steps), "workload.load_profiles." + name);
}

}  // namespace

std::optional<Scenario> load(const std::filesystem::path& file, const Overrides& overrides,
                             const config::Catalogue& catalogue, config::Diagnostics& diagnostics) {
  auto root = config::load_document(file, diagnostics);
  if (!root) return std::nullopt;
  for (const auto& setting : overrides.settings) config::apply_setting(*root, setting, diagnostics);

  Scenario scenario;
  config::Reader reader(std::move(*root), "scenario", catalogue, diagnostics);
  reader.read(scenario.spec);
  if (diagnostics.failed()) return std::nullopt;
  auto& spec = scenario.spec;
  if (overrides.seed) spec.seed = *overrides.seed;
  fill_life_cycles(spec, catalogue, diagnostics);
  reader.report(check_outline(spec));
  check_sites(spec, reader);
  if (diagnostics.failed()) return std::nullopt;

  for (std::size_t s = 0; s < spec.sites.size(); ++s) {
    const auto& site = spec.sites[s];
    auto outdoors =
        outdoors_of(site, spec.seed, reader, fmt::format("sites[{}].climate", s), diagnostics);
    auto grid = grid_of(site.grid, reader, fmt::format("sites[{}].grid", s), diagnostics);
    if (outdoors)
      scenario.sites.push_back({site, expand(site), std::move(outdoors->weather), std::move(grid),
                                std::move(outdoors->solar)});
  }
  if (diagnostics.failed()) return std::nullopt;
  std::vector<config::Finding> findings;
  scenario.jobs = plan_jobs(spec, scenario.sites, findings);
  scenario.outages = plan_events(spec, findings);
  scenario.windows = plan_windows(spec, scenario.sites, findings);
  scenario.batch = plan_batch(spec, scenario.sites, reader, diagnostics);
  reader.report(findings);
  if (diagnostics.failed()) return std::nullopt;

  scenario.text = text_of(file);
  scenario.resolved = config::ResolvedYaml(spec.currency).of(spec);
  scenario.inputs = reader.input_files();
  return scenario;
}

}  // namespace icekeel::scenario
