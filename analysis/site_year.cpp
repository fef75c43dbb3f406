// SPDX-License-Identifier: Apache-2.0
#include "analysis/site_year.h"

#include <algorithm>
#include <cmath>
#include <fstream>

#include "simulator/base/expect.h"
#include "simulator/base/units.h"
#include "simulator/facility/cooling_plant.h"
#include "simulator/facility/epw.h"
#include "simulator/facility/root.h"
#include "simulator/facility/weather.h"
#include "simulator/power/electrical_chain.h"

namespace icekeel::analysis {
namespace {

constexpr std::uint64_t seed = 42;
constexpr int most_rounds = 20;
constexpr double settled = 1e-12;

Power critical(const facility::PlantStep& plant) {
  return plant.cdu_pumps + plant.air_fans;
}

facility::HeatLoad heat_of(const SiteYearSpec& site, Power it, Power room) {
  return {site.liquid_share * it, (1.0 - site.liquid_share) * it + room, room};
}

Power in_room(const power::ChainStep& chain) {
  return chain.losses_in_room + chain.lighting;
}

/// Plant and chain, built for the design load.
struct Built {
  facility::CoolingPlant plant;
  power::ElectricalChain chain;
};

Built built(const SiteYearSpec& site) {
  const power::ElectricalChain bare(site.power, {site.design, {}, {}});
  const Power room =
      in_room(bare.step({site.design, {}, {}, {}, {}}, power::all_feeds(bare.feeds())));
  const auto heat = heat_of(site, site.design, room);
  facility::CoolingPlant plant(site.cooling, site.heat_reuse ? &*site.heat_reuse : nullptr, heat);
  const facility::Weather hot{Temperature::from_celsius(35), Temperature::from_celsius(24), 0.4,
                              Pressure::si(101325)};
  const auto worst = plant.step(heat, hot, site.heat_reuse ? heat.total() : Power{});
  const Power mechanical = worst.cooling_power() - critical(worst) + worst.heat_pump;
  return {std::move(plant),
          power::ElectricalChain(site.power, {site.design, mechanical, critical(worst)})};
}

void add_hour(SiteYear& year, const SiteYearSpec& site, const Built& built,
              const facility::Weather& outdoor, Power demand, Power& room,
              facility::FixedPoint& search) {
  // Losses warm the room, the room loads the plant, the plant the chain.
  search.restart();
  facility::PlantStep plant;
  power::ChainStep chain;
  for (int round = 0; round < most_rounds; ++round) {
    plant = built.plant.step(heat_of(site, site.load, room), outdoor, demand);
    chain = built.chain.step({site.load,
                              plant.cooling_power() - critical(plant) + plant.heat_pump,
                              critical(plant),
                              {},
                              {}},
                             power::all_feeds(built.chain.feeds()));
    const Power next = in_room(chain);
    if (std::abs((next - room).si()) <= settled * next.si()) break;
    room = Power::si(search.next(room.si(), next.si()));
  }
  const Duration hour = units::hour;
  const auto heat = heat_of(site, site.load, room);
  year.it += site.load * hour;
  year.cooling += plant.cooling_power() * hour;
  year.heat_pump += plant.heat_pump * hour;
  year.lighting += chain.lighting * hour;
  year.losses += (chain.losses_in_room + chain.losses_outside) * hour;
  year.liquid += heat.liquid * hour;
  year.heat_taken += plant.heat_taken * hour;
  year.heat_reused += (plant.heat_reused_gross - plant.heat_pump) * hour;
  year.water += plant.water.total() * hour;
  if (plant.set_point_missed) year.missed += hour;
}

facility::WeatherYear weather_of(const facility::ClimateSpec& climate) {
  if (climate.normals) return facility::expand(climate, random_stream(seed, "weather"));
  std::ifstream file(climate.epw->resolved);
  auto read = facility::read_epw(file);
  ICEKEEL_EXPECT(read.year.has_value());
  return std::move(*read.year);
}

}  // namespace

void describe(config::Fields& f, SiteYearSpec& site) {
  f.required("climate", site.climate, "Where it stands.");
  f.required("power", site.power, "Electrical chain.");
  f.required("cooling", site.cooling, "Cooling plant.");
  f.optional("heat_reuse", site.heat_reuse, "Heat given away.");
  f.required("design", site.design, "IT power that chain and plant are built for.",
             {.above_least = true});
  f.required("load", site.load, "IT power all year.", {.above_least = true});
  f.optional("liquid_share", site.liquid_share, "Share of the IT heat that goes to liquid.",
             {.most = 1.0});
}

std::vector<config::Finding> check(const SiteYearSpec& site) {
  std::vector<config::Finding> found = facility::check(site.climate);
  const auto add = [&](const std::vector<config::Finding>& more) {
    found.insert(found.end(), more.begin(), more.end());
  };
  add(facility::check(site.cooling));
  add(power::check_electrical(site.power));
  if (site.heat_reuse) add(facility::check(*site.heat_reuse));
  if (site.load > site.design)
    found.push_back({"load", "the load is above the design", "give a larger design"});
  return found;
}

SiteYear year_of(const SiteYearSpec& site) {
  const Built plant = built(site);
  const facility::WeatherYear weather = weather_of(site.climate);
  SiteYear year;
  Power room;
  facility::FixedPoint search;
  for (std::size_t hour = 0; hour < weather.hours().size(); ++hour) {
    const double second = weather.first().si() + 3600.0 * static_cast<double>(hour);
    const Power demand =
        site.heat_reuse ? facility::heat_demand(site.heat_reuse->demand, weather.day_mean(second))
                        : Power{};
    add_hour(year, site, plant, weather.hours()[hour], demand, room, search);
  }
  return year;
}

}  // namespace icekeel::analysis
