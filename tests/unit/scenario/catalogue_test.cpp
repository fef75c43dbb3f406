// SPDX-License-Identifier: Apache-2.0
// The whole catalogue: every entry of every kind reads, says what it is, and every number in it
// says where it is from.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>

#include "analysis/compression.h"
#include "analysis/cooling_strategies.h"
#include "analysis/equivalences.h"
#include "analysis/facility_figures.h"
#include "analysis/federated_shares.h"
#include "analysis/footprint.h"
#include "analysis/matrix_work.h"
#include "analysis/money/ownership_spec.h"
#include "analysis/talks/talk.h"
#include "analysis/validate_federated.h"
#include "analysis/validate_inference.h"
#include "analysis/validate_making.h"
#include "analysis/validate_published.h"
#include "analysis/video_tracking.h"
#include "platforms/access_line.h"
#include "platforms/device.h"
#include "platforms/machine.h"
#include "simulator/config/document.h"
#include "simulator/config/neighbours.h"
#include "simulator/config/reader.h"
#include "simulator/config/units_text.h"
#include "simulator/config/yaml_parser.h"
#include "simulator/facility/adsorption_chiller.h"
#include "simulator/facility/battery.h"
#include "simulator/facility/heat_tank.h"
#include "simulator/facility/recirculation.h"
#include "simulator/facility/solar_array.h"
#include "simulator/lifecycle/bottom_up.h"
#include "simulator/reliability/node_failures.h"
#include "tests/unit/scenario/samples.h"
#include "workloads/hpl.h"
#include "workloads/serving.h"

