// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/energy_flow.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "analysis/report/html.h"
#include "analysis/report/tables.h"
#include "analysis/text_format.h"

namespace icekeel::analysis::report {
namespace {

enum ColumnOfFlow : std::size_t { sources, meter, consumers, devices, heat, sinks, columns };

// What the books of all sites say, by term.
struct Books {
  std::map<std::string, double> electricity_in, electricity_out, heat_in, heat_out;
};

Books books_of(const Summary& summary) {
  const auto texts = [&](std::string_view name) { return texts_of(summary.balances, name); };
  const auto balance = texts("balance"), side = texts("side"), term = texts("term");
  const auto energy = numbers_of(summary.balances, "energy");
  Books books;
  for (std::size_t i = 0; i < energy.size(); ++i) {
    const bool in = side[i] == "in";
    const bool electric = balance[i].find("electricity") != std::string::npos;
    const bool thermal = balance[i].find("heat") != std::string::npos;
    if (!electric && !thermal) continue;
    auto& of = electric ? (in ? books.electricity_in : books.electricity_out)
                        : (in ? books.heat_in : books.heat_out);
    // The stages of the chain lose together; one by one they are in the table of balances.
    of[electric && term[i].starts_with("loss ") ? "electrical losses" : term[i]] += energy[i];
  }
  return books;
}

class Drawing {
 public:
  std::size_t node(std::string name, ColumnOfFlow column) {
    flow.nodes.push_back({std::move(name), column});
    return flow.nodes.size() - 1;
  }
  void link(std::size_t from, std::size_t to, double energy) {
    if (energy > 0) flow.flows.push_back({from, to, energy});
  }
  EnergyFlow flow;
};

// What a term of the electrical books is in the books of heat.
std::string heat_term(const std::string& term) {
  return term == "electrical losses" ? "losses in room" : term;
}

std::string shown_name(const std::string& term) {
  if (term == "it") return "IT";
  if (term == "cdu pumps") return "CDU pumps";
  if (term == "rejected") return "to the outdoor air";
  if (term == "taken for reuse") return "to the heat network";
  if (term == "stored") return "stored in coolant";
  return term;
}

// Splits the IT into what computes and what serves it, as far as the summary knows.
std::vector<std::size_t> link_devices(Drawing& drawing, const Summary& summary, std::size_t it,
                                      double energy) {
  const auto itue = summary.figure("itue");
  if (!itue || !(*itue > 1)) return {it};
  const double computing = energy / *itue;
  const auto chips = drawing.node("processors and network", devices);
  const auto serving = drawing.node("fans and supplies", devices);
  drawing.link(it, chips, computing);
  drawing.link(it, serving, energy - computing);
  return {chips, serving};
}

}  // namespace

double EnergyFlow::into(std::size_t node) const {
  double sum = 0;
  for (const auto& f : flows) sum += f.to == node ? f.energy : 0;
  return sum;
}

double EnergyFlow::out_of(std::size_t node) const {
  double sum = 0;
  for (const auto& f : flows) sum += f.from == node ? f.energy : 0;
  return sum;
}

EnergyFlow energy_flow(const Summary& summary) {
  const Books books = books_of(summary);
  double total = 0;
  for (const auto& [term, energy] : books.electricity_in) total += energy;
  if (!(total > 0)) return {};
  Drawing drawing;
  const auto all = drawing.node("electricity", meter);
  for (const auto& [term, energy] : books.electricity_in)
    drawing.link(drawing.node(term, sources), all, energy);
  const auto warmth = drawing.node("heat", heat);
  std::vector<std::pair<std::string, double>> out(books.electricity_out.begin(),
                                                  books.electricity_out.end());
  std::ranges::stable_sort(out, [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& [term, energy] : out) {
    if (energy < 1e-4 * total) continue;  // thinner than a line; it is in the table of balances
    const auto consumer = drawing.node(shown_name(term), consumers);
    drawing.link(all, consumer, energy);
    const auto at = books.heat_in.find(heat_term(term));
    if (at == books.heat_in.end()) continue;
    const auto parts =
        term == "it" ? link_devices(drawing, summary, consumer, energy) : std::vector{consumer};
    for (const auto part : parts)
      drawing.link(part, warmth,
                   part == consumer ? std::min(at->second, energy) : drawing.flow.into(part));
  }
  for (const auto& [term, energy] : books.heat_out)
    if (energy >= 1e-4 * total) drawing.link(warmth, drawing.node(shown_name(term), sinks), energy);
  return drawing.flow;
}

namespace {

constexpr double flow_width = 960, flow_height = 400, bar = 12, gap = 16;
constexpr double top = 10;

struct Box {
  double x = 0, y = 0, height = 0;
  double used_in = 0, used_out = 0;  // how much of either side has its flows already
};

std::vector<Box> boxes_of(const EnergyFlow& flow) {
  double most = 0;
  std::vector<double> size(flow.nodes.size());
  std::vector<double> sums(columns), counts(columns);
  for (std::size_t n = 0; n < size.size(); ++n) {
    size[n] = std::max(flow.into(n), flow.out_of(n));
    sums[flow.nodes[n].column] += size[n];
    counts[flow.nodes[n].column] += 1;
  }
  double scale = 1e300;
  for (std::size_t c = 0; c < columns; ++c) {
    most = std::max(most, sums[c]);
    if (sums[c] > 0) scale = std::min(scale, (flow_height - 2 * top - counts[c] * gap) / sums[c]);
  }
  std::vector<double> next(columns, top);
  std::vector<Box> boxes;
  constexpr double step = (flow_width - 170 - bar) / (columns - 1);
  for (std::size_t n = 0; n < size.size(); ++n) {
    const auto column = flow.nodes[n].column;
    boxes.push_back({static_cast<double>(column) * step + 8, next[column], size[n] * scale});
    next[column] += size[n] * scale + gap;
  }
  return boxes;
}

std::string colour_of(const FlowNode& node) {
  if (node.column >= heat) return "s1";
  if (node.name == "electrical losses") return "s6";
  return node.column <= meter || node.name == "IT" || node.column == devices ? "s0" : "s4";
}

// The block with its name; a high block has its energy below its name.
std::string box_svg(const FlowNode& node, const Box& box, double energy) {
  const bool two_lines = box.height > 30;
  const double x = box.x + bar + 5, middle = box.y + box.height / 2;
  const auto rest = two_lines ? fmt::format(R"(<tspan class="unit" x="{}" dy="15">)", coordinate(x))
                              : std::string(R"(<tspan class="unit" dx="4">)");
  return fmt::format(
      "<rect class=\"area {}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>"
      "<text x=\"{}\" y=\"{}\">{}{}{} MWh</tspan></text>\n",
      colour_of(node), coordinate(box.x), coordinate(box.y), bar,
      coordinate(std::max(0.5, box.height)), coordinate(x),
      coordinate(middle + (two_lines ? -4 : 4)), escaped(node.name), rest, number_text(energy));
}

std::string ribbon(const Box& from, const Box& to, double thickness) {
  const double x0 = from.x + bar, x1 = to.x, mid = (x0 + x1) / 2;
  const double y0 = from.y + from.used_out, y1 = to.y + to.used_in;
  const auto c = [](double value) { return coordinate(value); };
  return fmt::format("M{0} {1}C{2} {1} {2} {3} {4} {3}V{5}C{2} {5} {2} {6} {0} {6}Z", c(x0), c(y0),
                     c(mid), c(y1), c(x1), c(y1 + thickness), c(y0 + thickness));
}

}  // namespace

std::string to_svg(const EnergyFlow& flow) {
  if (flow.flows.empty()) return {};
  auto boxes = boxes_of(flow);
  std::string svg = fmt::format(
      "<svg viewBox=\"0 0 {} {}\" role=\"img\" class=\"flow\" "
      "aria-label=\"Energy flow from the grid to devices and heat\">\n",
      flow_width, flow_height);
  for (const auto& f : flow.flows) {
    Box& from = boxes[f.from];
    Box& to = boxes[f.to];
    const double unit = std::max(flow.into(f.from), flow.out_of(f.from));
    const double thickness = f.energy / unit * from.height;
    svg += fmt::format(
        "<path class=\"ribbon {}\" d=\"{}\"><title>{} to {}: {} MWh</title></path>\n",
        colour_of(flow.nodes[f.to]), ribbon(from, to, thickness), escaped(flow.nodes[f.from].name),
        escaped(flow.nodes[f.to].name), number_text(f.energy));
    from.used_out += thickness;
    to.used_in += thickness;
  }
  for (std::size_t n = 0; n < boxes.size(); ++n)
    svg += box_svg(flow.nodes[n], boxes[n], std::max(flow.into(n), flow.out_of(n)));
  return svg + "</svg>\n";
}

std::string to_table(const EnergyFlow& flow) {
  std::string rows;
  for (const auto& f : flow.flows)
    rows += fmt::format("<tr><td>{}</td><td>{}</td><td class=\"n\">{}</td></tr>\n",
                        escaped(flow.nodes[f.from].name), escaped(flow.nodes[f.to].name),
                        number_text(f.energy));
  if (rows.empty()) return rows;
  return "<table><thead><tr><th scope=\"col\">from</th><th scope=\"col\">to</th>"
         "<th scope=\"col\" class=\"n\">MWh</th></tr></thead><tbody>\n" +
         rows + "</tbody></table>\n";
}

}  // namespace icekeel::analysis::report
