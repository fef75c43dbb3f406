// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/chiller.h"

#include <algorithm>

#include "simulator/base/expect.h"

namespace icekeel::facility {
namespace {

Temperature clamped(Temperature t, Temperature least, Temperature most, int& out_of_range) {
  if (t < least || t > most) ++out_of_range;
  return std::clamp(t, least, most);
}

// The condenser water warms by the heat it takes, so the lift depends on the power it causes.
// With P = k lift that is linear: lift = (Tc,in + Q/C + approaches - Te) / (1 - k/C).
ChillerStep run_carnot(const CarnotChillerSpec& spec, Power heat, double load_ratio,
                       Temperature chilled, Temperature condenser, HeatCapacityRate rate) {
  const Temperature evaporating = chilled - spec.evaporator_approach;
  const double efficiency = spec.carnot_fraction * std::max(spec.part_load.at(load_ratio), 0.05);
  const HeatCapacityRate slope =
      heat / (efficiency * TemperatureDifference::si(evaporating.kelvin()));
  const TemperatureDifference lift_without =
      condenser + heat / rate + spec.condenser_approach - evaporating;
  // A flow too small for its heat would turn the sign; ten times the lift is far beyond use.
  const TemperatureDifference lift = lift_without / std::max(1.0 - slope / rate, 0.1);
  const Power by_lift = slope * std::max(lift, spec.least_lift);
  const Power compressor = std::max(by_lift, heat / spec.most_cop);
  return {compressor, heat + compressor, heat / compressor, 0};
}

// A record that falls to nothing inside its own range would stop the plant.
double relative_capacity(const CurveChillerSpec& spec, double x, double y) {
  return std::max(spec.capacity.at(x, y), 0.05);
}

ChillerStep run_curves(const CurveChillerSpec& spec, Power capacity, Power heat,
                       Temperature chilled, Temperature condenser) {
  ChillerStep step;
  const double x =
      clamped(chilled, spec.coldest_evaporator, spec.warmest_evaporator, step.out_of_range)
          .celsius();
  const double y =
      clamped(condenser, spec.coldest_condenser, spec.warmest_condenser, step.out_of_range)
          .celsius();
  const Power available = relative_capacity(spec, x, y) * capacity;
  const double load = std::min(heat / available, spec.most_part_load);
  // Beyond, the plant has let the water get warmer: more heat at the efficiency of full load.
  const double overload = std::max(heat / available / spec.most_part_load, 1.0);
  const double unloaded = std::max(load, spec.least_unloading);
  const double cycling = std::min(load / spec.least_part_load, 1.0);
  step.compressor = available / spec.reference_cop * spec.eir.at(x, y) *
                    spec.part_load.at(unloaded) * cycling * overload;
  step.condenser_heat = heat + step.compressor;
  step.cop = heat / step.compressor;
  return step;
}

}  // namespace

Chiller::Chiller(const ChillerSpec& spec) : spec_(spec) {
  ICEKEEL_EXPECT(spec.capacity && check(spec).empty());
}

Power Chiller::capacity(Temperature chilled, Temperature condenser) const {
  if (spec_.model == ChillerModel::carnot) return *spec_.capacity;
  const auto& curves = *spec_.curves;
  const double x =
      std::clamp(chilled, curves.coldest_evaporator, curves.warmest_evaporator).celsius();
  const double y =
      std::clamp(condenser, curves.coldest_condenser, curves.warmest_condenser).celsius();
  return relative_capacity(curves, x, y) * curves.most_part_load * *spec_.capacity;
}

ChillerStep Chiller::run(Power heat, Temperature chilled, Temperature condenser,
                         HeatCapacityRate condenser_rate) const {
  if (heat <= Power{}) return {};
  if (spec_.model == ChillerModel::curves)
    return run_curves(*spec_.curves, *spec_.capacity, heat, chilled, condenser);
  const double load = std::min(heat / *spec_.capacity, 1.0);
  return run_carnot(*spec_.carnot, heat, load, chilled, condenser, condenser_rate);
}

std::vector<config::Finding> check(const ChillerSpec& chiller) {
  if (chiller.model == ChillerModel::carnot && !chiller.carnot)
    return {{"carnot", "the model is 'carnot', but 'carnot' is not given",
             "give it, or 'model: curves' with 'curves'"}};
  if (chiller.model == ChillerModel::curves && !chiller.curves)
    return {{"curves", "the model is 'curves', but 'curves' is not given",
             "give it, or 'model: carnot' with 'carnot'"}};
  return {};
}

void describe(config::Fields& f, Quadratic& curve) {
  const config::Limits any{.least = -config::unlimited};
  f.required("a", curve.a, "Constant term.", any);
  f.required("b", curve.b, "Factor of x.", any);
  f.required("c", curve.c, "Factor of x^2.", any);
}

void describe(config::Fields& f, Biquadratic& curve) {
  const config::Limits any{.least = -config::unlimited};
  f.required("a", curve.a, "Constant term.", any);
  f.required("b", curve.b, "Factor of x.", any);
  f.required("c", curve.c, "Factor of x^2.", any);
  f.required("d", curve.d, "Factor of y.", any);
  f.required("e", curve.e, "Factor of y^2.", any);
  f.required("f", curve.f, "Factor of x y.", any);
}

void describe(config::Fields& f, CarnotChillerSpec& chiller) {
  f.required("carnot_fraction", chiller.carnot_fraction,
             "COP at full load as a share of the Carnot COP between evaporator and condenser.",
             {.least = 0.05, .most = 1.0});
  f.required("evaporator_approach", chiller.evaporator_approach,
             "Leaving chilled water above the evaporating temperature.");
  f.required("condenser_approach", chiller.condenser_approach,
             "Condensing temperature above the leaving condenser water.");
  f.required("least_lift", chiller.least_lift,
             "Least difference between condensing and evaporating temperature that the compressor "
             "works with.",
             {.above_least = true});
  f.required("most_cop", chiller.most_cop, "Highest COP, whatever the lift.", {.least = 1.0});
  f.required("part_load", chiller.part_load,
             "Efficiency relative to full load, a + b x + c x^2 of the share x of the capacity.");
}

void describe(config::Fields& f, CurveChillerSpec& chiller) {
  f.required("reference_cop", chiller.reference_cop, "COP at the reference point.", {.least = 0.5});
  f.required("capacity", chiller.capacity,
             "Capacity over the reference capacity; x leaving chilled water, y entering condenser "
             "water, both in degC.");
  f.required("eir", chiller.eir,
             "Electricity per heat over that at the reference point; x and y as for capacity.");
  f.required("part_load", chiller.part_load,
             "Electricity over that at full load, at a share x of the capacity.");
  f.required("least_part_load", chiller.least_part_load,
             "Share of the capacity below which the chiller cycles.", {.least = 0.01, .most = 1.0});
  f.required("least_unloading", chiller.least_unloading,
             "Share of the capacity below which the compressor is kept loaded by hot gas.",
             {.most = 1.0});
  f.required("most_part_load", chiller.most_part_load, "Most load over the capacity.",
             {.least = 0.5, .most = 2.0});
  f.required("coldest_evaporator", chiller.coldest_evaporator,
             "Coldest leaving chilled water the curves were fitted to.");
  f.required("warmest_evaporator", chiller.warmest_evaporator,
             "Warmest leaving chilled water the curves were fitted to.");
  f.required("coldest_condenser", chiller.coldest_condenser,
             "Coldest entering condenser water the curves were fitted to.");
  f.required("warmest_condenser", chiller.warmest_condenser,
             "Warmest entering condenser water the curves were fitted to.");
}

void describe(config::Fields& f, ChillerSpec& chiller) {
  f.required("model", chiller.model, "Which of the two records below is used.");
  f.optional("capacity", chiller.capacity,
             "Heat taken from the chilled water at the reference point, all chillers together; "
             "derived from the design load if not given.",
             {.above_least = true});
  f.required("capacity_per_kelvin", chiller.capacity_per_kelvin,
             "Relative gain of capacity per kelvin of warmer chilled water, used when the load is "
             "above the capacity at the set point (1/K).",
             {.least = 0.001, .most = 1.0});
  f.optional("carnot", chiller.carnot,
             "Model by a share of the Carnot efficiency, for any "
             "temperatures.");
  f.optional("curves", chiller.curves,
             "Model by a manufacturer's curves, for the temperatures "
             "they were fitted to.");
}

}  // namespace icekeel::facility
