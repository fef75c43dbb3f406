// SPDX-License-Identifier: Apache-2.0
// Any text as a scenario: parsed, read, checked and expanded; what is accepted resolves to a text
// that is read again to the same text.
#include <optional>

#include "simulator/config/reader.h"
#include "simulator/config/resolved_yaml.h"
#include "simulator/config/yaml_parser.h"
#include "simulator/scenario/checks.h"
#include "tests/fuzz/target.h"

namespace {

using namespace icekeel;

const config::Catalogue catalogue({ICEKEEL_SOURCE_DIR "/platforms/catalogue",
                                   ICEKEEL_SOURCE_DIR "/workloads/catalogue"});

// The scenario as YAML with every default, if nothing is wrong with it.
std::optional<std::string> resolved(std::string_view text, scenario::ScenarioSpec& spec) {
  config::Diagnostics diagnostics;
  const auto source = diagnostics.add_source(config::Source::of("fuzz.yaml", text));
  auto root = config::parse_yaml(text, source, diagnostics);
  if (root) {
    config::Reader reader(std::move(*root), "scenario", catalogue, diagnostics);
    reader.read(spec);
    if (!diagnostics.failed()) {
      reader.report(scenario::check_outline(spec));
      for (const auto& site : spec.sites) reader.report(scenario::check_site(site), "sites");
      for (const auto& job : spec.workload.jobs) reader.report(workloads::check(job), "workload");
    }
  }
  const auto messages = diagnostics.text();
  fuzz::expect(diagnostics.failed() != messages.empty(), "what is refused is explained");
  if (diagnostics.failed()) return std::nullopt;
  return config::ResolvedYaml(spec.currency).of(spec);
}

std::int64_t racks_of(const scenario::ScenarioSpec& spec) {
  std::int64_t racks = 0;
  for (const auto& site : spec.sites)
    for (const auto& hall : site.halls) racks += platforms::rack_count(hall);
  return racks;
}

// The weather does not matter to plans.
const facility::WeatherYear& mild_year() {
  static const facility::WeatherYear year(
      std::vector<facility::WeatherObservation>(
          8760, {Temperature::from_celsius(10.0), 0.7, Pressure::si(1e5)}),
      Duration{});
  return year;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  scenario::ScenarioSpec spec, same;
  const auto first = resolved(fuzz::text_of(data, size), spec);
  if (!first) return 0;
  const auto second = resolved(*first, same);
  fuzz::expect(second == first, "a resolved scenario reads back");

  // What passes the checks can be expanded and planned; large machines only take longer.
  if (racks_of(spec) > 1000) return 0;
  std::vector<scenario::Site> sites;
  for (const auto& site : spec.sites) sites.push_back({site, scenario::expand(site), mild_year()});
  std::vector<config::Finding> findings;
  for (const auto& job : spec.workload.jobs)
    if (job.count > 1000) return 0;
  scenario::plan_jobs(spec, sites, findings);
  scenario::plan_events(spec, findings);
  return 0;
}
