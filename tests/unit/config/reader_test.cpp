// SPDX-License-Identifier: Apache-2.0
// The reader: fills structs, and says everything that is wrong at once.
#include "simulator/config/reader.h"

#include <gtest/gtest.h>

#include <fstream>

#include "simulator/base/units.h"
#include "simulator/config/document.h"
#include "simulator/config/yaml_parser.h"
#include "tests/support/scratch.h"

namespace icekeel::config {

enum class Colour { red, green };
template <>
struct Choices<Colour> {
  static constexpr std::array<std::string_view, 2> names{"red", "green"};
};

namespace {

struct PumpSpec {
  static constexpr std::string_view catalogue_kind = "pumps";
  Power pump_power;
  double efficiency = 0.7;
};
void describe(Fields& f, PumpSpec& pump) {
  f.required("pump_power", pump.pump_power, "Electric power of the pump.");
  f.optional("efficiency", pump.efficiency, "Hydraulic over electric power.", {.most = 1.0});
}

struct RackSpec {
  std::string name;
  std::int64_t nodes = 0;
  Power power_limit;
  Colour colour = Colour::red;
  std::optional<PumpSpec> cooling;
  std::vector<Temperature> points;
};
void describe(Fields& f, RackSpec& rack) {
  f.required("name", rack.name, "Name of the rack.");
  f.required("nodes", rack.nodes, "Number of nodes.", {.least = 1, .most = 1000});
  f.required("power_limit", rack.power_limit, "Most power.");
  f.optional("colour", rack.colour, "Colour of the door.");
  f.optional("cooling", rack.cooling, "Cooling of this rack.");
  f.optional("points", rack.points, "Set points.");
}

struct HallSpec {
  Duration duration;
  EnergyPrice price;
  std::vector<RackSpec> racks;
};
void describe(Fields& f, HallSpec& hall) {
  f.optional("duration", hall.duration, "How long.");
  f.optional("price", hall.price, "Price of energy.", {.least = -unlimited});
  f.optional("racks", hall.racks, "Racks of the hall.");
}

struct Input {
  Diagnostics diagnostics;
  HallSpec hall;
  explicit Input(std::string_view text, std::vector<std::string> settings = {}) {
    const auto source = diagnostics.add_source(Source::of("bad.yaml", text));
    auto root = parse_yaml(text, source, diagnostics);
    if (!root) return;
    for (const auto& setting : settings) apply_setting(*root, setting, diagnostics);
    const auto folder = scratch_folder() / "catalogue";
    std::filesystem::create_directories(folder / "pumps");
    std::ofstream(folder / "pumps/small.yaml") << "description: A small one.\n"
                                                  "pump_power: {value: 1.5 kW, source: plate}\n";
    std::ofstream(folder / "pumps/self.yaml") << "like: pumps/self\n";
    const Catalogue catalogue({folder});
    Reader reader(std::move(*root), "scenario", catalogue, diagnostics);
    reader.read(hall);
  }
  std::string text() const { return diagnostics.text(); }
};

TEST(Reader, FillsStructsListsAndDefaults) {
  const Input in(
      "duration: 1 d\n"
      "racks:\n"
      "  - {name: a, nodes: 4, power_limit: 40 kW, colour: green, points: [20 degC, 300 K]}\n");
  EXPECT_EQ(in.text(), "");
  ASSERT_EQ(in.hall.racks.size(), 1U);
  EXPECT_EQ(in.hall.racks[0].power_limit, 40.0 * units::kilowatt);
  EXPECT_EQ(in.hall.racks[0].colour, Colour::green);
  EXPECT_DOUBLE_EQ(in.hall.racks[0].points.at(1).kelvin(), 300.0);
}

TEST(Reader, TakesALoneMappingForAListOfOne) {
  const Input in("racks: {name: a, nodes: 4, power_limit: 40 kW}\n");
  EXPECT_EQ(in.text(), "");
  EXPECT_EQ(in.hall.racks.size(), 1U);
}

TEST(Reader, ReportsEveryErrorAtOnceWithPlaceAndRemedy) {
  const Input in(
      "duration: 1 day\n"
      "racks:\n"
      "  - name: a\n"
      "    nodes: 0\n"
      "    power_limit: 40 kW\n"
      "    cooling:\n"
      "      pump_powr: 1.5 kW\n"
      "  - name: b\n"
      "    nodes: 4\n"
      "    power_limit: 130 kWh\n"
      "    colour: gren\n");
  EXPECT_EQ(in.text(),
            "bad.yaml:1:11: error: 'day' is not a unit of duration\n"
            "    1 | duration: 1 day\n"
            "      |           ^\n"
            "      = units here: ns, us, ms, s, min, h, d\n"
            "bad.yaml:4:12: error: scenario.racks[0].nodes must be at least 1; this is '0'\n"
            "    4 |     nodes: 0\n"
            "      |            ^\n"
            "bad.yaml:7:7: error: scenario.racks[0].cooling needs 'pump_power'\n"
            "    7 |       pump_powr: 1.5 kW\n"
            "      |       ^\n"
            "      = electric power of the pump\n"
            "bad.yaml:7:7: error: scenario.racks[0].cooling has no setting 'pump_powr'\n"
            "    7 |       pump_powr: 1.5 kW\n"
            "      |       ^\n"
            "      = did you mean 'pump_power'?\n"
            "bad.yaml:10:18: error: scenario.racks[1].power_limit must be a power; '130 kWh' is an "
            "energy\n"
            "   10 |     power_limit: 130 kWh\n"
            "      |                  ^\n"
            "      = units here: W, kW, MW, GW\n"
            "bad.yaml:11:13: error: scenario.racks[1].colour cannot be 'gren'\n"
            "   11 |     colour: gren\n"
            "      |             ^\n"
            "      = did you mean 'green'?\n"
            "6 errors; nothing was simulated\n");
}

TEST(Reader, RefusesMissingUnitsNegativeAndNotANumber) {
  EXPECT_NE(Input("duration: 5\n").text().find("needs a unit; '5' has none"), std::string::npos);
  EXPECT_NE(Input("duration: -5 s\n").text().find("must be at least 0"), std::string::npos);
  EXPECT_NE(Input("duration: nan s\n").text().find("must be a finite number"), std::string::npos);
  EXPECT_EQ(Input("price: -0.05 EUR/kWh\n").text(), "");
  EXPECT_NE(Input("price: 0.05 USD/kWh\n").text().find("currency"), std::string::npos);
}

TEST(Reader, StartsFromTheCatalogue) {
  const Input in(
      "racks: {name: a, nodes: 4, power_limit: 40 kW, cooling: {like: small, efficiency: 0.8}}\n");
  EXPECT_EQ(in.text(), "");
  EXPECT_EQ(in.hall.racks[0].cooling->pump_power, 1.5 * units::kilowatt);
  EXPECT_DOUBLE_EQ(in.hall.racks[0].cooling->efficiency, 0.8);
}

TEST(Reader, OffersTheNearestCatalogueName) {
  const Input in("racks: {name: a, nodes: 4, power_limit: 40 kW, cooling: {like: pumps/smal}}\n");
  EXPECT_NE(in.text().find("the catalogue has no pumps/smal"), std::string::npos);
  EXPECT_NE(in.text().find("did you mean 'small'?"), std::string::npos);
}

TEST(Reader, RefusesAnEntryThatStartsFromItself) {
  const Input in("racks: {name: a, nodes: 4, power_limit: 40 kW, cooling: {like: self}}\n");
  EXPECT_NE(in.text().find("pumps/self starts from itself"), std::string::npos);
}

TEST(Reader, SettingsOfTheCommandLineWin) {
  const std::string text = "racks: {name: a, nodes: 4, power_limit: 40 kW, cooling: small}\n";
  const Input in(text, {"racks.nodes=8", "racks[0].cooling.efficiency=0.5", "duration=2 h"});
  EXPECT_EQ(in.text(), "");
  EXPECT_EQ(in.hall.racks[0].nodes, 8);
  EXPECT_DOUBLE_EQ(in.hall.racks[0].cooling->efficiency, 0.5);
  EXPECT_EQ(in.hall.duration, 2.0 * units::hour);
}

TEST(Reader, PlacesErrorsOfTheCommandLine) {
  const Input wrong("duration: 1 d\n", {"duration=1 furlong"});
  EXPECT_NE(wrong.text().find("--set:1:10: error: 'furlong' is not a unit of duration"),
            std::string::npos);
  EXPECT_NE(Input("duration: 1 d\n", {"durtion=1 d"}).text().find("did you mean 'duration'?"),
            std::string::npos);
  EXPECT_NE(Input("duration: 1 d\n", {"duration"}).text().find("sets nothing"), std::string::npos);
}

}  // namespace
}  // namespace icekeel::config
