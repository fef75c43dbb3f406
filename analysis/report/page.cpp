// SPDX-License-Identifier: Apache-2.0
// The page, section by section. A section stands there when one of the files has something for it;
// several files stand side by side inside of each section.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "analysis/report/answer.h"
#include "analysis/report/energy_flow.h"
#include "analysis/report/hall_plan.h"
#include "analysis/report/html.h"
#include "analysis/report/job_chart.h"
#include "analysis/report/life_cycle.h"
#include "analysis/report/page_frame.h"
#include "analysis/report/profiles.h"
#include "analysis/report/report.h"
#include "analysis/report/services.h"
#include "analysis/report/tables.h"
#include "analysis/report/time_charts.h"
#include "analysis/report/web_files.h"
#include "analysis/summary.h"
#include "analysis/text_format.h"

namespace icekeel::analysis::report {
namespace {

// What is read of one file.
struct Run {
  const result::ResultFile& file;
  Summary summary;
  std::vector<result::Column> events;
  TimeCharts charts;
  std::optional<HallPlan> halls;
};

constexpr std::size_t most_rows = 200;

Run read(const result::ResultFile& file, std::size_t files) {
  const std::size_t most_buckets = 12'000 / std::min<std::size_t>(files, 6);
  return {file, summarise(file), file.table("/events"), time_charts(file, most_buckets),
          hall_plan(file)};
}

// What a section says of each run, side by side where there are several.
std::string beside(const std::vector<Run>& runs,
                   const std::function<std::string(const Run&, std::size_t)>& part) {
  std::vector<std::string> parts;
  parts.reserve(runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) parts.push_back(part(runs[i], i));
  if (std::ranges::all_of(parts, &std::string::empty)) return {};
  if (runs.size() == 1) return parts.front();
  std::string html = "<div class=\"beside\">\n";
  for (std::size_t i = 0; i < runs.size(); ++i)
    html += fmt::format("<div>\n<h3>{}</h3>\n{}</div>\n", escaped(runs[i].summary.scenario),
                        parts[i].empty() ? "<p class=\"note\">not in this result</p>\n" : parts[i]);
  return html + "</div>\n";
}

std::string headline(const Run& run) {
  const auto& summary = run.summary;
  std::string html = escaped(summary.status);
  if (const auto time = summary.figure("simulated_s"))
    html += fmt::format(", {} simulated from {}", duration_text(Duration::si(*time)),
                        moment_text(run.file.info().start, 0));
  const auto jobs = summary.figure("jobs_submitted"), ended = summary.figure("jobs_completed");
  if (jobs && ended && *jobs > 0)
    html += fmt::format(", {} of {} jobs completed", number_text(*ended), number_text(*jobs));
  html = fmt::format("<p>{}</p>\n", html);
  if (summary.status != "complete")
    html +=
        "<p class=\"warn\">The run did not end: figures may be missing or cover a part of it."
        "</p>\n";
  return html;
}

std::vector<Mark> marks_of(const Run& run) {
  constexpr std::size_t most = 60;  // more marks hide the lines
  const auto times = numbers_of(run.events, "time");
  const auto kinds = texts_of(run.events, "kind"), subjects = texts_of(run.events, "subject");
  std::map<std::string, std::size_t> count;
  for (const auto& kind : kinds) ++count[kind];
  std::vector<Mark> marks;
  for (std::size_t i = 0; i < times.size(); ++i)
    if (count[kinds[i]] <= most) marks.push_back({times[i], kinds[i] + ": " + subjects[i]});
  return marks;
}

std::string time_html(const Run& run, std::size_t index) {
  if (run.charts.charts.empty()) return {};
  std::string html = "<div class=\"charts\">\n";
  const auto marks = marks_of(run);
  for (const auto& chart : run.charts.charts)
    html += fmt::format(
        "<figure class=\"time\" data-run=\"{}\" data-chart=\"{}\">\n<figcaption>{}{}</figcaption>\n"
        "<div class=\"static\">\n{}</div>\n</figure>\n",
        index, escaped(chart.id), escaped(chart.title),
        chart.unit.empty() ? "" : fmt::format(" [{}]", escaped(chart.unit)),
        to_svg(chart, run.charts, marks));
  html += "</div>\n";
  if (!run.charts.silent.empty()) {
    std::string names;
    for (const auto& name : run.charts.silent) names += (names.empty() ? "" : "; ") + escaped(name);
    html += fmt::format("<p class=\"note\">Zero or missing throughout: {}.</p>\n", names);
  }
  return html;
}

std::string flow_html(const Run& run, std::size_t) {
  const auto flow = energy_flow(run.summary);
  return figure("From the grid to devices and on as heat",
                scrollable("energy flow", to_svg(flow))) +
         details("The flows as a table", to_table(flow));
}

std::string events_html(const Run& run, std::size_t) {
  std::map<std::string, std::size_t> count;
  for (const auto& kind : texts_of(run.events, "kind")) ++count[kind];
  if (count.empty()) return {};
  std::string html = "<p>";
  for (const auto& [kind, times] : count)
    html += fmt::format("{}{}: {}", html == "<p>" ? "" : ", ", escaped(kind), times);
  return html + "</p>\n" + details("Events as a table", to_html(run.events, most_rows, "/events"));
}

std::string failures_html(const Run& run, std::size_t) {
  std::string rows;
  for (const auto* name : {"jobs_failed", "jobs_restarts", "jobs_goodput", "jobs_node_utilisation",
                           "jobs_mean_wait_s", "overloaded_h", "set_point_missed_h"}) {
    const auto at = std::ranges::find(run.summary.figures, name, &result::Scalar::name);
    if (at == run.summary.figures.end() || !at->value) continue;
    rows += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td></tr>\n",
                        escaped(at->long_name), escaped(cell_text(*at->value, at->units)));
  }
  return rows.empty() ? rows : "<table><tbody>\n" + rows + "</tbody></table>\n";
}

std::string figures_html(const Run& run, std::size_t) {
  std::string rows;
  for (const auto& figure : run.summary.figures)
    if (figure.value)
      rows += fmt::format(
          "<tr><th scope=\"row\"><code>{}</code></th><td class=\"n\">{}</td>"
          "<td>{}</td></tr>\n",
          escaped(figure.name), escaped(cell_text(*figure.value, figure.units)),
          escaped(figure.long_name));
  return details("All figures of the summary",
                 "<table><thead><tr><th scope=\"col\">name</th><th scope=\"col\" class=\"n\">value"
                 "</th><th scope=\"col\">meaning</th></tr></thead><tbody>\n" +
                     rows + "</tbody></table>\n") +
         details("Balances, meter by meter", to_html(run.summary.balances, 1000, "/balances"));
}

std::string provenance_html(const Run& run, std::size_t) {
  const auto& info = run.summary.info;
  std::string rows;
  const auto row = [&](std::string_view name, std::string_view text) {
    rows += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escaped(name),
                        escaped(text));
  };
  row("result", run.file.path().filename().string());
  row("written by", info.source);
  row("created", to_text(info.created));
  row("seed", std::to_string(info.seed));
  row("scenario SHA-256", info.scenario_sha256);
  row("history", info.history);
  std::string texts;
  for (const auto& entry : run.summary.provenance) {
    if (entry.text.find('\n') == std::string::npos)
      row(entry.name, entry.text);
    else
      texts += details(entry.name, "<pre tabindex=\"0\">" + escaped(entry.text) + "</pre>\n");
  }
  return "<table class=\"provenance\"><tbody>\n" + rows + "</tbody></table>\n" + texts;
}

