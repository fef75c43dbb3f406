// SPDX-License-Identifier: Apache-2.0
#include "analysis/cooling_strategies.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "simulator/base/text.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"
#include "simulator/facility/cooling_spec.h"

namespace icekeel::analysis {
namespace {

constexpr std::string_view racks_kind = "racks";

template <class Spec>
std::optional<Spec> entry(const std::string& name, const config::Catalogue& catalogue,
                          config::Diagnostics& diagnostics) {
  const auto file = catalogue.find(Spec::catalogue_kind, name);
  auto root = config::load_document(*file, diagnostics);
  if (!root) return std::nullopt;
  Spec spec;
  config::Reader(std::move(*root), name, catalogue, diagnostics).read(spec);
  return spec;
}

// "racks/dgx-h100-4-liquid" and "dgx-h100-4-liquid" are "dgx-h100-4".
std::string base_of(std::string name) {
  if (const auto slash = name.rfind('/'); slash != std::string::npos) name.erase(0, slash + 1);
  for (const std::string_view suffix : {"-liquid", "-immersion"})
    if (name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  return name;
}

std::string variant_of(const std::string& base, RackVariant variant) {
  switch (variant) {
    case RackVariant::air:
      break;
    case RackVariant::liquid:
      return base + "-liquid";
    case RackVariant::immersion:
      return base + "-immersion";
  }
  return base;
}

struct Listed {
  std::string path;
  const config::Node* node;
};

// The items of a list, or the lone mapping that stands for a list of one.
std::vector<Listed> parts(const config::Node& parent, std::string_view key,
                          const std::string& path) {
  std::vector<Listed> found;
  const config::Node* node = parent.find(key);
  if (!node) return found;
  const std::string name = path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
  if (!node->is_list()) return {{name, node}};
  for (std::size_t i = 0; i < node->items.size(); ++i)
    found.push_back({fmt::format("{}[{}]", name, i), &node->items[i]});
  return found;
}

// The entry that a group of racks starts from is written out, or the site comes from one whole.
std::optional<std::string> rack_setting(const Listed& group, RackVariant variant,
                                        const config::Catalogue& catalogue,
                                        config::Diagnostics& diagnostics) {
  const config::Node* like = group.node->find("like");
  if (!like || !like->is_scalar()) {
    diagnostics.error(group.node->place, "these racks start from no entry of the catalogue",
                      "write 'like: racks/NAME', so that their variants can be found");
    return std::nullopt;
  }
  const std::string name = variant_of(base_of(like->text), variant);
  if (!catalogue.find(racks_kind, name)) {
    diagnostics.error(like->place, fmt::format("the catalogue has no racks/{}", name),
                      "choose racks with all variants, such as racks/dgx-h100-4, or leave the "
                      "strategy out with --strategies");
    return std::nullopt;
  }
  return fmt::format("{}.like=racks/{}", group.path, name);
}

}  // namespace

void describe(config::Fields& f, StrategySpec& strategy) {
  f.required("plant", strategy.plant, "Entry of the plants.");
  f.required("racks", strategy.racks, "Variant of the racks that the plant cools.");
  f.optional("order", strategy.order, "Place in the table.");
  f.optional("standard", strategy.standard, "Whether it is compared unless others are asked for.");
}

std::vector<StrategySpec> strategies(const std::vector<std::string>& names,
                                     const config::Catalogue& catalogue,
                                     config::Diagnostics& diagnostics) {
  const auto known = catalogue.names(StrategySpec::catalogue_kind);
  std::vector<StrategySpec> chosen;
  for (const auto& name : names.empty() ? known : names) {
    if (std::ranges::find(known, name) == known.end()) {
      const auto source = diagnostics.add_source(config::Source::of("--strategies", name));
      const auto meant = nearest(name, known);
      diagnostics.error(
          {source, 1, 1}, fmt::format("the catalogue has no strategies/{}", name),
          meant ? fmt::format("did you mean '{}'?", *meant) : "one of: " + joined(known, ", "));
      continue;
    }
    auto spec = entry<StrategySpec>(name, catalogue, diagnostics);
    if (!spec || (names.empty() && !spec->standard)) continue;
    spec->name = name;
    chosen.push_back(std::move(*spec));
  }
  if (names.empty()) std::ranges::stable_sort(chosen, {}, &StrategySpec::order);
  return chosen;
}

std::optional<std::vector<std::string>> settings_for(const StrategySpec& strategy,
                                                     const config::Node& scenario,
                                                     const config::Catalogue& catalogue,
                                                     config::Diagnostics& diagnostics) {
  const auto plant = entry<facility::CoolingSpec>(strategy.plant, catalogue, diagnostics);
  if (!plant) return std::nullopt;
  std::vector<std::string> settings;
  const std::size_t errors = diagnostics.errors();
  for (const Listed& site : parts(scenario, "sites", "")) {
    settings.push_back(fmt::format("{}.cooling={{like: plants/{}}}", site.path, strategy.plant));
    if (!facility::abilities(plant->plant).heat_reuse)
      settings.push_back(site.path + ".heat_reuse=null");
    else if (strategy.racks == RackVariant::air && strategy.plant != "rear-door" &&
             site.node->find("heat_reuse"))
      settings.push_back(site.path + ".heat_reuse.from=facility-water");
    const auto halls = parts(*site.node, "halls", site.path);
    if (halls.empty())
      diagnostics.error(site.node->place, "the site writes out no halls",
                        "write 'halls:' with 'racks: {like: racks/NAME, count: N}'");
    for (const Listed& hall : halls)
      for (const Listed& group : parts(*hall.node, "racks", hall.path))
        if (auto setting = rack_setting(group, strategy.racks, catalogue, diagnostics))
          settings.push_back(std::move(*setting));
  }
  if (diagnostics.errors() > errors) return std::nullopt;
  return settings;
}

std::vector<std::string> climate_settings(const std::string& climate,
                                          const config::Node& scenario) {
  std::vector<std::string> settings;
  for (const Listed& site : parts(scenario, "sites", ""))
    settings.push_back(fmt::format("{}.climate={{like: climates/{}}}", site.path, climate));
  return settings;
}

}  // namespace icekeel::analysis
