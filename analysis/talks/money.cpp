// SPDX-License-Identifier: Apache-2.0
// Lines on money: what sums buy, and what becomes of a lower cost.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "analysis/money/demand_response.h"
#include "analysis/money/plain_cost.h"
#include "analysis/talks/answers.h"
#include "analysis/talks/asked.h"

namespace icekeel::talks {
namespace {

constexpr Energy terawatt_hour_of_a_year = 1e6 * units::megawatt_hour;

analysis::PlainCost bought_for(const Asked& asked, Money sum, const std::string& currency) {
  config::Diagnostics diagnostics;
  const auto ownership =
      analysis::read_ownership(asked.entry("ownership"), {}, asked.catalogue, diagnostics);
  if (!ownership) throw CannotAnswer(diagnostics.text(""));
  analysis::PlainCase wanted;
  wanted.node = asked.entry("node");
  wanted.budget = sum;
  wanted.currency = currency;
  auto outcome = analysis::plain_cost(wanted, *ownership, asked.catalogue);
  if (!outcome.cost) throw CannotAnswer(outcome.problems.front().message);
  return std::move(*outcome.cost);
}

// L9: accelerators, power and energy for a sum.
Figures what_sums_buy(const Asked& asked) {
  Figures figures;
  for (const char* sum : {"first_site", "announced", "later", "other_company"}) {
    const double billions = asked.input(sum);
    const auto found = bought_for(asked, Money::si(1e9 * billions), "USD");
    const auto& bought = found.bought;
    const auto power = 1.0 / units::megawatt.si() * *found.asked.pue;
    figures.push_back(
        ranged(fmt::format("accelerators for {:g} G$", billions), "1", bought.accelerators));
    figures.push_back(ranged(fmt::format("power of the site for {:g} G$", billions), "MW",
                             {power * bought.design.low.si(), power * bought.design.mid.si(),
                              power * bought.design.high.si()}));
    figures.push_back(ranged(
        fmt::format("a year for {:g} G$", billions), "TWh",
        {bought.energy.low / terawatt_hour_of_a_year, bought.energy.mid / terawatt_hour_of_a_year,
         bought.energy.high / terawatt_hour_of_a_year}));
  }
  for (const char* sum : {"campus_from", "campus_to"}) {
    const double billions = asked.input(sum);
    const auto found = bought_for(asked, Money::si(1e9 * billions), "EUR");
    figures.push_back(ranged(fmt::format("accelerators for {:g} G EUR", billions), "1",
                             found.bought.accelerators));
  }
  return figures;
}

// B4: a unit of work that costs and takes less, and a demand that answers to it.
Figures rebound(const Asked& asked) {
  const double left = asked.input("cost_left");
  const auto demand =
      analysis::answered_demand(-asked.input("elasticity"), 1.0, [&](double) { return left; });
  if (!demand) throw CannotAnswer("demand grows without end");
  const double energy = *demand * left;
  return {{"use over that before", "1", *demand},
          {"energy over that before", "1", energy},
          {"part of the saving that more use takes", "%", 100.0 * (energy - left) / (1.0 - left)}};
}

}  // namespace

std::span<const NamedAnswer> answers_of_money() {
  static constexpr std::array all{NamedAnswer{"L9", what_sums_buy}, NamedAnswer{"B4", rebound}};
  return all;
}

}  // namespace icekeel::talks