std::string profile_of(const Run& run, std::size_t) {
  return profiles_html(run.file);
}
std::string jobs_of(const Run& run, std::size_t) {
  return jobs_html(run.file);
}
std::string halls_of(const Run& run, std::size_t index) {
  return run.halls ? to_html(*run.halls, index) : std::string();
}

std::string services_of(const Run& run, std::size_t) {
  return services_html(run.file);
}

std::string life_of(const Run& run, std::size_t) {
  return life_cycle_html(run.summary);
}

struct Part {
  const char* id;
  const char* title;
  std::string (*html)(const Run&, std::size_t);
};

constexpr std::array<Part, 11> parts{{{"flow", "Where the energy goes", flow_html},
                                      {"life", "The whole life", life_of},
                                      {"time", "Over time", time_html},
                                      {"halls", "The hall", halls_of},
                                      {"jobs", "Jobs", jobs_of},
                                      {"services", "Services", services_of},
                                      {"events", "Events", events_html},
                                      {"profiles", "Load, months, hours", profile_of},
                                      {"failures", "Failures and waits", failures_html},
                                      {"figures", "All figures", figures_html},
                                      {"provenance", "Where this comes from", provenance_html}}};

std::string data_of(const std::vector<Run>& runs) {
  nlohmann::ordered_json json{{"runs", nlohmann::ordered_json::array()}};
  for (const auto& run : runs) {
    auto data = to_json(run.charts);
    data["title"] = printable(run.summary.scenario);
    data["events"] = nlohmann::ordered_json::array();
    for (const auto& mark : marks_of(run))
      data["events"].push_back({mark.at, printable(mark.label)});
    if (run.halls) data["halls"] = to_json(*run.halls);
    json["runs"].push_back(std::move(data));
  }
  return json.dump();
}

std::string title_of(const std::vector<Run>& runs) {
  std::string title = runs.front().summary.scenario;
  if (runs.size() > 1) title += fmt::format(" and {} more", runs.size() - 1);
  return title;
}

}  // namespace

std::string page(std::span<const result::ResultFile> files) {
  std::vector<Run> runs;
  std::vector<Summary> summaries;
  for (const auto& file : files) {
    runs.push_back(read(file, files.size()));
    summaries.push_back(runs.back().summary);
  }
  std::string sections, links;
  for (const auto& part : parts) {
    const auto content = beside(runs, part.html);
    if (content.empty()) continue;
    sections += section(part.id, part.title, content);
    links += fmt::format("<a href=\"#{}\">{}</a>\n", part.id, part.title);
  }
  const auto title = title_of(runs);
  std::string body = fmt::format(
      "<header>\n<p class=\"brand\">Icekeel report</p>\n<h1>{}</h1>\n{}</header>\n"
      "<nav aria-label=\"sections\">\n{}</nav>\n<main>\n",
      escaped(title), beside(runs, [](const Run& run, std::size_t) { return headline(run); }),
      links);
  body += "<section id=\"answer\" aria-label=\"The answer\">\n" + answer_html(summaries) +
          beside(runs, [](const Run& run, std::size_t) { return equivalences_html(run.summary); }) +
          "</section>\n";
  body += sections + "</main>\n";
  return framed({title, report_style(), report_script(), data_of(runs)}, body);
}

}  // namespace icekeel::analysis::report
