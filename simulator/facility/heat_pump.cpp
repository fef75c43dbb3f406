// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/heat_pump.h"

#include <algorithm>
#include <cmath>

namespace icekeel::facility {
namespace {

constexpr double worst_cop = 1.01;

// The temperature at which a stream that glides would give the same heat with the same entropy.
// A search may ask for more heat than a stream can give above the absolute zero.
Temperature entropic_mean(Temperature from, Temperature to) {
  constexpr auto coldest = Temperature::from_kelvin(1.0);
  from = std::max(from, coldest);
  to = std::max(to, coldest);
  const double ratio = to.kelvin() / from.kelvin() - 1.0;
  if (std::abs(ratio) < 1e-9) return from;
  return Temperature::from_kelvin(from.kelvin() * ratio / std::log1p(ratio));
}

}  // namespace

double heating_cop(const HeatPumpSpec& pump, Temperature source) {
  const TemperatureDifference lift = std::max(pump.supply - source, pump.least_lift);
  const double carnot = TemperatureDifference::si(pump.supply.kelvin()) / lift;
  return std::clamp(pump.carnot_fraction * carnot, worst_cop, pump.most_cop);
}

double heating_cop(const HeatPumpSpec& pump, const HeatPumpStreams& streams) {
  if (!pump.lorenz_fraction) return heating_cop(pump, streams.source_out);
  const Temperature sink = entropic_mean(streams.sink_in, pump.supply);
  const Temperature source = entropic_mean(streams.source_in, streams.source_out);
  const double lift = std::max(sink - source, pump.least_lift).si();
  return std::clamp(*pump.lorenz_fraction * sink.kelvin() / lift, worst_cop, pump.most_cop);
}

std::vector<config::Finding> check(const HeatPumpSpec& pump) {
  std::vector<config::Finding> found;
  if (pump.lorenz_fraction && !pump.back)
    found.push_back({"lorenz_fraction", "a Lorenz COP needs the network's return",
                     "add 'return: 45 degC', or give 'carnot_fraction' alone"});
  if (pump.back && *pump.back >= pump.supply)
    found.push_back({"return", "the network's return is not colder than its supply",
                     "give a return below the supply"});
  return found;
}

void describe(config::Fields& f, HeatPumpSpec& pump) {
  f.required("supply", pump.supply, "Temperature of the water the heat pump delivers.");
  f.optional("return", pump.back,
             "Temperature of the network's water before it is heated; for 'lorenz_fraction' and "
             "'preheat'.");
  f.optional("lorenz_fraction", pump.lorenz_fraction,
             "COP as a share of the Lorenz COP between the mean temperatures of both streams, "
             "instead of 'carnot_fraction'. The Kajaani heat pumps reach 0.54 by their operator's "
             "figures (source 30 to 20 degC, network 50 to 85 degC).",
             {.least = 0.1, .most = 1.0});
  f.optional("carnot_fraction", pump.carnot_fraction,
             "COP as a share of the Carnot COP between source outlet and supply. Estimate: 0.6 is "
             "cautious; the Kajaani heat pumps reach 0.79 by the figures their operator published "
             "(25.8 MW from 20 degC, 33.5 MW at 85 degC).",
             {.least = 0.1, .most = 1.0});
  f.optional("most_cop", pump.most_cop,
             "Highest COP, whatever the lift. Estimate: compressors need a least pressure ratio.",
             {.least = 1.01});
  f.optional("least_lift", pump.least_lift,
             "Least difference between supply and source that the COP is worked out for.",
             {.above_least = true});
  f.optional("most_heat", pump.most_heat, "Most heat delivered; as much as there is if not given.");
}

}  // namespace icekeel::facility
