// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/cooling_plant.h"

#include <variant>

#include "simulator/base/expect.h"
#include "simulator/facility/fluids.h"
#include "simulator/facility/plants.h"

namespace icekeel::facility {
namespace {

using AnyPlant = std::variant<ChilledWaterPlant, WarmWaterPlant>;

AnyPlant plant_of(const CoolingSpec& spec, const std::optional<HeatReuse>& reuse) {
  if (spec.plant == PlantKind::warm_water) return WarmWaterPlant(spec, reuse);
  return ChilledWaterPlant(spec, reuse);
}

std::optional<HeatReuse> reuse_of(const CoolingSpec& spec, const ReuseSpec* reuse) {
  if (reuse == nullptr) return std::nullopt;
  ReuseSpec complete = *reuse;
  if (!complete.exchanger_heat) complete.exchanger_heat = spec.facility_water.design_heat;
  return HeatReuse(complete, spec.facility_water.range);
}

}  // namespace

WaterLoop::WaterLoop(const WaterLoopSpec& spec)
    : spec_(spec), rate_(*spec.design_heat / spec.range) {}

double WaterLoop::flow_ratio(Power heat) const {
  return flow_for(heat / *spec_.design_heat, spec_.pump.least_flow);
}

Power WaterLoop::pump(double flow_ratio) const {
  return pump_power(spec_.pump, water_flow(rate_), flow_ratio);
}

IndoorSide::IndoorSide(const CoolingSpec& cooling, Temperature coil_water,
                       TemperatureDifference coil_water_range)
    : loop(cooling.facility_water),
      air(cooling.air_handler, coil_water, coil_water_range),
      cdu(cooling.cdu, cooling.facility_water.range) {}

struct CoolingPlant::Parts {
  CoolingSpec spec;
  AnyPlant plant;
};

CoolingPlant::CoolingPlant(const CoolingSpec& cooling, const ReuseSpec* reuse, HeatLoad design) {
  ICEKEEL_EXPECT(check(cooling).empty());
  ICEKEEL_EXPECT(reuse == nullptr || check(*reuse).empty());
  const CoolingSpec spec = sized(cooling, design);
  parts_ = std::make_unique<const Parts>(Parts{spec, plant_of(spec, reuse_of(spec, reuse))});
}

CoolingPlant::~CoolingPlant() = default;
CoolingPlant::CoolingPlant(CoolingPlant&&) noexcept = default;
CoolingPlant& CoolingPlant::operator=(CoolingPlant&&) noexcept = default;

PlantStep CoolingPlant::step(HeatLoad load, const Weather& outdoor, Power heat_demand) const {
  ICEKEEL_EXPECT(load.liquid >= Power{} && load.air >= Power{} && heat_demand >= Power{});
  return std::visit([&](const auto& plant) { return plant.step(load, outdoor, heat_demand); },
                    parts_->plant);
}

const CoolingSpec& CoolingPlant::spec() const {
  return parts_->spec;
}

Power heat_imbalance(const PlantStep& step, HeatLoad load) {
  const Power in = load.total() + step.air_fans + step.cdu_pumps + step.pumps + step.chiller;
  return in - (step.heat_rejected + step.heat_taken + step.heat_stored);
}

}  // namespace icekeel::facility
