// SPDX-License-Identifier: Apache-2.0
#include "simulator/reliability/failure_data.h"

#include <fmt/format.h>

namespace icekeel::reliability {

double unavailability(const FailureSpec& component) {
  const double down_over_up = component.failure_rate * component.repair;
  return down_over_up / (1.0 + down_over_up);
}

std::vector<config::Finding> check(const ReliabilitySpec& reliability) {
  std::vector<config::Finding> findings;
  for (const auto& [plant, parts] : reliability.cooling)
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const auto path = fmt::format("cooling.{}[{}]", plant, i);
      if (parts[i].needed > parts[i].modules)
        findings.push_back({path + ".needed",
                            fmt::format("'{}' needs {} of {} modules", parts[i].name,
                                        parts[i].needed, parts[i].modules),
                            "give at least as many modules as are needed"});
      if (!reliability.components.contains(parts[i].kind))
        findings.push_back({path + ".kind",
                            fmt::format("there are no failure data of '{}'", parts[i].kind),
                            fmt::format("add 'components: {{{}: ...}}'", parts[i].kind)});
    }
  return findings;
}

void describe(config::Fields& f, FailureSpec& component) {
  f.required("failure_rate", component.failure_rate,
             "Failures of one component over the time that it is up, as 0.01 1/a.");
  f.required("repair", component.repair, "Mean time from a failure to the end of its repair.",
             {.above_least = true});
  f.optional("shape", component.shape,
             "Of the Weibull distribution of the time to failure; 1: failures at random, above 1: "
             "wear.",
             {.least = 0.2, .most = 10});
  f.optional("repair_spread", component.repair_spread,
             "Standard deviation of the repair time over its mean (lognormal); 0: always the mean.",
             {.most = 10});
  f.optional("common_cause", component.common_cause,
             "Share of the failures that take all components of the kind at once.", {.most = 1});
  f.optional("start_failure", component.start_failure,
             "Probability that a standby component does not start when it is called.", {.most = 1});
  f.optional("maintenance", component.maintenance,
             "Time in a year that one component is out for planned maintenance.",
             {.most = 31557600.0});
}

void describe(config::Fields& f, CoolingPartSpec& part) {
  f.required("name", part.name, "Name of the part.");
  f.required("kind", part.kind, "Kind of component, as in 'components'.");
  f.optional("modules", part.modules, "Components side by side.", {.least = 1, .most = 1000});
  f.optional("needed", part.needed, "Of them, to carry the heat.", {.least = 1, .most = 1000});
  f.optional("power", part.power, "Where in the chain it takes its power.");
}

void describe(config::Fields& f, ReliabilitySpec& reliability) {
  f.required("components", reliability.components, "Failure data by kind of component.");
  f.optional("cooling", reliability.cooling,
             "Parts of the cooling plant that the racks need, by kind of plant.");
}

}  // namespace icekeel::reliability
