// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/hall_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "analysis/report/chart_svg.h"
#include "analysis/report/html.h"
#include "analysis/report/reduction.h"
#include "analysis/report/time_charts.h"
#include "analysis/text_format.h"

namespace icekeel::analysis::report {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

// A number of frames that keeps the page small, however many racks there are.
std::size_t most_frames(std::size_t racks) {
  constexpr std::size_t budget = 400'000;
  return std::clamp<std::size_t>(budget / std::max<std::size_t>(racks, 1), 12, 400);
}

struct Sums {
  std::vector<double> sum, weight, frame_sum, frame_weight;
};

// Closes the frame that `sums` holds.
void close_frame(RackQuantity& quantity, Sums& sums) {
  std::vector<double> frame(sums.sum.size(), none);
  for (std::size_t r = 0; r < frame.size(); ++r) {
    if (sums.frame_weight[r] > 0) frame[r] = sums.frame_sum[r] / sums.frame_weight[r];
    sums.sum[r] += sums.frame_sum[r];
    sums.weight[r] += sums.frame_weight[r];
  }
  quantity.frames.push_back(std::move(frame));
  std::ranges::fill(sums.frame_sum, 0.0);
  std::ranges::fill(sums.frame_weight, 0.0);
}

// Adds one interval of all racks.
void add_row(RackQuantity& quantity, Sums& sums, const double* values, double width) {
  for (std::size_t r = 0; r < sums.sum.size(); ++r) {
    const double value = values[r];
    if (!std::isfinite(value)) continue;
    quantity.high[r] = std::fmax(quantity.high[r], value);
    sums.frame_sum[r] += value * width;
    sums.frame_weight[r] += width;
  }
}

RackQuantity read_quantity(const result::ResultFile& file, const result::Variable& series,
                           const Buckets& frames, const result::Intervals& axis,
                           std::size_t racks) {
  constexpr std::size_t rows_at_once = 4096;
  RackQuantity quantity{series.long_name, "", {}, {}, std::vector<double>(racks, none)};
  const std::vector<double> zero(racks);
  Sums sums{zero, zero, zero, zero};
  std::size_t frame = 0;
  for (std::size_t first = 0; first < axis.size(); first += rows_at_once) {
    const std::size_t count = std::min(rows_at_once, axis.size() - first);
    const auto piece = file.values(series.name, {first, count});
    for (std::size_t i = first; i < first + count; ++i) {
      add_row(quantity, sums, piece->values.data() + (i - first) * racks,
              axis.to[i] - axis.from[i]);
      if (i + 1 < frames.first[frame + 1]) continue;
      close_frame(quantity, sums);
      ++frame;
    }
  }
  for (std::size_t r = 0; r < racks; ++r)
    quantity.mean.push_back(sums.weight[r] > 0 ? sums.sum[r] / sums.weight[r] : none);
  return quantity;
}

void rescale(RackQuantity& quantity, std::string_view units) {
  double most = 0;
  for (const double v : quantity.high)
    if (std::isfinite(v)) most = std::max(most, std::abs(v));
  const Scale scale = scale_for(units, most);
  quantity.unit = scale.unit;
  for (auto* values : {&quantity.mean, &quantity.high})
    for (double& v : *values) v *= scale.factor;
  for (auto& frame : quantity.frames)
    for (double& v : frame) v *= scale.factor;
}

std::size_t number_of(std::string_view digits) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc{} && end == digits.data() + digits.size() ? number : 0;
}

}  // namespace

std::optional<RackPlace> rack_place(std::string_view name) {
  const auto slash = name.rfind("/r");
  if (slash == std::string_view::npos) return std::nullopt;
  const auto place = name.substr(slash + 2);
  const auto dash = place.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto row = number_of(place.substr(0, dash)), position = number_of(place.substr(dash + 1));
  if (row == 0 || position == 0) return std::nullopt;
  return RackPlace{std::string(name.substr(0, slash)), row - 1, position - 1};
}

