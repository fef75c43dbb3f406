// SPDX-License-Identifier: Apache-2.0
#include "analysis/money/ownership_output.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "analysis/text_format.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

using Json = nlohmann::ordered_json;

constexpr Money one = Money::si(1);
constexpr Rent an_hour = Money::si(1) / units::hour;

template <class Value>
Json span_of(const Range<Value>& range, Value unit) {
  if constexpr (std::is_same_v<Value, double>)
    return {{"low", range.low}, {"mid", range.mid}, {"high", range.high}};
  else
    return {
        {"low", range.low.in(unit)}, {"mid", range.mid.in(unit)}, {"high", range.high.in(unit)}};
}

template <class Value>
Json span_of(const std::optional<Range<Value>>& range, Value unit) {
  return range ? span_of(*range, unit) : Json(nullptr);
}

const char* kind_name(CostKind kind) {
  return kind == CostKind::capital ? "capital" : "operation";
}

// "1.23 M" of whatever currency: four digits that matter.
std::string money_text(Money money) {
  const double value = money.si(), size = std::abs(value);
  const auto [unit, name] = size >= 1e9   ? std::pair{1e9, " G"}
                            : size >= 1e6 ? std::pair{1e6, " M"}
                            : size >= 1e4 ? std::pair{1e3, " k"}
                                          : std::pair{1.0, ""};
  return number_text(value / unit) + name;
}

std::string cost_row(std::string_view label, const MoneyRange& money, Money all) {
  return fmt::format("  {}{}{}{}{}\n", left(label, 24), right(money_text(money.low), 12),
                     right(money_text(money.mid), 12), right(money_text(money.high), 12),
                     right(fmt::format("{:.1f} %", 100.0 * (money.mid / all)), 9));
}

std::string parts_text(const OwnershipCost& cost) {
  const auto all = cost.yearly();
  std::string text =
      fmt::format("  {}{}{}{}{}\n", left(fmt::format("[{} a year]", cost.currency), 24),
                  right("low", 12), right("mid", 12), right("high", 12), right("share", 9));
  for (const auto& part : cost.parts) text += cost_row(part.part, part.yearly, all.mid);
  text += cost_row("together", all, all.mid);
  return text + fmt::format("  largest: {}; least known: {}\n", largest(cost.parts).part,
                            least_known(cost.parts).part);
}

std::string rent_text(const char* label, const std::optional<Range<Rent>>& rent,
                      const std::string& currency) {
  if (!rent) return {};
  return fmt::format("  {}{} {} ({} to {})\n", left(label, 34), number_text(rent->mid.in(an_hour)),
                     currency, number_text(rent->low.in(an_hour)),
                     number_text(rent->high.in(an_hour)));
}

std::string sum_text(const std::string& label, const std::optional<MoneyRange>& sum,
                     const std::string& currency) {
  if (!sum) return {};
  return fmt::format("  {}{} {} ({} to {})\n", left(label, 34), money_text(sum->mid), currency,
                     money_text(sum->low), money_text(sum->high));
}

std::string bought_row(const char* label, const Range<double>& range, const char* unit) {
  const auto more = range.low == range.high ? std::string()
                                            : fmt::format(" ({} to {})", number_text(range.low),
                                                          number_text(range.high));
  return fmt::format("  {}{}{}{}{}\n", left(label, 34), number_text(range.mid), *unit ? " " : "",
                     unit, more);
}

template <class Value>
Range<double> plain(const Range<Value>& range, Value unit) {
  return {range.low.in(unit), range.mid.in(unit), range.high.in(unit)};
}

std::string bought_text(const PlainCost& found) {
  const auto& bought = found.bought;
  const bool large = bought.energy.mid > 1e5 * units::megawatt_hour;
  const Energy energy = large ? 1e6 * units::megawatt_hour : units::megawatt_hour;
  const Power power = large ? units::megawatt : units::kilowatt;
  const char* power_name = large ? "MW" : "kW";
  std::string text =
      bought_row("nodes", bought.nodes, found.asked.node.c_str()) +
      bought_row("accelerators", bought.accelerators, "") +
      bought_row("IT that it is built for", plain(bought.design, power), power_name) +
      bought_row("mean power of the facility", plain(bought.facility, power), power_name) +
      bought_row("energy of a year", plain(bought.energy, energy), large ? "TWh" : "MWh");
  if (bought.carbon)
    text += bought_row("carbon of a year, operation", plain(*bought.carbon, units::tonne), "t");
  return text + "\n";
}

