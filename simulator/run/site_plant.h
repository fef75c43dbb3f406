// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What feeds and cools a site, interval by interval, and the books of it.

#include <optional>
#include <vector>

#include "simulator/facility/coolant_loop.h"
#include "simulator/facility/cooling_plant.h"
#include "simulator/facility/grid_account.h"
#include "simulator/facility/heat_tank.h"
#include "simulator/facility/on_site_energy.h"
#include "simulator/facility/room_mass.h"
#include "simulator/facility/root.h"
#include "simulator/power/chain_dynamics.h"
#include "simulator/power/electrical_chain.h"
#include "simulator/run/ledger.h"
#include "simulator/run/load_watch.h"
#include "simulator/run/unit_plant.h"
#include "simulator/scenario/scenario.h"

namespace icekeel::run {

/// Mean powers of a site over an interval, each from its own meter.
struct SiteStep {
  Power it;
  Power electrical_loss;
  Power lighting;
  Power grid;  ///< of the utilities and the generators
  std::vector<Power> feeds;
  facility::PlantStep plant;
  facility::Weather weather;
  Power heat_demand;
  facility::OnSiteStep on_site;
  facility::TankStep tank;
  Power heat_delivered;  ///< at the district boundary, behind the tank

  Power cooling() const { return plant.cooling_power(); }
  /// Heat delivered at the district boundary less the electricity of the heat pump.
  Power heat_reused() const { return heat_delivered - plant.heat_pump; }
};

/// What hangs on the meters of the machine over an interval.
struct ItLoad {
  Power power;
  Power liquid_heat;            ///< the part whose heat goes to liquid
  Power compute{};              ///< the part without fans and supplies of the nodes
  std::vector<Power> groups{};  ///< of it, the racks by cord group; empty: spread evenly
};

class SitePlant {
 public:
  explicit SitePlant(const scenario::Site& site, Timestamp start);

  const power::ElectricalChain& chain() const { return chain_; }
  const power::ChainState& state() const { return dynamics_.state(); }
  power::ChainDynamics& dynamics() { return dynamics_; }
  const power::ChainDynamics& dynamics() const { return dynamics_; }
  /// What the chain does with that load in its state of now; nothing is booked.
  power::ChainStep chain_step(const ItLoad& load, Duration at) const;

  /// The step of load that generators take at once, over their rating: all that does not hang on
  /// a UPS, and a UPS without walk-in.
  double generator_step(std::size_t part, const ItLoad& load, Duration at) const;
  void see_generator_step(double share);

  LoadWatch& watch() { return watch_; }
  /// Whether such a swing of the racks' load is larger than those seen before.
  bool is_larger(const power::LoadSwing& swing) const;
  /// What of it reaches the utility, or the generators while they carry, at that load.
  void see(const power::LoadSwing& swing, const ItLoad& load);
  const SeenSwings& seen_swings() const { return seen_; }
  /// The smallest of the classes of the generators, over their rating; nothing without classes.
  std::optional<double> allowed_generator_step() const;

  /// What the plant does in steady state with that load; nothing is booked.
  SiteStep step(const ItLoad& load, Duration at) const;

  void set_cdu_pumps(bool on) { cdu_pumps_work_ = on; }
  void set_cooling(bool on) { cooling_works_ = on; }
  bool cooling_works() const { return cooling_works_; }
  /// The plant works and has power.
  bool cooling() const;
  /// Temperatures at which nodes slow down or stop.
  struct Limits {
    std::vector<Temperature> coolant, air;
  };
  /// Whether coolant or air are away from their steady state.
  bool warms() const;
  /// While coolant or air are away from their steady state: when to look at them next. They are
  /// looked at when they reach one of these temperatures, and every second between the first and
  /// the last.
  std::optional<Duration> next_look(const Limits& limits, const ItLoad& load) const;

  /// Books an interval that has passed.
  SiteStep settle(const ItLoad& load, Duration from, Duration to);

