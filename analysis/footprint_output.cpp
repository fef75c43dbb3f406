// SPDX-License-Identifier: Apache-2.0
#include "analysis/footprint_output.h"

#include <fmt/format.h>

#include "analysis/text_format.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

using lifecycle::Contribution;
using lifecycle::MassRange;
using Json = nlohmann::ordered_json;

constexpr auto watt_hour = units::watt * units::hour;

Json json_of(const MassRange& range, Mass unit) {
  return {{"low", range.low.in(unit)}, {"mid", range.mid.in(unit)}, {"high", range.high.in(unit)}};
}

Json json_of(const std::vector<Contribution>& parts, Mass unit) {
  auto rows = Json::array();
  for (const auto& part : parts) {
    Json row{{"part", part.part}, {"phase", lifecycle::name(part.phase)}};
    row.update(json_of(part.carbon, unit));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string named(const Contribution& part) {
  return fmt::format("{}, {}", part.part, lifecycle::name(part.phase));
}

std::string row(std::string_view label, const MassRange& carbon, Mass unit, double share) {
  return fmt::format("  {}{}{}{}{}\n", left(label, 30), right(number_text(carbon.low.in(unit)), 12),
                     right(number_text(carbon.mid.in(unit)), 12),
                     right(number_text(carbon.high.in(unit)), 12),
                     right(fmt::format("{:.0f} %", 100.0 * share), 8));
}

std::string table(const std::vector<Contribution>& parts, Mass unit, std::string_view unit_name) {
  const auto all = lifecycle::total(parts);
  std::string text =
      fmt::format("  {}{}{}{}{}\n", left(fmt::format("[{} CO2e]", unit_name), 30), right("low", 12),
                  right("mid", 12), right("high", 12), right("share", 8));
  for (const auto& part : parts)
    text += row(named(part), part.carbon, unit, part.carbon.mid / all.mid);
  text += row("together", all, unit, 1.0);
  const auto* vague = lifecycle::least_known(parts);
  return text + fmt::format("  largest: {}; least known: {}, {} to {}\n",
                            named(*lifecycle::largest(parts)), named(*vague),
                            number_text(vague->carbon.low.in(unit)),
                            number_text(vague->carbon.high.in(unit)));
}

// Servers and the way to them.
std::string below_text(const RequestFootprint& f) {
  std::vector<Contribution> below;
  for (const auto& part : f.parts)
    if (part.part != "device") below.push_back(part);
  if (below.size() == f.parts.size()) return {};
  const auto all = lifecycle::total(below);
  return fmt::format("  without the device: {} g ({} to {}), largest: {}\n",
                     number_text(all.mid.in(units::gram)), number_text(all.low.in(units::gram)),
                     number_text(all.high.in(units::gram)), named(*lifecycle::largest(below)));
}

std::string roughly_in(double value) {
  return fmt::format("{:.2g}", value);
}

std::string way_text(const RequestFootprint& f) {
  if (f.path.parts.empty()) return {};
  std::string text = fmt::format("\nThe way                           {}{}{}{}\n", right("ms", 10),
                                 right("Wh/GB low", 12), right("mid", 12), right("high", 12));
  const auto unit = watt_hour / units::gigabyte;
  const auto line = [&](const std::string& name, Duration latency,
                        const platforms::DataEnergy& energy) {
    return fmt::format("  {}{}{}{}{}\n", left(name, 30), right(number_text(1e3 * latency.si()), 12),
                       right(number_text(energy.low / unit), 12),
                       right(number_text(energy.mid / unit), 12),
                       right(number_text(energy.high / unit), 12));
  };
  for (const auto& part : f.path.parts) text += line(part.name, part.latency, part.energy);
  text += line("one way, together", f.path.latency(), f.path.energy());
  const auto& t = f.time;
  return text + fmt::format(
                    "  question there in {}, first token after {}, the others in {}, answer back "
                    "in {}: {}\n",
                    duration_text(t.up), duration_text(t.first_token), duration_text(t.writing),
                    duration_text(t.down), duration_text(t.whole()));
}

std::string network_text(const RequestFootprint& f) {
  if (f.network.empty()) return {};
  std::string text = fmt::format("\nThe network, {}, by rule [mWh]\n", f.asked.network);
  const auto mwh = [](Energy energy) { return right(number_text(1e3 * energy.in(watt_hour)), 12); };
  for (const auto& rule : f.network)
    text += fmt::format("  {}{}{}{}\n", left(rule.rule, 30), mwh(rule.energy.low),
                        mwh(rule.energy.mid), mwh(rule.energy.high));
  return text +
         (*f.asked.line_share > 0.0
              ? fmt::format("  counted: {:.0f} % of the line while one reads, and what bytes add\n",
                            100.0 * *f.asked.line_share)
              : std::string("  counted: all by bytes, from marginal to the highest average\n"));
}

std::string year_text(const RequestFootprint& f, const std::optional<EquivalenceBasis>& basis) {
  const double requests = *f.asked.requests_per_year;
  const auto carbon = lifecycle::total(f.parts);
  const Energy energy = requests * f.energy;
  std::string text = fmt::format("\nA year of {} requests\n  {} MWh, {} t ({} to {} t)\n",
                                 roughly_in(requests), number_text(energy.in(units::megawatt_hour)),
                                 number_text(requests * carbon.mid.si() / 1e3),
                                 number_text(requests * carbon.low.si() / 1e3),
                                 number_text(requests * carbon.high.si() / 1e3));
  if (!basis) return text;
  const auto one = equivalences(f.energy, *basis), all = equivalences(energy, *basis);
  return text +
         fmt::format(
             "  as much energy as {} km in an electric car; one request as {} m, or {} of a bulb "
             "(comparisons, version {})\n",
             roughly_in(all.car_kilometres), roughly_in(1e3 * one.car_kilometres),
             duration_text(one.bulb_time), basis->version);
}

std::string training_text(const RequestFootprint& f) {
  if (!f.training) return {};
  const auto& t = *f.training;
  return fmt::format("\nThe model: {} training{} as {}, {} MWh\n", number_text(f.asked.trainings),
                     f.asked.trainings == 1 ? "" : "s", f.asked.job,
                     number_text(t.energy.in(units::megawatt_hour))) +
         table(t.parts, units::tonne, "t") +
         fmt::format(
             "  use outweighs it after {} requests ({} to {}) by carbon, in {} years\n"
             "  on the servers alone after {} ({} to {}); by energy after {}\n",
             roughly_in(t.break_even.mid), roughly_in(t.break_even.low),
             roughly_in(t.break_even.high),
             roughly_in(t.break_even.mid / *f.asked.requests_per_year),
             roughly_in(t.break_even_of_servers.mid), roughly_in(t.break_even_of_servers.low),
             roughly_in(t.break_even_of_servers.high), roughly_in(t.break_even_energy));
}

std::string alternatives_text(const FootprintAnswer& answer) {
  const Mass base = lifecycle::total(answer.footprint.parts).mid;
  std::string text = "\nOne thing changed                       [g CO2e a request]\n";
  for (const auto& one : answer.alternatives) {
    const auto label = fmt::format("{} {}", one.setting, one.value);
    text += one.carbon
                ? fmt::format("  {}{}  ({} to {}){}\n", left(label, 30),
                              right(number_text(one.carbon->mid.in(units::gram)), 12),
                              number_text(one.carbon->low.in(units::gram)),
                              number_text(one.carbon->high.in(units::gram)),
                              fmt::format("  {:+.0f} %", 100.0 * (one.carbon->mid / base - 1.0)))
                : fmt::format("  {}{}\n", left(label, 30), right("does not fit", 12));
  }
  return text;
}

std::string heading_of(const RequestFootprint& f) {
  const auto energy = number_text(f.energy.in(watt_hour));
  if (const auto& served = f.asked.served)
    return fmt::format("A request to '{}' of '{}' ({:.0f} tokens), asked from {}\n  {} Wh\n\n",
                       served->service, served->scenario, served->tokens, f.asked.request.country,
                       energy);
  const auto& request = f.request.asked;
  return fmt::format(
      "A request to {} ({} tokens in, {} out) as {} on {}, {}\n  {} Wh; servers answer {:.0f} % of "
      "the time\n\n",
      request.model, request.request.prompt, request.request.answer, request.weights, request.node,
      f.asked.request.country, energy, 100.0 * *f.asked.utilisation);
}

// What answers: a node of the catalogue, or the service of a run.
Json server_json(const RequestFootprint& f) {
  if (const auto& served = f.asked.served)
    return {{"service", served->service}, {"scenario", served->scenario}};
  return {{"model", f.request.asked.model},
          {"node", f.request.asked.node},
          {"weights", f.request.asked.weights},
          {"utilisation", *f.asked.utilisation}};
}

Json way_json(const RequestFootprint& f) {
  auto rows = Json::array();
  const auto unit = watt_hour / units::gigabyte;
  for (const auto& part : f.path.parts)
    rows.push_back({{"part", part.name},
                    {"latency_s", part.latency.si()},
                    {"energy_Wh_per_GB",
                     {{"low", part.energy.low / unit},
                      {"mid", part.energy.mid / unit},
                      {"high", part.energy.high / unit}}}});
  return rows;
}

}  // namespace

nlohmann::ordered_json to_json(const FootprintAnswer& answer) {
  const auto& f = answer.footprint;
  const auto& asked = f.asked;
  Json json = server_json(f);
  json.update({{"country", asked.request.country},
               {"use", asked.use},
               {"life", asked.life},
               {"device", asked.device},
               {"network", asked.network}});
  const auto all = lifecycle::total(f.parts);
  json["request"] = {{"energy_Wh", f.energy.in(watt_hour)},
                     {"carbon_g", json_of(all, units::gram)},
                     {"largest", named(*lifecycle::largest(f.parts))},
                     {"least_known", named(*lifecycle::least_known(f.parts))},
                     {"parts_g", json_of(f.parts, units::gram)}};
  auto& rules = json["request"]["network"] = Json::array();
  for (const auto& rule : f.network)
    rules.push_back({{"rule", rule.rule},
                     {"energy_Wh",
                      {{"low", rule.energy.low.in(watt_hour)},
                       {"mid", rule.energy.mid.in(watt_hour)},
                       {"high", rule.energy.high.in(watt_hour)}}},
                     {"carbon_g", json_of(rule.carbon, units::gram)}});
  json["request"]["way"] = way_json(f);
  json["request"]["time_s"] = {{"up", f.time.up.si()},
                               {"first_token", f.time.first_token.si()},
                               {"writing", f.time.writing.si()},
                               {"down", f.time.down.si()},
                               {"whole", f.time.whole().si()}};
  const double requests = *asked.requests_per_year;
  json["year"] = {{"requests", requests},
                  {"energy_MWh", requests * f.energy.in(units::megawatt_hour)},
                  {"carbon_t", json_of(requests * all, units::tonne)}};
  if (answer.compared_with)
    json["equivalences"] =
        to_json(equivalences(requests * f.energy, *answer.compared_with), *answer.compared_with);
  json["training"] = nullptr;
  if (const auto& t = f.training)
    json["training"] = {
        {"job", asked.job},
        {"trainings", asked.trainings},
        {"energy_MWh", t->energy.in(units::megawatt_hour)},
        {"carbon_t", json_of(lifecycle::total(t->parts), units::tonne)},
        {"parts_t", json_of(t->parts, units::tonne)},
        {"break_even_requests",
         {{"low", t->break_even.low}, {"mid", t->break_even.mid}, {"high", t->break_even.high}}},
        {"break_even_requests_of_servers",
         {{"low", t->break_even_of_servers.low},
          {"mid", t->break_even_of_servers.mid},
          {"high", t->break_even_of_servers.high}}},
        {"break_even_requests_by_energy", t->break_even_energy}};
  auto& rows = json["alternatives"] = Json::array();
  for (const auto& one : answer.alternatives)
    rows.push_back({{"setting", one.setting},
                    {"value", one.value},
                    {"carbon_g", one.carbon ? json_of(*one.carbon, units::gram) : Json(nullptr)}});
  json["assumed"] = f.request.assumed;
  return json;
}

std::string to_text(const FootprintAnswer& answer) {
  const auto& f = answer.footprint;
  std::string text = heading_of(f);
  text += table(f.parts, units::gram, "g") + below_text(f);
  text += way_text(f) + network_text(f) + year_text(f, answer.compared_with) + training_text(f) +
          alternatives_text(answer);
  std::string assumed;
  for (const auto& one : f.request.assumed) assumed += one + "; ";
  return text + fmt::format("\n  assumed: {}life-cycles/{}, uses/{}\n", assumed, f.asked.life,
                            f.asked.use);
}

}  // namespace icekeel::analysis
