// SPDX-License-Identifier: Apache-2.0
#include "analysis/availability.h"

#include <fmt/format.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "simulator/commands/commands.h"

namespace icekeel::commands {
namespace {

void complain(const std::string& what, const std::string& remedy) {
  std::cerr << fmt::format("icekeel: error: {}\n      = {}\n", what, remedy);
}

analysis::AvailabilityMethod method_of(const std::string& name) {
  if (name == "exact") return analysis::AvailabilityMethod::exact;
  return name == "sampling" ? analysis::AvailabilityMethod::sampling
                            : analysis::AvailabilityMethod::automatic;
}

// One answer a site, or with --compare one a topology.
std::vector<std::vector<analysis::SiteAvailability>> answers(
    const AvailabilityCommand& command, const scenario::Scenario& scenario,
    const std::vector<reliability::ReliabilitySpec>& data) {
  const analysis::AvailabilityOptions options{
      .method = method_of(command.method),
      .rates = command.rates,
      .seed = static_cast<std::uint64_t>(command.seed.value_or(scenario.spec.seed)),
      .most_samples = command.samples};
  std::vector<std::vector<analysis::SiteAvailability>> all;
  for (std::size_t s = 0; s < scenario.sites.size(); ++s) {
    const auto& site = scenario.sites[s].spec;
    if (command.compare)
      all.push_back(analysis::compare_topologies(site, data[s], options));
    else
      all.push_back({analysis::availability(site, data[s], options)});
  }
  return all;
}

// The failure data of every site; what is missing is printed.
bool gather(const AvailabilityCommand& command, const scenario::Scenario& scenario,
            const config::Catalogue& catalogue, config::Diagnostics& diagnostics,
            std::vector<reliability::ReliabilitySpec>& data) {
  bool good = true;
  for (const auto& site : scenario.sites) {
    auto found = analysis::failure_data(site.spec, catalogue, diagnostics);
    if (!found) {
      complain(fmt::format("site '{}' has no failure data", site.spec.name),
               "add 'reliability:' to the site");
      return false;
    }
    for (const auto& finding : analysis::check_availability(site.spec, *found)) {
      complain(fmt::format("site '{}', reliability.{}: {}", site.spec.name, finding.path,
                           finding.message),
               finding.remedy);
      good = false;
    }
    if (command.compare && site.spec.power.drawn()) {
      complain(fmt::format("the chain of site '{}' is drawn part by part", site.spec.name),
               "compare topologies of a chain that is described by 'stages'");
      good = false;
    }
    data.push_back(std::move(*found));
  }
  return good;
}

}  // namespace

int availability(const AvailabilityCommand& command) {
  config::Diagnostics diagnostics;
  const auto catalogue = config::Catalogue::installed();
  const auto scenario =
      scenario::load(command.scenario, {command.settings, {}}, catalogue, diagnostics);
  std::vector<reliability::ReliabilitySpec> data;
  const bool good = scenario && gather(command, *scenario, catalogue, diagnostics, data);
  std::cerr << diagnostics.text("nothing was computed");
  if (!good || diagnostics.failed()) return bad_input;
  const auto all = answers(command, *scenario, data);
  if (command.format == "json") {
    auto json = nlohmann::ordered_json::array();
    for (const auto& site : all)
      for (const auto& answer : site) json.push_back(analysis::to_json(answer));
    std::cout << json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    return done;
  }
  for (std::size_t s = 0; s < all.size(); ++s)
    std::cout << (s > 0 ? "\n" : "")
              << (command.compare ? analysis::comparison_text(all[s])
                                  : analysis::to_text(all[s].front()));
  return done;
}

}  // namespace icekeel::commands
