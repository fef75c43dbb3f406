// SPDX-License-Identifier: Apache-2.0
// A comparison as text, as JSON and as a page.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/compare.h"
#include "analysis/report/html.h"
#include "analysis/report/page_frame.h"
#include "analysis/report/web_files.h"
#include "analysis/text_format.h"

namespace icekeel::analysis {
namespace {

constexpr std::size_t page_width = 100;
constexpr std::size_t most_settings = 40;

// What stands in the text of two results; the rest is in the JSON and the page.
constexpr std::array<std::string_view, 14> headline{"facility_energy_MWh",
                                                    "it_energy_MWh",
                                                    "cooling_energy_MWh",
                                                    "electrical_loss_MWh",
                                                    "pue",
                                                    "tue",
                                                    "heat_reused_MWh",
                                                    "water_m3",
                                                    "carbon_operational_t",
                                                    "energy_cost",
                                                    "peak_facility_power_MW",
                                                    "gpu_hours",
                                                    "jobs_completed",
                                                    "jobs_makespan_s"};
// And of more than three: as many as fit on a line.
constexpr std::array<std::string_view, 5> short_headline{"facility_energy_MWh", "pue", "water_m3",
                                                         "carbon_operational_t", "energy_cost"};

// "A", "B" ... "Z", "AA" ...: what a run is called in the tables.
std::string letter(std::size_t run) {
  const auto last = std::string(1, static_cast<char>('A' + run % 26));
  return run < 26 ? last : letter(run / 26 - 1) + last;
}

const ComparedFigure* find(const Comparison& comparison, std::string_view name) {
  const auto at = std::ranges::find(comparison.figures, name, &ComparedFigure::name);
  return at == comparison.figures.end() ? nullptr : &*at;
}

// Several currencies in one row would compare what cannot be compared.
std::string unit_of(const Comparison& comparison, const ComparedFigure& figure) {
  if (!figure.name.ends_with("_cost")) return units_text(figure.units);
  const auto& first = comparison.runs.front().currency;
  const bool same =
      std::ranges::all_of(comparison.runs, [&](const auto& run) { return run.currency == first; });
  return same ? first : "own currency";
}

std::string value_text(const std::optional<double>& value) {
  return value ? number_text(*value) : "-";
}

std::string percent_text(const std::optional<double>& share) {
  return share ? fmt::format("{:+.1f} %", 100 * *share) : "-";
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return cut(line, page_width) + "\n";
}

std::string runs_text(const Comparison& comparison) {
  std::string text;
  for (std::size_t run = 0; run < comparison.runs.size(); ++run) {
    const auto& of = comparison.runs[run];
    const auto note = of.status == "complete" ? "" : ", " + printable(of.status);
    text += trimmed(fmt::format("{} {}  {}{}", left(letter(run), 3), left(printable(of.file), 30),
                                printable(of.scenario), note));
  }
  return text;
}

// A figure a line: values, and the differences to the first run.
std::string figures_text(const Comparison& comparison) {
  const std::size_t runs = comparison.runs.size();
  std::string text = "\n  " + left("figure", 26);
  for (std::size_t run = 0; run < runs; ++run) {
    text += right(letter(run), 13);
    if (run > 0 && runs == 2) text += right("B - A", 13);
    if (run > 0) text += right("", 9);
  }
  text = trimmed(text);
  for (const auto name : headline) {
    const auto* figure = find(comparison, name);
    if (figure == nullptr) continue;
    const auto unit = figure->name == "energy_cost" ? unit_of(comparison, *figure) : "";
    std::string line =
        "  " + left(unit.empty() ? figure->name : fmt::format("{} [{}]", figure->name, unit), 26);
    for (std::size_t run = 0; run < runs; ++run) {
      line += right(value_text(figure->values[run]), 13);
      if (run == 0) continue;
      const auto change = figure->difference(run);
      if (runs == 2) line += right(change ? signed_text(*change) : "-", 13);
      line += right(percent_text(figure->relative(run)), 9);
    }
    text += trimmed(line);
  }
  return text;
}

// A run a line.
std::string lines_text(const Comparison& comparison) {
  std::string text = "\n     ";
  for (const auto name : short_headline)
    if (const auto* figure = find(comparison, name); figure != nullptr)
      text += right(figure->name == "energy_cost"
                        ? fmt::format("cost [{}]", unit_of(comparison, *figure))
                        : figure->name,
                    std::max<std::size_t>(name.size(), 10) + 1);
  text = trimmed(text);
  for (std::size_t run = 0; run < comparison.runs.size(); ++run) {
    std::string line = "  " + left(letter(run), 3);
    for (const auto name : short_headline)
      if (const auto* figure = find(comparison, name); figure != nullptr)
        line += right(value_text(figure->values[run]), std::max<std::size_t>(name.size(), 10) + 1);
    text += trimmed(line);
  }
  return text;
}

std::string ranking_text(const Comparison& comparison) {
  const auto& ranking = *comparison.ranking;
  std::string text = fmt::format("\nRanked by {} ({} is better)\n", printable(ranking.figure),
                                 ranking.more_is_better ? "more" : "less");
  for (const auto& place : ranking.places) {
    const double best = ranking.places.front().value;
    text += trimmed(
        fmt::format("  {} {} {} {}  {}", right(std::to_string(place.rank), 3),
                    left(letter(place.run), 3), right(number_text(place.value), 14),
                    right(best == 0 ? "" : percent_text((place.value - best) / std::abs(best)), 9),
                    printable(comparison.runs[place.run].scenario)));
  }
  for (const auto run : ranking.without)
    text += trimmed(fmt::format("    - {} {:>14}            {}", left(letter(run), 3), "-",
                                printable(comparison.runs[run].scenario)));
  return text;
}

std::string settings_text(const Comparison& comparison) {
  if (comparison.settings.empty()) return "\nThe scenarios are the same.\n";
  std::string text = "\nWhat differs in the scenarios\n";
  const auto& all = comparison.settings;
  for (std::size_t i = 0; i < std::min(all.size(), most_settings); ++i) {
    text += trimmed("  " + printable(all[i].path));
    std::vector<std::pair<std::string, std::string>> shared;  // value, letters
    for (std::size_t run = 0; run < all[i].values.size(); ++run) {
      const auto value = all[i].values[run] ? printable(*all[i].values[run]) : "(not there)";
      const auto at = std::ranges::find(shared, value, [](const auto& s) { return s.first; });
      if (at == shared.end())
        shared.emplace_back(value, letter(run));
      else
        at->second += " " + letter(run);
    }
    for (const auto& [value, letters] : shared)
      text += trimmed(fmt::format("    {}  {}", cut(letters, 30), value));
  }
  if (all.size() > most_settings)
    text += fmt::format("  and {} more, with --format json\n", all.size() - most_settings);
  return text;
}

nlohmann::ordered_json number_json(const std::optional<double>& value) {
  if (!value || !std::isfinite(*value)) return nullptr;
  return *value;
}

}  // namespace

std::string signed_text(double value) {
  return (value > 0 ? "+" : "") + number_text(value);
}

std::string to_text(const Comparison& comparison) {
  std::string text = runs_text(comparison);
  text += comparison.runs.size() <= 3 ? figures_text(comparison) : lines_text(comparison);
  if (comparison.ranking) text += ranking_text(comparison);
  return text + settings_text(comparison);
}

nlohmann::ordered_json to_json(const Comparison& comparison) {
  using Json = nlohmann::ordered_json;
  Json json{{"runs", Json::array()}, {"figures", Json::array()}, {"settings", Json::array()}};
  for (const auto& run : comparison.runs)
    json["runs"].push_back({{"file", printable(run.file)},
                            {"scenario", printable(run.scenario)},
                            {"status", printable(run.status)},
                            {"currency", run.currency.empty() ? Json() : Json(run.currency)}});
  for (const auto& figure : comparison.figures) {
    Json values = Json::array(), differences = Json::array(), relative = Json::array();
    for (std::size_t run = 0; run < comparison.runs.size(); ++run) {
      values.push_back(number_json(figure.values[run]));
      differences.push_back(number_json(figure.difference(run)));
      relative.push_back(number_json(figure.relative(run)));
    }
    json["figures"].push_back({{"name", printable(figure.name)},
                               {"units", printable(figure.units)},
                               {"values", std::move(values)},
                               {"differences", std::move(differences)},
                               {"relative", std::move(relative)}});
  }
  for (const auto& setting : comparison.settings) {
    Json values = Json::array();
    for (const auto& value : setting.values)
      values.push_back(value ? Json(printable(*value)) : Json());
    json["settings"].push_back({{"path", printable(setting.path)}, {"values", std::move(values)}});
  }
  json["ranking"] = nullptr;
  if (comparison.ranking) {
    Json order = Json::array();
    for (const auto& place : comparison.ranking->places)
      order.push_back({{"rank", place.rank},
                       {"run", place.run},
                       {"file", printable(comparison.runs[place.run].file)},
                       {"value", place.value}});
    json["ranking"] = {{"figure", printable(comparison.ranking->figure)},
                       {"better", comparison.ranking->more_is_better ? "more" : "less"},
                       {"order", std::move(order)},
                       {"without", comparison.ranking->without}};
  }
  return json;
}

namespace {

using report::escaped;

std::string heads_html(const Comparison& comparison, std::string_view first) {
  auto html = fmt::format(R"(<table><thead><tr><th scope="col">{}</th>)", first);
  for (std::size_t run = 0; run < comparison.runs.size(); ++run)
    html += fmt::format(R"(<th scope="col" class="n" title="{}">{}</th>)",
                        escaped(comparison.runs[run].scenario), letter(run));
  return html + "</tr></thead><tbody>\n";
}

std::string figures_html(const Comparison& comparison) {
  auto html = heads_html(comparison, "figure");
  for (const auto& figure : comparison.figures) {
    const auto unit = unit_of(comparison, figure);
    html += fmt::format(R"(<tr><th scope="row" title="{}">{}{}</th>)", escaped(figure.long_name),
                        escaped(figure.name), unit.empty() ? "" : escaped(" [" + unit + "]"));
    for (std::size_t run = 0; run < comparison.runs.size(); ++run) {
      html += fmt::format(R"(<td class="n">{})", value_text(figure.values[run]));
      if (const auto change = figure.difference(run); run > 0 && change && *change != 0)
        html += fmt::format(R"(<br><span class="note">{} ({})</span>)", signed_text(*change),
                            percent_text(figure.relative(run)));
      html += "</td>";
    }
    html += "</tr>\n";
  }
  return report::scrollable("figures", html + "</tbody></table>\n");
}

std::string settings_html(const Comparison& comparison) {
  if (comparison.settings.empty()) return "<p>The scenarios are the same.</p>\n";
  auto html = heads_html(comparison, "setting");
  for (const auto& setting : comparison.settings) {
    html += fmt::format(R"(<tr><th scope="row"><code>{}</code></th>)", escaped(setting.path));
    for (const auto& value : setting.values)
      html += fmt::format(R"(<td class="n">{}</td>)", value ? escaped(*value) : "–");
    html += "</tr>\n";
  }
  constexpr std::size_t most_open = 60;
  const auto table = report::scrollable("settings", html + "</tbody></table>\n");
  const auto count = comparison.settings.size();
  return count <= most_open ? table
                            : report::details(fmt::format("{} settings differ", count), table);
}

std::string ranking_html(const Comparison& comparison) {
  const auto& ranking = *comparison.ranking;
  std::string html =
      R"(<table><thead><tr><th scope="col">rank</th><th scope="col">result</th>)"
      R"(<th scope="col" class="n">value</th><th scope="col" class="n">to the best</th>)"
      "</tr></thead><tbody>\n";
  for (const auto& place : ranking.places) {
    const double best = ranking.places.front().value;
    html += fmt::format(
        R"(<tr><td>{}</td><th scope="row">{} {}</th><td class="n">{}</td><td class="n">{}</td>)"
        "</tr>\n",
        place.rank, letter(place.run), escaped(comparison.runs[place.run].scenario),
        number_text(place.value),
        best == 0 ? "" : percent_text((place.value - best) / std::abs(best)));
  }
  return fmt::format("<p>By <code>{}</code>; {} is better.</p>\n", escaped(ranking.figure),
                     ranking.more_is_better ? "more" : "less") +
         html + "</tbody></table>\n";
}

}  // namespace

std::string to_html(const Comparison& comparison) {
  std::string list = "<ul>\n";
  for (std::size_t run = 0; run < comparison.runs.size(); ++run)
    list += fmt::format("<li><b>{}</b> {} <span class=\"note\">{}, {}</span></li>\n", letter(run),
                        escaped(comparison.runs[run].scenario), escaped(comparison.runs[run].file),
                        escaped(comparison.runs[run].status));
  std::string body = "<header>\n<p class=\"brand\">Icekeel comparison</p>\n<h1>" +
                     fmt::format("{} results beside each other", comparison.runs.size()) +
                     "</h1>\n" + list + "</ul>\n<p>Differences are to A.</p>\n</header>\n<main>\n";
  if (comparison.ranking)
    body += report::section("ranking", "Which is best", ranking_html(comparison));
  body += report::section("figures", "Figures", figures_html(comparison));
  body += report::section("settings", "What differs in the scenarios", settings_html(comparison));
  return report::framed({"Comparison", report::report_style(), {}, {}}, body + "</main>\n");
}

}  // namespace icekeel::analysis
