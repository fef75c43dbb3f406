// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/capacity.h"
#include "analysis/text_format.h"

namespace icekeel::analysis {
namespace {

std::string amount(double value, const std::string& unit) {
  return unit == "1" ? fmt::format("{:.0f}", value) : number_text(value) + " " + unit;
}

std::string answer(const Capacity& c) {
  const auto rack = printable(c.rack);
  std::string text;
  if (c.without_end)
    text =
        fmt::format("  more than {} racks '{}' fit: nothing that is stated binds\n", c.more, rack);
  else if (c.more == 0)
    text = fmt::format("  no more rack '{}' fits:\n", rack);
  else
    text = fmt::format("  {} more rack{} '{}' fit{}; with one more\n", c.more,
                       c.more == 1 ? "" : "s", rack, c.more == 1 ? "s" : "");
  for (const auto& limit : c.binding) text += "    - " + printable(limit) + "\n";
  return text;
}

}  // namespace

std::string to_text(const Capacity& c) {
  std::string text =
      fmt::format("Site {} as it is built, everything at its nameplate", printable(c.site));
  if (c.cap < 1)
    text += fmt::format(", nodes capped to {:.0f} % (full work at {:.0f} % of its speed)",
                        100.0 * c.cap, 100.0 * c.speed_at_cap);
  text += "\n" + answer(c);
  std::size_t width = 20;
  for (const auto& row : c.rows) width = std::max(width, width_of(row.name));
  text += fmt::format("\n  {}  {:>12}  {:>12}  {:>12}  {:>14}\n", left("what is built", width),
                      "carries", "used", "headroom", "then stranded");
  for (const auto& row : c.rows)
    text += fmt::format("  {}  {:>12}  {:>12}  {:>12}  {:>14}\n", left(printable(row.name), width),
                        amount(row.built, row.unit), amount(row.used, row.unit),
                        amount(row.built - row.used, row.unit),
                        amount(row.built - row.used_after, row.unit));
  text += fmt::format("\n  {}  {:>6}  {:>12}  {:>12}  {:>12}  {:>20}\n", left("racks", width),
                      "count", "feeds carry", "nodes draw", "stranded", "floor load, kg/m2");
  for (const auto& rack : c.racks)
    text += fmt::format("  {}  {:>6}  {:>12}  {:>12}  {:>12}  {:>20}\n",
                        left(printable(rack.name), width), rack.count, amount(rack.limit_kW, "kW"),
                        amount(rack.used_kW, "kW"), amount(rack.limit_kW - rack.used_kW, "kW"),
                        fmt::format("{:.0f} of {:.0f}", rack.floor_load, rack.floor_limit));
  return text;
}

nlohmann::ordered_json to_json(const Capacity& c) {
  nlohmann::ordered_json json{{"site", c.site},
                              {"rack", c.rack},
                              {"more_racks", c.more},
                              {"without_end", c.without_end},
                              {"binding", c.binding},
                              {"cap", c.cap},
                              {"speed_at_cap", c.speed_at_cap}};
  auto& rows = json["built"] = nlohmann::ordered_json::array();
  for (const auto& row : c.rows)
    rows.push_back({{"name", row.name},
                    {"unit", row.unit},
                    {"carries", row.built},
                    {"used", row.used},
                    {"headroom", row.built - row.used},
                    {"stranded", row.built - row.used_after}});
  auto& racks = json["racks"] = nlohmann::ordered_json::array();
  for (const auto& rack : c.racks)
    racks.push_back({{"name", rack.name},
                     {"count", rack.count},
                     {"limit_kW", rack.limit_kW},
                     {"used_kW", rack.used_kW},
                     {"floor_load_kg_per_m2", rack.floor_load},
                     {"floor_limit_kg_per_m2", rack.floor_limit}});
  return json;
}

}  // namespace icekeel::analysis
