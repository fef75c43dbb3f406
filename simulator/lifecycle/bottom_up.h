// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What parts embody, from their areas, capacities and masses: two published methods.
///
/// ACT (Gupta et al., ISCA 2022; code at facebookresearch/ACT):
///
///     logic    area (CI energy_per_area + gases + materials) / yield
///     memory   capacity carbon_per_capacity / yield
///     package  a constant each
///
/// BoaviztAPI 2.4.1, boaviztapi/data/factors.yml and models/component/gpu.py: a linear sum over the
/// parts of a graphics card, in which memory counts by the wafer area that its dies take.
///
/// See simulator/docs/methods/life-cycle.md.
/// Verified by: tests/unit/lifecycle/bottom_up_test.cpp.

#include <string_view>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"

namespace icekeel::lifecycle {

using EnergyPerArea = decltype(Energy{} / Area{});
using CarbonPerData = decltype(Mass{} / Information{});

/// A process that makes logic, by ACT.
struct FabSpec {
  static constexpr std::string_view catalogue_kind = "fabs";
  EnergyPerArea energy;
  SurfaceDensity gases, materials;  ///< greenhouse gas over the area
  CarbonIntensity carbon;           ///< of the fab's electricity
  double yield = 1;
  Mass package;  ///< of one packaged circuit
};

/// Greenhouse gas of making an area of good dies, without packages.
SurfaceDensity carbon_per_area(const FabSpec& fab);
Mass logic(const FabSpec& fab, Area area, int packages);
/// Memory and drives: their makers publish greenhouse gas for a capacity.
Mass memory(CarbonPerData carbon, Information capacity, double yield, int packages, Mass package);

/// Factors of BoaviztAPI's sum for a graphics card.
struct CardFactors {
  static constexpr std::string_view catalogue_kind = "card-factors";
  double casing = 0, heat_sink = 0, assembly = 0, end_of_life = 0;  ///< for a mass
  SurfaceDensity board, die, memory;                                ///< for an area
  Quantity<Dimension{.length = -1}> boat, truck, plane;             ///< for a mass and a distance
  Quantity<Dimension{.length = 2, .information = -1}> memory_area;  ///< raw, for a capacity
  double memory_dies = 1;  ///< that the capacity is split over
  Length wafer_diameter, scribe;
  double defects = 0;  ///< in a square centimetre
};

struct CardSpec {
  Mass casing, heat_sink, whole;
  Area board, die;  ///< of the die the effective area
  Information memory;
  Length boat, truck, plane;
};

/// Wafer area that a die of this area takes, with the wafer's edge and dies that fail.
Area effective_area(const CardFactors& factors, Area die);
Mass card_memory(const CardFactors& factors, Information capacity);
Mass card(const CardFactors& factors, const CardSpec& spec);

void describe(config::Fields& f, FabSpec& fab);
void describe(config::Fields& f, CardFactors& factors);

}  // namespace icekeel::lifecycle
