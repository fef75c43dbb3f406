// SPDX-License-Identifier: Apache-2.0
#include "analysis/capacity.h"

#include <fmt/format.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "simulator/base/text.h"
#include "simulator/commands/commands.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"
#include "simulator/scenario/scenario.h"

namespace icekeel::commands {
namespace {

// The rack to add: of the catalogue by its name, or as the first of the site.
std::optional<platforms::RackSpec> rack_to_add(const std::string& name,
                                               const scenario::SiteSpec& site,
                                               const config::Catalogue& catalogue,
                                               config::Diagnostics& diagnostics) {
  if (name.empty()) return site.halls.front().racks.front();
  const auto bare = name.starts_with("racks/") ? name.substr(6) : name;
  const auto file = catalogue.find("racks", bare);
  if (!file) {
    const auto meant = nearest(bare, catalogue.names("racks"));
    std::cerr << fmt::format(
        "icekeel: error: the catalogue has no rack '{}'\n      = {}\n", name,
        meant ? fmt::format("did you mean '{}'?", *meant) : "'icekeel list racks' shows them");
    return std::nullopt;
  }
  auto root = config::load_document(*file, diagnostics);
  if (!root) return std::nullopt;
  platforms::RackSpec rack;
  config::Reader(std::move(*root), "rack", catalogue, diagnostics).read(rack);
  return rack;
}

}  // namespace

int capacity(const CapacityCommand& command) {
  config::Diagnostics diagnostics;
  const auto catalogue = config::Catalogue::installed();
  const auto scenario =
      scenario::load(command.scenario, {command.settings, {}}, catalogue, diagnostics);
  std::vector<analysis::Capacity> answers;
  bool good = scenario.has_value();
  for (std::size_t s = 0; good && s < scenario->sites.size(); ++s) {
    const auto& site = scenario->sites[s].spec;
    const auto rack = rack_to_add(command.rack, site, catalogue, diagnostics);
    good = rack.has_value() && !diagnostics.failed();
    if (good) answers.push_back(analysis::capacity(site, *rack, command.cap));
  }
  std::cerr << diagnostics.text("nothing was computed");
  if (!good) return bad_input;
  if (command.format == "json") {
    auto json = nlohmann::ordered_json::array();
    for (const auto& answer : answers) json.push_back(analysis::to_json(answer));
    std::cout << json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    return done;
  }
  for (std::size_t s = 0; s < answers.size(); ++s)
    std::cout << (s > 0 ? "\n" : "") << analysis::to_text(answers[s]);
  return done;
}

}  // namespace icekeel::commands
