// SPDX-License-Identifier: Apache-2.0
// Every entry of the hardware catalogue can be read, passes its checks and says where it is from.
#include <gtest/gtest.h>

#include "platforms/fabric.h"
#include "platforms/hall.h"
#include "platforms/machine.h"
#include "platforms/storage.h"
#include "simulator/base/units.h"
#include "tests/unit/platforms/catalogue_entry.h"

namespace icekeel::platforms {
namespace {

std::vector<std::string> names(const std::string& kind) {
  return config::Catalogue({catalogue_folder()}).names(kind);
}

void expect_none(const std::vector<config::Finding>& findings, const std::string& name) {
  for (const auto& finding : findings)
    ADD_FAILURE() << name << "." << finding.path << ": " << finding.message;
}

TEST(HardwareCatalogue, ChipsAreSound) {
  ASSERT_FALSE(names("chips").empty());
  for (const auto& name : names("chips"))
    expect_none(check_chip(catalogue_entry<ChipSpec>(name)), name);
}

TEST(HardwareCatalogue, NodesAreSound) {
  ASSERT_FALSE(names("nodes").empty());
  for (const auto& name : names("nodes"))
    expect_none(check_node(catalogue_entry<NodeSpec>(name)), name);
}

TEST(HardwareCatalogue, MachinesAreSoundAndMadeOfNodesOfTheCatalogue) {
  ASSERT_FALSE(names("machines").empty());
  for (const auto& name : names("machines")) {
    const auto machine = catalogue_entry<MachineSpec>(name);
    expect_none(check_machine(machine), name);
    EXPECT_NO_THROW(catalogue_entry<NodeSpec>(machine.node)) << name;
  }
}

TEST(HardwareCatalogue, HasTheMachinesOfTheListsAndTheFleets) {
  for (const char* name :
       {"frontier",   "el-capitan", "aurora",      "jupiter",     "eagle",         "fugaku",
        "alps",       "hpc6",       "lumi",        "leonardo",    "summit",        "sierra",
        "perlmutter", "selene",     "taihulight",  "tianhe-2a",   "jean-zay-v100", "jean-zay-a100",
        "jean-zay",   "h100-24576", "h100-350000", "gb200-400000"})
    EXPECT_GT(catalogue_entry<MachineSpec>(name).nodes, 0) << name;
  EXPECT_EQ(catalogue_entry<MachineSpec>("selene").nodes, 560);
  EXPECT_NEAR(static_cast<double>(catalogue_entry<MachineSpec>("gb200-400000").nodes * 72), 400e3,
              72);
}

TEST(HardwareCatalogue, RacksAreSoundAndTheFloorBearsThem) {
  ASSERT_FALSE(names("racks").empty());
  for (const auto& name : names("racks")) {
    HallSpec hall;
    hall.racks.push_back(catalogue_entry<RackGroup>(name));
    expect_none(check_hall(hall), name);
  }
}

TEST(HardwareCatalogue, FabricsConnectAThousandNodesOfTwoAdapters) {
  ASSERT_FALSE(names("fabrics").empty());
  for (const auto& name : names("fabrics"))
    expect_none(check_fabric(catalogue_entry<FabricSpec>(name), 2, 1000), name);
}

TEST(HardwareCatalogue, StorageDrawsMoreWhenItWorks) {
  ASSERT_FALSE(names("storage").empty());
  for (const auto& name : names("storage")) {
    const auto storage = catalogue_entry<StorageSpec>(name);
    EXPECT_LT(storage_power(storage, 0.0), storage_power(storage, 1.0)) << name;
  }
}

// Whether the text is a number, with or without a unit.
bool is_number(const config::Node& node) {
  return node.is_scalar() && !node.quoted && !node.text.empty() && node.text[0] >= '0' &&
         node.text[0] <= '9';
}

void expect_provenance(const config::Node& node, const std::string& path, bool covered) {
  covered = covered || (node.is_map() && (node.find("source") || node.find("estimate")));
  EXPECT_TRUE(covered || !is_number(node)) << path << " has no source and no estimate";
  for (const auto& entry : node.entries)
    if (entry.key != "description" && entry.key != "name")
      expect_provenance(entry.value, path + "." + entry.key, covered);
  for (const auto& item : node.items) expect_provenance(item, path + "[]", covered);
}

TEST(HardwareCatalogue, EveryNumberSaysWhereItIsFrom) {
  for (const std::string kind :
       {"chips", "nodes", "racks", "fabrics", "storage", "stages", "electrical"})
    for (const auto& name : names(kind)) {
      config::Diagnostics diagnostics;
      const auto root = config::load_document(
          catalogue_folder() + "/" + kind + "/" + name + ".yaml", diagnostics);
      ASSERT_TRUE(root) << diagnostics.text();
      // How many of what an arrangement has is a choice, not a measured value.
      if (kind != "electrical") expect_provenance(*root, kind + "/" + name, false);
    }
}

// The reference node as it is shown in talks, part by part.
TEST(HardwareCatalogue, HasAChipOfEveryKindThatTrains) {
  using enum Precision;
  const std::vector<std::pair<const char*, Precision>> kinds{
      {"v100-32gb-sxm", fp16}, {"a100-40gb-sxm", bf16},  {"a100-40gb-pcie", bf16},
      {"a100-80gb-sxm", tf32}, {"a100-80gb-pcie", bf16}, {"h100-sxm", fp8},
      {"h100-pcie", fp8},      {"h200-sxm", fp8},        {"b200", fp4},
      {"gb200", fp4},          {"gh200", fp8},           {"mi250x", bf16},
      {"mi300x", fp8},         {"tpu-v3", bf16},         {"tpu-v4", bf16},
      {"tpu-v5e", bf16},       {"tpu-v5p", bf16},        {"trainium-1", bf16},
      {"trainium-2", fp8},     {"xeon-8480c-pair", bf16}};
  for (const auto& [name, precision] : kinds)
    EXPECT_GT(peak_rate(catalogue_entry<ChipSpec>(name), precision), ComputeRate{}) << name;
  // What they lack, they do not have.
  EXPECT_EQ(peak_rate(catalogue_entry<ChipSpec>("v100-32gb-sxm"), bf16), ComputeRate{});
  EXPECT_EQ(peak_rate(catalogue_entry<ChipSpec>("a100-80gb-sxm"), fp8), ComputeRate{});
  EXPECT_EQ(peak_rate(catalogue_entry<ChipSpec>("tpu-v4"), fp16), ComputeRate{});
}

TEST(HardwareCatalogue, KnowsTheDgxH200) {
  const auto node = catalogue_entry<NodeSpec>("dgx-h200");
  EXPECT_EQ(node.chips, 8);
  EXPECT_NEAR(chip_memory(node).in(units::gigabyte), 1128.0, 1e-9);
  EXPECT_NEAR(peak_rate(node, Precision::fp8).in(1e3 * units::teraflop_per_second), 15.8, 0.05);
  EXPECT_EQ(node.chip_switches.count, 4);
  EXPECT_EQ(node.cpu.sockets * node.cpu.cores, 112);
  EXPECT_DOUBLE_EQ(node.cpu.clock.si(), 2.0e9);
  EXPECT_DOUBLE_EQ(node.cpu.boost.si(), 3.8e9);
  EXPECT_DOUBLE_EQ(node.memory.in(units::gigabyte), 2000.0);
  EXPECT_EQ(node.nics.count, 8);
  EXPECT_DOUBLE_EQ(injection_rate(node).in(units::gigabit_per_second), 3200.0);
  ASSERT_EQ(node.drives.size(), 2u);
  EXPECT_EQ(node.drives[0].count, 2);
  EXPECT_DOUBLE_EQ(node.drives[0].capacity.in(units::gigabyte), 1920.0);
  EXPECT_EQ(node.drives[1].count, 8);
  EXPECT_DOUBLE_EQ(node.drives[1].capacity.in(units::gigabyte), 3840.0);
  EXPECT_DOUBLE_EQ(node.mass.si(), 130.45);
  EXPECT_NEAR(node.size.height.si(), 0.356, 1e-12);
  EXPECT_NEAR(node.size.width.si(), 0.4822, 2e-4);
  EXPECT_NEAR(node.size.depth.si(), 0.8971, 1e-12);
  EXPECT_NEAR(node.air.least.celsius(), 5.0, 1e-9);
  EXPECT_NEAR(node.air.most.celsius(), 30.0, 1e-9);
  EXPECT_DOUBLE_EQ(node.power_max.in(units::kilowatt), 10.2);
  EXPECT_EQ(node.supplies.count, 6);
  EXPECT_EQ(node.supplies.needed, 4);
  EXPECT_NEAR(node.fans.flow.si(), 1105 * 0.3048 * 0.3048 * 0.3048 / 60, 5e-5);
}

TEST(HardwareCatalogue, LiquidRacksGiveMostOfTheirHeatToTheLiquid) {
  EXPECT_DOUBLE_EQ(liquid_share(catalogue_entry<RackSpec>("dgx-h200-4")), 0.0);
  EXPECT_DOUBLE_EQ(liquid_share(catalogue_entry<RackSpec>("dgx-h200-4-liquid")), 0.85);
  EXPECT_DOUBLE_EQ(liquid_share(catalogue_entry<RackSpec>("dgx-h100-4-immersion")), 1.0);
}

}  // namespace
}  // namespace icekeel::platforms