std::optional<HallPlan> hall_plan(const result::ResultFile& file) {
  HallPlan plan{file.info().start, file.labels("rack"), {}, {}, {}, {}};
  for (const auto& rack : plan.racks) {
    // A name of another kind still has its place: in one long row, in the order of the file.
    const auto place = rack_place(rack);
    plan.places.push_back(place ? *place : RackPlace{"racks", 0, plan.places.size()});
  }
  std::string axis_name;
  result::Intervals axis;
  Buckets frames;
  for (const auto& series : file.series()) {
    if (series.dimensions.size() != 2 || series.dimensions.back() != "rack") continue;
    if (axis_name.empty()) {
      axis_name = series.dimensions.front();
      axis = file.intervals(axis_name);
      frames = buckets_of(axis, most_frames(plan.racks.size()));
      plan.from = frames.from;
      plan.to = frames.to;
    }
    if (series.dimensions.front() != axis_name || frames.size() == 0) continue;
    auto quantity = read_quantity(file, series, frames, axis, plan.racks.size());
    rescale(quantity, series.units);
    plan.quantities.push_back(std::move(quantity));
  }
  if (plan.quantities.empty() || plan.racks.empty()) return std::nullopt;
  return plan;
}

namespace {

// Ten steps of cividis: even in lightness, alike for all eyes (Nuñez, Anderton, Renslow,
// PLoS ONE 13(7), 2018). The colours are in the style of the page.
constexpr std::size_t shades = 10;

std::size_t shade_of(double value, double low, double high) {
  const double share = high > low ? (value - low) / (high - low) : 0.5;
  return static_cast<std::size_t>(
      std::clamp(std::floor(share * shades), 0.0, static_cast<double>(shades - 1)));
}

struct Span {
  double low = none, high = none;
};

// From the least to the greatest value of any frame.
Span span_of(const RackQuantity& quantity) {
  Span span;
  for (const auto& frame : quantity.frames)
    for (const double v : frame)
      if (std::isfinite(v)) span.low = std::fmin(span.low, v), span.high = std::fmax(span.high, v);
  return span;
}

// Racks of a hall by their place, and the size of the hall in racks.
struct HallFloor {
  std::string name;
  std::vector<std::size_t> racks;
  std::size_t rows = 0, positions = 0;
};

std::vector<HallFloor> floors_of(const HallPlan& plan) {
  std::vector<HallFloor> floors;
  std::map<std::string, std::size_t> known;
  for (std::size_t r = 0; r < plan.places.size(); ++r) {
    const auto& place = plan.places[r];
    const auto [at, fresh] = known.try_emplace(place.hall, floors.size());
    if (fresh) floors.push_back({place.hall, {}, 0, 0});
    auto& floor = floors[at->second];
    floor.racks.push_back(r);
    floor.rows = std::max(floor.rows, place.row + 1);
    floor.positions = std::max(floor.positions, place.position + 1);
  }
  return floors;
}

std::string floor_svg(const HallPlan& plan, const HallFloor& floor, const RackQuantity& quantity,
                      const Span& span) {
  // Fronts face fronts: an aisle after every row, a wider one after every second row.
  constexpr std::size_t cell = 12, aisle = 6;
  const auto y_of = [](std::size_t row) { return row * (cell + aisle) + row / 2 * aisle; };
  std::string svg = fmt::format(
      "<svg viewBox=\"-2 -2 {} {}\" role=\"img\" aria-label=\"{} of {}, {} racks\" "
      "style=\"max-width:{}px\">\n",
      floor.positions * cell + 4, y_of(floor.rows - 1) + cell + 4, escaped(quantity.title),
      escaped(floor.name), floor.racks.size(), std::max<std::size_t>(floor.positions * 26, 90));
  for (const auto r : floor.racks) {
    const auto& place = plan.places[r];
    const double value = quantity.mean[r];
    svg += fmt::format("<path data-r=\"{}\" class=\"h{}\" d=\"M{} {}h11v11h-11z\"/>\n", r,
                       std::isfinite(value) ? std::to_string(shade_of(value, span.low, span.high))
                                            : std::string("x"),
                       place.position * cell, y_of(place.row));
  }
  return svg + "</svg>\n";
}

std::string scale_html(const RackQuantity& quantity, const Span& span) {
  std::string html = fmt::format("<p class=\"scale\"><span>{} {}</span>", number_text(span.low),
                                 escaped(quantity.unit));
  for (std::size_t s = 0; s < shades; ++s) html += fmt::format("<i class=\"h{}\"></i>", s);
  return html +
         fmt::format("<span>{} {}</span></p>\n", number_text(span.high), escaped(quantity.unit));
}

std::string racks_table(const HallPlan& plan) {
  constexpr std::size_t most = 100;
  std::vector<std::size_t> order(plan.racks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto& by = plan.quantities.front().mean;
  std::ranges::stable_sort(order, [&](auto a, auto b) { return by[a] > by[b]; });
  order.resize(std::min(order.size(), most));
  std::string html = "<table><thead><tr><th scope=\"col\">rack</th>";
  for (const auto& q : plan.quantities)
    html += fmt::format(
        "<th scope=\"col\" class=\"n\">{0}, mean [{1}]</th>"
        "<th scope=\"col\" class=\"n\">most [{1}]</th>",
        escaped(q.title), escaped(q.unit));
  html += "</tr></thead><tbody>\n";
  for (const auto r : order) {
    html += fmt::format(R"(<tr><th scope="row">{}</th>)", escaped(plan.racks[r]));
    for (const auto& q : plan.quantities)
      html += fmt::format(R"(<td class="n">{}</td><td class="n">{}</td>)", number_text(q.mean[r]),
                          number_text(q.high[r]));
    html += "</tr>\n";
  }
  html += "</tbody></table>\n";
  return details(plan.racks.size() > most
                     ? fmt::format("The {} racks with the most power as a table", most)
                     : "All racks as a table",
                 html);
}

}  // namespace

std::string to_html(const HallPlan& plan, std::size_t run) {
  std::string html = fmt::format("<div class=\"halls\" data-run=\"{}\">\n", run);
  const auto floors = floors_of(plan);
  for (std::size_t q = 0; q < plan.quantities.size(); ++q) {
    const auto& quantity = plan.quantities[q];
    const Span span = span_of(quantity);
    std::string plans;
    for (const auto& floor : floors) {
      if (floors.size() > 1) plans += fmt::format("<h3>{}</h3>\n", escaped(floor.name));
      plans += floor_svg(plan, floor, quantity, span);
    }
    html += fmt::format(
        "<figure class=\"hall\" data-quantity=\"{}\">\n"
        "<figcaption>{} [{}], <span class=\"when\">mean of the run</span>"
        "</figcaption>\n{}{}</figure>\n",
        q, escaped(quantity.title), escaped(quantity.unit), plans, scale_html(quantity, span));
  }
  return html + "</div>\n" + racks_table(plan);
}

nlohmann::ordered_json to_json(const HallPlan& plan) {
  nlohmann::ordered_json json{{"racks", nlohmann::ordered_json::array()},
                              {"from", plan.from},
                              {"to", plan.to},
                              {"quantities", nlohmann::ordered_json::array()}};
  for (const auto& rack : plan.racks) json["racks"].push_back(printable(rack));
  for (const auto& quantity : plan.quantities) {
    std::vector<double> flat;
    for (const auto& frame : quantity.frames) flat.insert(flat.end(), frame.begin(), frame.end());
    json["quantities"].push_back({{"title", printable(quantity.title)},
                                  {"unit", quantity.unit},
                                  {"mean", packed(quantity.mean)},
                                  {"frames", packed(flat)}});
  }
  return json;
}

}  // namespace icekeel::analysis::report