namespace icekeel::scenario {
namespace {

using config::Node;

const std::vector<std::string> roots{ICEKEEL_SOURCE_DIR "/platforms/catalogue",
                                     ICEKEEL_SOURCE_DIR "/workloads/catalogue"};

/// What is wrong with an entry when it is read as that spec; empty if nothing is.
template <class Spec>
std::string problems_of(const std::string& file) {
  config::Diagnostics diagnostics;
  const auto catalogue = test::catalogue();
  if (auto root = config::load_document(file, diagnostics)) {
    Spec spec;
    config::Reader(std::move(*root), file, catalogue, diagnostics).read(spec);
  }
  return diagnostics.text("");
}

// The same for an entry whose size the user gives.
template <class Spec>
std::string problems_with(const std::string& size, const std::string& file) {
  config::Diagnostics diagnostics;
  const auto text = fmt::format("like: {}/{}\n{}\n", Spec::catalogue_kind,
                                std::filesystem::path(file).stem().string(), size);
  const auto source = diagnostics.add_source(config::Source::of("sized.yaml", text));
  if (auto root = config::parse_yaml(text, source, diagnostics)) {
    Spec spec;
    config::Reader(std::move(*root), file, test::catalogue(), diagnostics).read(spec);
  }
  return diagnostics.text("");
}

template <class... Specs>
std::map<std::string, std::function<std::string(const std::string&)>> readers_of() {
  return {{std::string(Specs::catalogue_kind), problems_of<Specs>}...};
}

// A kind without a reader here is a kind that nothing reads.
const auto readers = [] {
  auto all = readers_of<
      platforms::ChipSpec, platforms::NodeSpec, platforms::RackSpec, platforms::FabricSpec,
      platforms::StorageSpec, platforms::MachineSpec, power::StageSpec, power::GeneratorSpec,
      power::ElectricalSpec, facility::CoolingSpec, facility::ClimateSpec, facility::GridSpec,
      facility::DemandSpec, workloads::ModelSpec, workloads::JobSpec, workloads::EfficiencySpec,
      workloads::WeightFormatSpec, workloads::ServingEfficiencySpec, SiteSpec,
      analysis::PublishedSpec, analysis::StrategySpec, analysis::FacilityFigures,
      reliability::ReliabilitySpec, reliability::NodeFailureSpec, facility::RecirculationSpec,
      workloads::LinpackMethodSpec, lifecycle::LifeCycleSpec, lifecycle::FabSpec,
      lifecycle::CardFactors, analysis::EquivalenceBasis, analysis::TerminalSpec, analysis::UseSpec,
      config::NeighboursSpec, analysis::MakingSpec, platforms::DeviceSpec, platforms::LineSpec,
      platforms::WanSpec, analysis::FederatedSharesSpec, analysis::FederatedRatioSpec,
      analysis::CompressorSpec, analysis::ArithmeticUnits, analysis::TrackerSpec, talks::TalkSpec,
      analysis::InferenceFigures>();
  all["places"] = problems_of<analysis::SiteYearSpec>;
  all["ownership"] = problems_of<analysis::OwnershipSpec>;
  all["solar"] = [](const std::string& file) {
    return problems_with<facility::SolarArraySpec>("peak: 1 MW", file);
  };
  all["batteries"] = [](const std::string& file) {
    return problems_with<facility::BatterySpec>("capacity: 1 MWh\npower: 1 MW", file);
  };
  all["adsorption-chillers"] = [](const std::string& file) {
    return problems_with<facility::AdsorptionSpec>("capacity: 1 MW", file);
  };
  all["heat-tanks"] = [](const std::string& file) {
    return problems_with<facility::HeatTankSpec>("hot: 80 degC\ncold: 50 degC", file);
  };
  return all;
}();

struct Entry {
  std::string kind;
  std::string name;
  std::string file;
};

std::vector<Entry> entries() {
  std::vector<Entry> all;
  const auto catalogue = test::catalogue();
  for (const auto& kind : catalogue.kinds())
    for (const auto& name : catalogue.names(kind))
      all.push_back({kind, name, catalogue.find(kind, name)->string()});
  return all;
}

Node parsed(const std::string& text) {
  config::Diagnostics diagnostics;
  const auto source = diagnostics.add_source(config::Source::of("entry.yaml", text));
  auto root = config::parse_yaml(text, source, diagnostics);
  EXPECT_FALSE(diagnostics.failed()) << diagnostics.text();
  return root.value_or(Node{});
}

Node document(const Entry& entry) {
  config::Diagnostics diagnostics;
  return config::load_document(entry.file, diagnostics).value_or(Node{});
}

// Also a count as 1.4T; not a word that begins with a digit, as 2N.
bool is_number(const Node& node) {
  return node.is_scalar() && !node.quoted &&
         (config::parse_count(node.text) ||
          std::holds_alternative<config::WrittenQuantity>(config::parse_quantity(node.text)));
}

// Texts that are no settings.
bool is_prose(const std::string& key) {
  return key == "name" || key == "description" || key == "like" || key == "source" ||
         key == "estimate" || key == "scope" || key == "note";
}

/// Paths of the numbers that neither they nor a mapping around them give an origin for.
std::vector<std::string> without_origin(const Node& node, const std::string& path = "") {
  const auto given = [&](const char* key) {
    const Node* text = node.find(key);
    return text && text->is_scalar() && !text->text.empty();
  };
  if (given("source") || given("estimate")) return {};
  if (is_number(node)) return {path};
  std::vector<std::string> found;
  const auto look = [&](const Node& below, const std::string& at) {
    const auto more = without_origin(below, at);
    found.insert(found.end(), more.begin(), more.end());
  };
  for (const auto& entry : node.entries)
    if (!is_prose(entry.key)) look(entry.value, path.empty() ? entry.key : path + "." + entry.key);
  for (std::size_t i = 0; i < node.items.size(); ++i)
    look(node.items[i], path + "[" + std::to_string(i) + "]");
  return found;
}

TEST(WholeCatalogue, HasEntriesOfManyKinds) {
  std::set<std::string> kinds;
  for (const auto& entry : entries()) kinds.insert(entry.kind);
  EXPECT_GE(kinds.size(), 14u);
}

TEST(WholeCatalogue, EveryEntryReadsWithoutAMessage) {
  for (const auto& entry : entries()) {
    const auto reader = readers.find(entry.kind);
    ASSERT_NE(reader, readers.end()) << "no spec reads entries of the kind " << entry.kind;
    EXPECT_EQ(reader->second(entry.file), "");
  }
}

TEST(WholeCatalogue, EveryEntrySaysWhatItIs) {
  for (const auto& entry : entries()) {
    const auto root = document(entry);
    const Node* description = root.find("description");
    ASSERT_TRUE(description) << entry.file;
    EXPECT_GE(description->text.size(), 10u) << entry.file;
  }
}

// Also where it holds no number, as a list of names.
TEST(WholeCatalogue, EveryEntrySaysWhereItIsFrom) {
  for (const auto& entry : entries()) {
    std::ifstream stream(entry.file);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_TRUE(text.find("source:") != std::string::npos ||
                text.find("estimate:") != std::string::npos)
        << entry.file;
  }
}

TEST(WholeCatalogue, EveryNumberSaysWhereItIsFrom) {
  for (const auto& entry : entries())
    EXPECT_EQ(without_origin(document(entry)), std::vector<std::string>{}) << entry.file;
}

TEST(WholeCatalogue, NamesAreGivenOnce) {
  std::map<std::string, std::string> titles, files;
  const config::Catalogue platforms_only({roots[0]}), workloads_only({roots[1]});
  for (const auto& entry : entries()) {
    EXPECT_FALSE(platforms_only.find(entry.kind, entry.name) &&
                 workloads_only.find(entry.kind, entry.name))
        << entry.kind << "/" << entry.name << " lies in both catalogues";
    const auto root = document(entry);
    const Node* title = root.find("name");
    if (!title || entry.kind == "stages") continue;  // a stage's name is its place in the chain
    const auto [other, is_new] = titles.emplace(entry.kind + ": " + title->text, entry.file);
    EXPECT_TRUE(is_new) << entry.file << " and " << other->second << " are both called '"
                        << title->text << "'";
  }
}

TEST(WholeCatalogue, HasOnlyYamlFilesInFoldersOfKinds) {
  namespace fs = std::filesystem;
  for (const auto& root : roots)
    for (const auto& file : fs::recursive_directory_iterator(root)) {
      if (file.is_directory()) continue;
      EXPECT_EQ(file.path().extension(), ".yaml") << file.path();
      EXPECT_EQ(file.path().parent_path().parent_path(), fs::path(root)) << file.path();
    }
}

// The test itself: would it find a number without a source?
TEST(WholeCatalogue, ANumberWithoutAnOriginIsFound) {
  using Paths = std::vector<std::string>;
  EXPECT_EQ(without_origin(parsed("power: 10.2 kW\n")), Paths{"power"});
  EXPECT_EQ(without_origin(parsed("share: -.5\n")), Paths{"share"});
  EXPECT_EQ(without_origin(parsed("tokens: 1.4T\n")), Paths{"tokens"});
  EXPECT_EQ(without_origin(parsed("fans: {count: 6, flow: {value: 1 m3/s, source: S}}\n")),
            Paths{"fans.count"});
  EXPECT_EQ(without_origin(parsed("drives: [{count: 2, source: S}, {count: 8}]\n")),
            Paths{"drives[1].count"});
  EXPECT_EQ(without_origin(parsed("source: ''\npower: 3 W\n")), Paths{"power"});
  EXPECT_EQ(without_origin(parsed("source: S\ndeep: {in: [1, {it: 2}]}\n")), Paths{});
  EXPECT_EQ(without_origin(parsed("power: {value: 10.2 kW, estimate: E}\n")), Paths{});
  EXPECT_EQ(without_origin(parsed("name: 7\ntopology: 2N\nkind: chilled-water\nflag: true\n")),
            Paths{});
}

}  // namespace
}  // namespace icekeel::scenario
