// SPDX-License-Identifier: Apache-2.0
#include "analysis/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include "analysis/report/chart_svg.h"
#include "analysis/report/reduction.h"
#include "analysis/text_format.h"
#include "simulator/base/text.h"

namespace icekeel::analysis {
namespace {

constexpr std::size_t most_labels = 8;
constexpr std::size_t most_points = 3000;

struct Kind {
  std::string_view end, terminal;
};
constexpr std::array<Kind, 3> kinds{
    {{"svg", R"(svg size 1000,{} dynamic enhanced font "sans-serif,13" background "#ffffff")"},
     {"png", R"(pngcairo size 1000,{} font "DejaVu Sans,11" background "#ffffff")"},
     {"pdf", R"(pdfcairo size 24cm,{}cm font "DejaVu Sans,11")"}}};

// A line of the picture, in the units of the file.
struct Drawn {
  std::string title;
  std::string units;
  report::Buckets at;
  report::Reduced values;
  bool banded = false;
};

// Lines of one unit share a scale, so that they share a panel.
report::Scale scale_of(const std::vector<Drawn>& lines, const std::string& units) {
  double most = 0;
  for (const auto& line : lines)
    for (const auto* numbers : {&line.values.low, &line.values.high})
      for (const double v : *numbers)
        if (line.units == units && std::isfinite(v)) most = std::max(most, std::abs(v));
  return report::scale_for(units, most);
}

std::string data_block(std::size_t number, const Drawn& line, double factor, Timestamp start) {
  std::string block = fmt::format("$data{} << END\n", number);
  const auto text = [&](double v) {
    return std::isfinite(v) ? fmt::format("{:.9g}", v * factor) : std::string("NaN");
  };
  for (std::size_t b = 0; b < line.at.size(); ++b)
    block +=
        fmt::format("{:.3f} {} {} {}\n",
                    static_cast<double>(start.unix_seconds) + (line.at.from[b] + line.at.to[b]) / 2,
                    text(line.values.mean[b]), text(line.values.low[b]), text(line.values.high[b]));
  return block + "END\n";
}

void add_lines(std::vector<Drawn>& lines, const result::ResultFile& file,
               const PlottedSeries& wanted) {
  const auto& series = *file.find_series(wanted.series);
  const auto axis = file.intervals(series.dimensions.front());
  const auto at = report::buckets_of(axis, most_points);
  if (at.size() == 0) return;
  const auto read = *file.values(series.name);
  const auto labels = series.dimensions.size() == 2 ? file.labels(series.dimensions.back())
                                                    : std::vector<std::string>{};
  const auto title = series.long_name.empty() ? series.name : series.long_name;
  for (std::size_t c = 0; c < read.columns; ++c) {
    const auto label = c < labels.size() ? labels[c] : "";
    if (wanted.label.empty() ? c >= most_labels : wanted.label != label) continue;
    lines.push_back({label.empty() ? title : title + ", " + label, series.units, at,
                     report::reduced(at, axis, read.values, read.columns, c),
                     at.size() < axis.size()});
  }
}

// How a moment reads below a span of time.
std::string_view time_format(double span) {
  constexpr double day = 86400;
  if (span > 120 * day) return "%b %Y";
  return span > 4 * day ? "%d %b" : "%d %b\\n%H:%M";
}

std::string head(const result::ResultFile& file, const std::vector<Drawn>& lines,
                 const std::string& picture, std::size_t panels) {
  double from = 1e300, to = -1e300;
  for (const auto& line : lines) {
    from = std::min(from, line.at.from.front());
    to = std::max(to, line.at.to.back());
  }
  const auto zero = static_cast<double>(file.info().start.unix_seconds);
  return fmt::format(
      "# Drawn by gnuplot 5 from {}; change it and draw again: gnuplot THIS_FILE\n{}"
      "set xdata time\nset timefmt '%s'\nset format x \"{}\" timedate\n"
      "set xrange ['{:.0f}':'{:.0f}']\nset lmargin 10\nset rmargin 3\n"
      "set grid lc rgb '#dddddd'\nset border lc rgb '#888888'\n"
      "set key outside bottom center horizontal\nset style fill transparent solid 0.25 noborder\n"
      "set datafile missing 'NaN'\nset colorsequence podo\nset title {}\n",
      gnuplot_text(file.path().filename().string()), gnuplot_output(picture, panels),
      time_format(to - from), zero + from, zero + to, gnuplot_text(file.info().title));
}

// The lines of one panel as gnuplot's plot command takes them.
std::string panel(const std::vector<Drawn>& lines, const std::string& units) {
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].units != units) continue;
    const auto colour = i % 8 + 1;
    if (!text.empty()) text += ", \\\n     ";
    if (lines[i].banded)
      text +=
          fmt::format("$data{} using 1:3:4 with filledcurves lt {} notitle, \\\n     ", i, colour);
    text += fmt::format("$data{} using 1:2 with lines lw 1.5 lt {} title {}", i, colour,
                        gnuplot_text(lines[i].title));
  }
  return text;
}

std::string known_text(const std::string& name, const std::vector<std::string>& known,
                       std::string_view what) {
  if (const auto meant = nearest(name, known)) return fmt::format("did you mean '{}'?", *meant);
  constexpr std::size_t shown = 12;
  auto some = known;
  some.resize(std::min(known.size(), shown));
  return fmt::format("{} here: {}{}", what, joined(some, ", "),
                     known.size() > shown ? fmt::format(" and {} more", known.size() - shown) : "");
}

}  // namespace

