// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "analysis/equivalences.h"
#include "analysis/report/html.h"
#include "analysis/text_format.h"
#include "simulator/base/units.h"

namespace icekeel::analysis::report {
namespace {

struct Card {
  std::string_view name;
  std::string_view label;
  std::string_view definition;
  std::string_view sureness;  ///< "{}" is the residual of the balances
};

constexpr std::string_view metered =
    "The books close to {}; the power of nodes is a model, whose error 'icekeel validate' prints.";
constexpr std::string_view given =
    "As sure as the energy and what the scenario states for a MWh, which has no range here.";

constexpr std::array cards{
    Card{"facility_energy_MWh", "Energy", "All electricity that the facility drew from its feeds.",
         metered},
    Card{"pue", "PUE",
         "Power usage effectiveness: energy of the facility over energy of the IT, over the whole "
         "run. 1 would be a facility without any overhead.",
         "A ratio of two metered energies; their common errors cancel."},
    Card{"heat_reused_MWh", "Heat reused",
         "Heat delivered at the district boundary less the electricity of the heat pump.", metered},
    Card{"peak_facility_power_MW", "Peak power",
         "Largest mean power of the facility over one facility step; of several sites the sum of "
         "their peaks.",
         "Shorter peaks inside a step are not in it."},
    Card{"energy_cost", "Cost of the energy",
         "Price of the electricity, demand charges inside; no capital, no staff.", given},
    Card{"carbon_operational_t", "Carbon",
         "CO2-equivalent of the electricity, location-based: energy times the intensity of the "
         "grid.",
         given},
    Card{"carbon_market_based_t", "Carbon by the market",
         "CO2-equivalent of the electricity by contracts and certificates; beside that of the "
         "location, never instead of it.",
         given},
    Card{"it_energy_MWh", "IT energy",
         "Energy at the inlets of the supplies of nodes and switches.", metered},
    Card{"water_m3", "Water", "Water that evaporated or was drained on site.",
         "A balance of the towers; none of power stations."},
    Card{"gpu_hours", "GPU-hours", "Accelerators times the run time of their jobs.",
         "As sure as the time of a step: 'icekeel validate training' prints its error."},
    Card{"carbon_embodied_t", "Carbon embodied",
         "Carbon of making what the site is made of, as far as this run wore it off.",
         "Methods differ by a factor of ten and more."},
    Card{"carbon_total_t", "Carbon of the whole life",
         "Electricity by the location, leaks and fuel, and what was made.", given}};

std::string number_of(const Summary& run, const result::Scalar& figure) {
  if (!figure.value) return "–";
  if (figure.units == "s") return duration_text(Duration::si(*figure.value));
  const bool money = figure.name == "energy_cost";
  auto unit = money ? run.currency.value_or("") : units_text(figure.units);
  if (figure.name.starts_with("carbon_")) unit += " CO₂e";
  if (unit.empty() || figure.units == "h") return number_text(*figure.value);
  return fmt::format("{} <small>{}</small>", number_text(*figure.value), escaped(unit));
}

const result::Scalar* find(const Summary& run, std::string_view name) {
  const auto at = std::ranges::find(run.figures, name, &result::Scalar::name);
  return at == run.figures.end() ? nullptr : &*at;
}

std::string range_of(const Summary& run, std::string_view name) {
  const auto low = run.figure(fmt::format("{}_low", name));
  const auto high = run.figure(fmt::format("{}_high", name));
  if (!low || !high) return {};
  return fmt::format("{} to {}", number_text(*low), number_text(*high));
}

std::string sureness_of(const Summary& run, const Card& card) {
  if (const auto range = range_of(run, card.name); !range.empty())
    return fmt::format("Between {}, as its inputs have a range.", range);
  const auto residual = run.figure("balance_residual");
  const auto closes = residual ? fmt::format("{:.0e}", std::abs(*residual)) : "an unknown residual";
  return fmt::format(fmt::runtime(card.sureness), closes);
}

// The label with its definition, which shows on hover, on focus and to screen readers.
std::string defined(const Card& card) {
  return fmt::format(
      "<span class=\"tip\" tabindex=\"0\" aria-describedby=\"def-{0}\">{1}"
      "<span role=\"tooltip\" id=\"def-{0}\">{2}</span></span>",
      card.name, escaped(card.label), escaped(card.definition));
}

std::string card_html(const Summary& run, const Card& card) {
  const auto* figure = find(run, card.name);
  const bool asked = card.name == "heat_reused_MWh";
  if ((figure == nullptr || !figure->value) && !asked) return {};
  const bool has = figure != nullptr && figure->value;
  const auto range = range_of(run, card.name);
  return fmt::format(
      "<div class=\"card\"><dt>{}</dt><dd class=\"value\">{}</dd>{}"
      "<dd class=\"sure\">{}</dd></div>\n",
      defined(card), has ? number_of(run, *figure) : "none",
      range.empty() ? "" : fmt::format("<dd class=\"range\">{}</dd>", range),
      has ? escaped(sureness_of(run, card)) : "The scenario reuses none.");
}

std::string cards_html(const Summary& run) {
  std::string html = "<dl class=\"cards\">\n";
  for (const auto& card : cards) html += card_html(run, card);
  return html + "</dl>\n";
}

std::string columns_html(std::span<const Summary> runs) {
  std::string html = "<table><thead><tr><td></td>";
  for (const auto& run : runs)
    html += fmt::format(R"(<th scope="col" class="n">{}</th>)", escaped(run.scenario));
  html += "</tr></thead><tbody>\n";
  for (const auto& card : cards) {
    if (std::ranges::none_of(runs,
                             [&](const Summary& r) { return r.figure(card.name).has_value(); }))
      continue;
    html += fmt::format(R"(<tr><th scope="row">{}</th>)", defined(card));
    for (const auto& run : runs) {
      const auto* figure = find(run, card.name);
      html += fmt::format(R"(<td class="n" title="{}">{}</td>)", escaped(sureness_of(run, card)),
                          figure != nullptr ? number_of(run, *figure) : "–");
    }
    html += "</tr>\n";
  }
  return scrollable("the answers side by side", html + "</tbody></table>\n");
}

// Two digits: a comparison is an estimate.
std::string roughly(double value) {
  const double step = std::pow(10.0, std::floor(std::log10(value)) - 1.0);
  return number_text(std::round(value / step) * step);
}

}  // namespace

std::string answer_html(std::span<const Summary> runs) {
  return runs.size() == 1 ? cards_html(runs.front()) : columns_html(runs);
}

std::string equivalences_html(const Summary& run) {
  const auto found = equivalences(run);
  if (!found) return {};
  const auto& basis = *run.compared_with;
  const auto& same = *found;
  constexpr auto watt_hour = units::watt * units::hour;
  return fmt::format(
      "<p class=\"same\">As much energy as <b>{}</b> charges of a phone (of {} Wh), <b>{} km</b> "
      "in "
      "an electric car ({} Wh each), <b>{} h</b> of a raclette grill of {} W or <b>{} h</b> of a "
      "bulb of {} W. <span class=\"note\">Comparisons, version {}.</span></p>\n",
      roughly(same.phone_charges), number_text(basis.phone_charge.in(watt_hour)),
      roughly(same.car_kilometres), number_text(basis.car_kilometre.in(watt_hour)),
      roughly(same.grill_time.in(units::hour)), number_text(basis.grill.in(units::watt)),
      roughly(same.bulb_time.in(units::hour)), number_text(basis.bulb.in(units::watt)),
      basis.version);
}

}  // namespace icekeel::analysis::report
