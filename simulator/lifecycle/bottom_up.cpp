// SPDX-License-Identifier: Apache-2.0
#include "simulator/lifecycle/bottom_up.h"

#include <cmath>
#include <numbers>

#include "simulator/base/units.h"

namespace icekeel::lifecycle {

SurfaceDensity carbon_per_area(const FabSpec& fab) {
  return (fab.carbon * fab.energy + fab.gases + fab.materials) / fab.yield;
}

Mass logic(const FabSpec& fab, Area area, int packages) {
  return carbon_per_area(fab) * area + static_cast<double>(packages) * fab.package;
}

Mass memory(CarbonPerData carbon, Information capacity, double yield, int packages, Mass package) {
  return carbon * capacity / yield + static_cast<double>(packages) * package;
}

Area effective_area(const CardFactors& factors, Area die) {
  const double side = std::sqrt(die.si()) + factors.scribe.si();
  const double area = side * side, diameter = factors.wafer_diameter.si();
  const double wafer = std::numbers::pi * diameter * diameter / 4.0;
  const double dies = wafer / area - std::numbers::pi * diameter / std::sqrt(2.0 * area);
  const double square_centimetres = area * 1e4;
  return Area::si(wafer / dies / std::exp(-std::sqrt(square_centimetres * factors.defects)));
}

Mass card_memory(const CardFactors& factors, Information capacity) {
  const Area die = factors.memory_area * capacity / factors.memory_dies;
  return factors.memory_dies * (factors.memory * effective_area(factors, die));
}

Mass card(const CardFactors& factors, const CardSpec& spec) {
  const double moved =
      factors.boat * spec.boat + factors.truck * spec.truck + factors.plane * spec.plane;
  return factors.casing * spec.casing + factors.heat_sink * spec.heat_sink +
         factors.board * spec.board + factors.die * spec.die + card_memory(factors, spec.memory) +
         (factors.assembly + factors.end_of_life + moved) * spec.whole;
}

void describe(config::Fields& f, FabSpec& fab) {
  f.required("energy", fab.energy, "Electricity for an area of wafer.");
  f.required("gases", fab.gases, "Greenhouse gas of gases that escape, for an area.");
  f.required("materials", fab.materials, "Greenhouse gas of raw materials, for an area.");
  f.required("carbon", fab.carbon, "Greenhouse gas of the fab's electricity.");
  f.required("yield", fab.yield, "Share of the dies that work.", {.most = 1, .above_least = true});
  f.required("package", fab.package, "Greenhouse gas of packaging one circuit.");
}

void describe(config::Fields& f, CardFactors& factors) {
  f.required("casing", factors.casing, "For the mass of the casing.");
  f.required("heat_sink", factors.heat_sink, "For the mass of the heat sink.");
  f.required("assembly", factors.assembly, "For the mass of the card.");
  f.required("end_of_life", factors.end_of_life, "For the mass of the card.");
  f.required("board", factors.board, "For the area of the board.");
  f.required("die", factors.die, "For the wafer area of the die.");
  f.required("memory", factors.memory, "For the wafer area of the memory's dies.");
  f.required("boat", factors.boat, "For the mass of the card and the distance.");
  f.required("truck", factors.truck, "For the mass of the card and the distance.");
  f.required("plane", factors.plane, "For the mass of the card and the distance.");
  f.required("memory_area", factors.memory_area, "Raw area of a capacity of memory.");
  f.required("memory_dies", factors.memory_dies, "Dies that the memory is split over.",
             {.least = 1});
  f.required("wafer_diameter", factors.wafer_diameter, "Of the wafers.", {.above_least = true});
  f.required("scribe", factors.scribe, "Width that is lost between dies.");
  f.required("defects", factors.defects, "In a square centimetre.");
}

}  // namespace icekeel::lifecycle