// One that cannot end the quotes or the line.
std::string gnuplot_text(std::string_view text) {
  std::string result = "'";
  for (const char c : printable(text)) result += c == '\'' ? std::string("''") : std::string(1, c);
  return result + "'";
}

std::string gnuplot_output(const std::string& picture, std::size_t panels) {
  const std::filesystem::path file(picture);
  const auto end = file.extension().string().substr(1);
  const auto kind = std::ranges::find(kinds, end, &Kind::end);
  const auto height = end == "pdf" ? 12 * panels : 120 + 340 * panels;
  return fmt::format(
      "set terminal {}\nset output {}\nset termoption noenhanced\nset encoding utf8\n",
      fmt::format(fmt::runtime(std::string(kind->terminal)), height),
      gnuplot_text(file.filename().string()));
}

PlottedSeries plotted_series(std::string_view text) {
  const auto bracket = text.find('[');
  if (bracket == std::string_view::npos || !text.ends_with(']')) return {std::string(text), ""};
  return {std::string(text.substr(0, bracket)),
          std::string(text.substr(bracket + 1, text.size() - bracket - 2))};
}

std::vector<std::string> problems_of(const result::ResultFile& file,
                                     std::span<const PlottedSeries> series) {
  std::vector<std::string> names, problems;
  names.reserve(file.series().size());
  for (const auto& variable : file.series()) names.push_back(variable.name);
  for (const auto& wanted : series) {
    const auto* variable = file.find_series(wanted.series);
    if (variable == nullptr) {
      problems.push_back(fmt::format("the result has no series '{}'\n      = {}", wanted.series,
                                     known_text(wanted.series, names, "series")));
      continue;
    }
    if (file.intervals(variable->dimensions.front()).size() == 0)
      problems.push_back(
          fmt::format("'{}' has no values yet\n      = wait until the run has "
                      "written some",
                      wanted.series));
    if (wanted.label.empty()) continue;
    const auto labels = variable->dimensions.size() == 2 ? file.labels(variable->dimensions.back())
                                                         : std::vector<std::string>{};
    if (labels.empty())
      problems.push_back(fmt::format("'{0}' has no names, so no '[{1}]'\n      = write '{0}'",
                                     wanted.series, wanted.label));
    else if (std::ranges::find(labels, wanted.label) == labels.end())
      problems.push_back(fmt::format("'{}' has no '{}'\n      = {}", wanted.series, wanted.label,
                                     known_text(wanted.label, labels, "names")));
  }
  return problems;
}

std::vector<std::string> picture_kinds() {
  std::vector<std::string> names;
  names.reserve(kinds.size());
  for (const auto& kind : kinds) names.emplace_back(kind.end);
  return names;
}

std::string gnuplot_script(const result::ResultFile& file, std::span<const PlottedSeries> series,
                           const std::string& picture) {
  std::vector<Drawn> lines;
  for (const auto& wanted : series) add_lines(lines, file, wanted);
  std::vector<std::string> panels;
  for (const auto& line : lines)
    if (std::ranges::find(panels, line.units) == panels.end()) panels.push_back(line.units);
  auto text = head(file, lines, picture, panels.size());
  for (std::size_t i = 0; i < lines.size(); ++i)
    text += data_block(i, lines[i], scale_of(lines, lines[i].units).factor, file.info().start);
  text += fmt::format("set multiplot layout {},1\n", panels.size());
  for (std::size_t i = 0; i < panels.size(); ++i) {
    if (i > 0) text += "unset title\n";
    text += fmt::format("set ylabel {}\nplot {}\n", gnuplot_text(scale_of(lines, panels[i]).unit),
                        panel(lines, panels[i]));
  }
  return text + "unset multiplot\n";
}

}  // namespace icekeel::analysis
