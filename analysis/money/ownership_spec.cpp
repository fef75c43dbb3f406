// SPDX-License-Identifier: Apache-2.0
#include "analysis/money/ownership_spec.h"

#include <fmt/format.h>

#include <filesystem>

#include "simulator/base/text.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"

namespace icekeel::lifecycle {
namespace {

template <class Value>
void describe_prices(config::Fields& f, Range<Value>& range) {
  f.required("low", range.low, "Low estimate.");
  f.required("mid", range.mid, "Middle estimate.");
  f.required("high", range.high, "High estimate.");
}

}  // namespace

void describe(config::Fields& f, Range<Money>& range) {
  describe_prices(f, range);
}
void describe(config::Fields& f, Range<analysis::PricePerPower>& range) {
  describe_prices(f, range);
}
void describe(config::Fields& f, Range<analysis::Rent>& range) {
  describe_prices(f, range);
}
void describe(config::Fields& f, Range<analysis::PricePerVolume>& range) {
  describe_prices(f, range);
}
void describe(config::Fields& f, Range<analysis::PricePerData>& range) {
  describe_prices(f, range);
}
void describe(config::Fields& f, Range<EnergyPrice>& range) {
  describe_prices(f, range);
}

}  // namespace icekeel::lifecycle

namespace icekeel::analysis {
namespace {

template <class Value>
void check_prices_rise(const Range<Value>& range, std::string where,
                       std::vector<config::Finding>& found) {
  if (range.low <= range.mid && range.mid <= range.high) return;
  found.push_back({std::move(where), "'low', 'mid' and 'high' do not rise",
                   "put the smallest estimate in 'low' and the largest in 'high'"});
}

// From a day to two centuries: a horizon holds so many lives at most.
constexpr config::Limits kept{.least = 86400.0, .most = 200.0 * 31557600.0};

}  // namespace

void describe(config::Fields& f, KeepSpec& keep) {
  f.required("life", keep.life, "How long it is kept.", kept);
  f.optional("maintenance", keep.maintenance, "Of a year, as a share of its price.", {.most = 1.0});
  f.optional("resale", keep.resale,
             "Share of its price that it is sold for at the end of its life.", {.most = 1.0});
}

void describe(config::Fields& f, NodePriceSpec& price) {
  f.required("chip", price.chip, "Name of the chip, as its entry has it.");
  f.required("price", price.price, "Of the node, for each such chip in it.");
}

void describe(config::Fields& f, NodesCostSpec& nodes) {
  f.required("prices", nodes.prices, "Of nodes that have no price of their own.");
  f.required("other", nodes.other, "Of a node of any other chip, for each of its chips.");
  f.required("keep", nodes.keep, "How long nodes are kept.");
}

void describe(config::Fields& f, NetworkCostSpec& network) {
  f.required("of_nodes", network.of_nodes,
             "Price of switches and cables, as a share of that of the nodes.");
  f.required("keep", network.keep, "How long they are kept.");
}

void describe(config::Fields& f, StorageCostSpec& storage) {
  f.required("price", storage.price, "For its capacity.");
  f.required("keep", storage.keep, "How long it is kept.");
}

void describe(config::Fields& f, PlantCostSpec& plant) {
  f.required("price", plant.price, "For the power of the IT that it is built for.");
  f.required("keep", plant.keep, "How long it is kept.");
}

void describe(config::Fields& f, StaffSpec& staff) {
  f.required("fixed", staff.fixed, "Of a site of any size.");
  f.required("for_each_kW", staff.for_each_kW,
             "For the power of the IT that the site is built for, as 20 EUR/kW/a.");
}

void describe(config::Fields& f, UsualUseSpec& use) {
  f.required("busy", use.busy, "Share of the time in which nodes are busy.",
             {.most = 1.0, .above_least = true});
  f.required("draw", use.draw, "Power of a busy node, as a share of the most that it may draw.",
             {.most = 1.0, .above_least = true});
  f.required("idle", use.idle, "Power of a node that waits, as a share of the same.",
             {.most = 1.0});
}

void describe(config::Fields& f, OwnershipSpec& ownership) {
  f.optional("currency", ownership.currency, "Of all prices here.");
  f.optional("exchange", ownership.exchange, "What one unit of it is in other currencies.");
  f.optional("depreciation", ownership.depreciation,
             "How purchases are spread over lives: annuity or straight-line.");
  f.required("capital", ownership.capital, "Price of capital of a year.");
  f.required("horizon", ownership.horizon, "Of the net present cost.", kept);
  f.required("nodes", ownership.nodes, "Nodes.");
  f.required("network", ownership.network, "The network of the nodes.");
  f.required("storage", ownership.storage, "Storage.");
  f.required("electrical", ownership.electrical, "Feeds, transformers, supplies, generators.");
  f.required("cooling", ownership.cooling, "The cooling plant.");
  f.required("building", ownership.building, "Ground and building.");
  f.required("staff", ownership.staff, "Who runs the site.");
  f.required("insurance", ownership.insurance,
             "With taxes on property: of a year, as a share of what was invested.");
  f.required("water", ownership.water, "Price of water with what it costs to be rid of it.");
  f.required("heat", ownership.heat, "Paid for heat that is delivered.");
  f.required("use", ownership.use, "How nodes are used where no run says it.");
}

std::vector<config::Finding> check(const OwnershipSpec& o) {
  std::vector<config::Finding> found;
  check_prices_rise(o.capital, "capital", found);
  for (std::size_t i = 0; i < o.nodes.prices.size(); ++i)
    check_prices_rise(o.nodes.prices[i].price, fmt::format("nodes.prices[{}].price", i), found);
  check_prices_rise(o.nodes.other, "nodes.other", found);
  check_prices_rise(o.network.of_nodes, "network.of_nodes", found);
  check_prices_rise(o.storage.price, "storage.price", found);
  check_prices_rise(o.electrical.price, "electrical.price", found);
  check_prices_rise(o.cooling.price, "cooling.price", found);
  check_prices_rise(o.building.price, "building.price", found);
  check_prices_rise(o.staff.fixed, "staff.fixed", found);
  check_prices_rise(o.staff.for_each_kW, "staff.for_each_kW", found);
  check_prices_rise(o.insurance, "insurance", found);
  check_prices_rise(o.water, "water", found);
  check_prices_rise(o.heat, "heat", found);
  for (const auto& [currency, rate] : o.exchange)
    if (!(rate > 0.0))
      found.push_back({"exchange." + currency, "an exchange rate of 0", "give one above 0"});
  return found;
}

namespace {

// The file of an entry, or the file that is meant; says what is wrong with the name.
std::optional<std::filesystem::path> ownership_file(const std::string& named,
                                                    const config::Catalogue& catalogue,
                                                    config::Diagnostics& diagnostics) {
  constexpr std::string_view folder = "ownership/";
  if (named.ends_with(".yaml") || named.ends_with(".yml")) return named;
  const auto bare = named.starts_with(folder) ? named.substr(folder.size()) : named;
  if (auto file = catalogue.find(OwnershipSpec::catalogue_kind, bare)) return file;
  const auto meant = nearest(bare, catalogue.names(OwnershipSpec::catalogue_kind));
  const auto source = diagnostics.add_source(config::Source::of("--ownership", named));
  diagnostics.error({source, 1, 1}, fmt::format("the catalogue has no ownership/{}", bare),
                    meant ? fmt::format("did you mean '{}'?", *meant)
                          : "'icekeel list ownership' shows them; a file ends in .yaml");
  return std::nullopt;
}

}  // namespace

std::optional<OwnershipSpec> read_ownership(const std::string& named,
                                            const std::vector<std::string>& changes,
                                            const config::Catalogue& catalogue,
                                            config::Diagnostics& diagnostics) {
  const auto file = ownership_file(named, catalogue, diagnostics);
  if (!file) return std::nullopt;
  auto root = config::load_document(*file, diagnostics);
  if (!root) return std::nullopt;
  for (const auto& change : changes) config::apply_setting(*root, change, diagnostics);
  OwnershipSpec spec;
  config::Reader reader(std::move(*root), "ownership", catalogue, diagnostics);
  reader.read(spec);
  if (!diagnostics.failed()) reader.report(check(spec));
  return diagnostics.failed() ? std::nullopt : std::optional(std::move(spec));
}

}  // namespace icekeel::analysis