  const Balance& electricity() const { return electricity_; }
  const Balance& heat() const { return heat_; }
  /// Of the battery at the connection to the grid; nothing without one.
  /// Of the tank of hot water, and of the heat between plant and network; nothing without one.
  const Balance* tank() const { return tank_ ? &tank_books_ : nullptr; }
  const Balance* reuse() const { return site_.spec.heat_reuse ? &reuse_books_ : nullptr; }
  /// Cold that facility water made.
  Energy adsorbed() const { return adsorbed_; }
  const Balance* battery() const { return site_.spec.on_site ? &battery_ : nullptr; }
  /// What the site uses, wherever it comes from; batteries count with what they lose.
  Energy facility_energy() const;
  Energy battery_loss() const;
  Energy curtailed() const { return curtailed_; }
  Power peak() const { return peak_; }
  Mass water() const { return water_; }
  Duration set_point_missed() const { return missed_; }
  Duration air_class_left() const { return air_class_left_; }
  Duration liquid_class_left() const { return liquid_class_left_; }
  std::int64_t out_of_range() const { return out_of_range_; }
  Energy heat_delivered() const { return delivered_; }
  Energy compute() const { return compute_; }
  /// Heat that racks gave to liquid.
  Energy liquid_heat() const { return liquid_; }
  Duration overloaded() const { return overloaded_; }
  const facility::GridAccount& grid_account() const { return grid_account_; }

 private:
  power::ChainLoad chain_load(const ItLoad& load, const facility::PlantStep& plant) const;
  void book(const SiteStep& step, const power::ChainStep& chain, Duration length);
  void pass_tank(SiteStep& step, Duration length);
  void book_on_site(const facility::OnSiteStep& step, Duration length);
  /// What reaches the plant.
  struct PlantHeat {
    Power liquid;    ///< through its CDUs
    Power more_air;  ///< that the room gives back, beside the heat of the load
  };
  struct Solved {
    SiteStep step;
    power::ChainStep chain;
    PlantHeat heat{};
  };
  Solved solve(const ItLoad& load, PlantHeat heat, Duration at) const;
  Solved solve(const ItLoad& load, Duration at) const {
    return solve(load, {load.liquid_heat, {}}, at);
  }
  Solved cooled(const ItLoad& load, Duration from, Duration to);
  Solved uncooled(const ItLoad& load, Duration from, Duration to);
  void pass_unit(Solved& solved, const ItLoad& load, Duration length);
  bool cdu_pumps_run() const;
  Solved without_plant(Solved now, const ItLoad& load) const;
  static void read_chain(const power::ChainStep& chain, SiteStep& step);

  const scenario::Site& site_;
  Timestamp start_;
  facility::CoolingPlant plant_;
  std::optional<UnitPlant> unit_;  // simulates it
  power::ElectricalChain chain_;
  power::ChainDynamics dynamics_;
  mutable facility::FixedPoint search_;     // for a consistent state
  mutable facility::PlantStep last_plant_;  // what held when the plant last had power

  std::optional<facility::CoolantLoop> coolant_;
  facility::RoomMass room_;
  bool cdu_pumps_work_ = true, cooling_works_ = true;
  Power last_liquid_, last_air_;  // mean heat of the last interval, and what it found
  Temperature last_coolant_, last_inlet_;

  std::optional<facility::HeatTank> tank_;
  Power tank_room_;  // what the tank can take in this interval
  Balance tank_books_{"heat tank"};
  Balance reuse_books_{"heat reuse"};
  Energy adsorbed_;
  facility::OnSiteEnergy on_site_;
  Energy curtailed_;
  facility::GridAccount grid_account_;
  Balance electricity_{"electricity"};
  Balance battery_{"battery"};
  Balance heat_{"heat"};
  std::vector<std::string> loss_terms_;  // by stage
  Power peak_;
  Mass water_;
  Energy delivered_, liquid_, compute_;
  Duration missed_, air_class_left_, liquid_class_left_;
  Duration overloaded_;
  std::int64_t out_of_range_ = 0;
  LoadWatch watch_;
  power::LoadSwing on_utility_, on_generators_;  // the largest of the racks' load
  SeenSwings seen_;
};

}  // namespace icekeel::run
