// SPDX-License-Identifier: Apache-2.0
// Any text as a plan over years: what is accepted has nodes and money that are numbers, and no node
// is lost.
#include <cmath>

#include "analysis/money/plan.h"
#include "simulator/config/reader.h"
#include "simulator/config/yaml_parser.h"
#include "tests/fuzz/target.h"

namespace {

using namespace icekeel;

const config::Catalogue catalogue({ICEKEEL_SOURCE_DIR "/platforms/catalogue",
                                   ICEKEEL_SOURCE_DIR "/workloads/catalogue"});

bool accepted(std::string_view text, analysis::PlanSpec& spec) {
  config::Diagnostics diagnostics;
  const auto source = diagnostics.add_source(config::Source::of("fuzz.yaml", text));
  auto root = config::parse_yaml(text, source, diagnostics);
  if (root) {
    config::Reader reader(std::move(*root), "plan", catalogue, diagnostics);
    reader.read(spec);
    if (!diagnostics.failed()) reader.report(analysis::check(spec));
  }
  const auto messages = diagnostics.text();
  fuzz::expect(diagnostics.failed() != messages.empty(), "what is refused is explained");
  return !diagnostics.failed();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  analysis::PlanSpec spec;
  if (!accepted(fuzz::text_of(data, size), spec)) return 0;
  config::Diagnostics diagnostics;
  std::vector<config::Finding> problems;
  const auto plan = analysis::plan_of(spec, catalogue, diagnostics, problems);
  fuzz::expect(plan || !problems.empty() || diagnostics.failed(), "what is refused is explained");
  if (!plan) return 0;
  const auto years = analysis::years_of(*plan);
  if (!years) return 0;
  for (std::size_t i = 0; i < plan->phases.size(); ++i) {
    double before = 0.0;
    for (const auto& year : *years) {
      const auto& state = year.phases[i];
      fuzz::expect(state.nodes >= 0.0 && state.busy >= 0.0 && state.busy <= 1.0, "shares of time");
      if (!spec.phases[i].aged && std::isfinite(state.nodes))
        fuzz::expect(std::abs(before + state.bought - state.retired - state.nodes) <=
                         1e-6 * (before + state.nodes),
                     "no node is lost");
      before = state.nodes;
    }
  }
  return 0;
}