std::string jobs_text(const CostAnswer& answer) {
  if (answer.jobs.empty()) return {};
  const auto& currency = answer.cost.currency;
  std::string text = "\nJobs, at the price of a used hour\n";
  for (const auto& job : answer.jobs) {
    text += sum_text(job.job, job.cost, currency);
    text += sum_text("  for a million tokens", job.million_tokens, currency);
  }
  return text;
}

std::string list_text(const char* label, const std::vector<std::string>& list) {
  std::string text;
  for (const auto& item : list) text += (text.empty() ? "" : "; ") + item;
  return text.empty() ? text : fmt::format("  {}: {}\n", label, text);
}

Json bought_json(const PlainCost& found) {
  const auto& bought = found.bought;
  return {{"node", found.asked.node},
          {"nodes", span_of(bought.nodes, 1.0)},
          {"accelerators", span_of(bought.accelerators, 1.0)},
          {"it_MW", span_of(bought.design, units::megawatt)},
          {"facility_MW", span_of(bought.facility, units::megawatt)},
          {"energy_MWh", span_of(bought.energy, units::megawatt_hour)},
          {"carbon_t", span_of(bought.carbon, units::tonne)}};
}

Json parts_json(const OwnershipCost& cost) {
  auto rows = Json::array();
  for (const auto& part : cost.parts)
    rows.push_back(
        {{"part", part.part},
         {"kind", kind_name(part.kind)},
         {"yearly", span_of(part.yearly, one)},
         {"invested", part.kind == CostKind::capital ? span_of(part.invested, one) : Json(nullptr)},
         {"net_present", span_of(part.net_present, one)}});
  return rows;
}

Json jobs_json(const CostAnswer& answer) {
  auto rows = Json::array();
  for (const auto& job : answer.jobs)
    rows.push_back({{"job", job.job},
                    {"accelerator_hours", job.accelerator_hours},
                    {"cost", span_of(job.cost, one)},
                    {"million_tokens", span_of(job.million_tokens, one)}});
  return rows;
}

}  // namespace

nlohmann::ordered_json to_json(const CostAnswer& answer) {
  const auto& cost = answer.cost;
  const auto a_year = [&](auto value) { return cost.priced_energy ? Json(value) : Json(nullptr); };
  Json json{{"of", answer.title},
            {"ownership", answer.ownership},
            {"depreciation",
             config::Choices<Depreciation>::names[static_cast<std::size_t>(answer.depreciation)]},
            {"currency", cost.currency},
            {"yearly", span_of(cost.yearly(), one)},
            {"largest", largest(cost.parts).part},
            {"least_known", least_known(cost.parts).part},
            {"invested", span_of(cost.invested(), one)},
            {"horizon_a", answer.horizon / year},
            {"net_present", span_of(cost.net_present(), one)},
            {"accelerators", cost.accelerators},
            {"it_MW", answer.design.in(units::megawatt)},
            {"used", cost.use.used ? Json(*cost.use.used) : Json(nullptr)},
            {"energy_MWh", cost.use.electricity.in(units::megawatt_hour)},
            {"energy_cost", a_year(cost.use.energy_cost.value_or(Money{}).si())},
            {"accelerator_hour", span_of(cost.accelerator_hour(), an_hour)},
            {"used_hour", span_of(cost.used_hour(), an_hour)},
            {"million_tokens", span_of(cost.million_tokens(), one)},
            {"parts", parts_json(cost)},
            {"jobs", jobs_json(answer)},
            {"buys", answer.plain ? bought_json(*answer.plain) : Json(nullptr)},
            {"assumed", answer.assumed},
            {"left_out", answer.left_out}};
  return json;
}

std::string to_text(const CostAnswer& answer) {
  const auto& cost = answer.cost;
  std::string text = answer.title + "\n";
  if (answer.plain) text += bought_text(*answer.plain);
  text += parts_text(cost) + "\n";
  text += rent_text("an hour of an accelerator", cost.accelerator_hour(), cost.currency);
  if (cost.use.used)
    text += rent_text(fmt::format("a used one, used {:.1f} %", 100.0 * *cost.use.used).c_str(),
                      cost.used_hour(), cost.currency);
  text += sum_text("a million tokens", cost.million_tokens(), cost.currency);
  text += sum_text("invested", cost.invested(), cost.currency);
  text += sum_text(fmt::format("net present cost of {:g} years", answer.horizon / year),
                   cost.net_present(), cost.currency);
  text += jobs_text(answer) + "\n" + list_text("assumed", answer.assumed);
  return text + list_text("left out", answer.left_out);
}

}  // namespace icekeel::analysis
