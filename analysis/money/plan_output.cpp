// SPDX-License-Identifier: Apache-2.0
#include "analysis/money/plan_output.h"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "analysis/plot.h"
#include "analysis/text_format.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

using Json = nlohmann::ordered_json;

constexpr Energy gigawatt_hour = 1e3 * units::megawatt_hour;
constexpr Energy terawatt_hour = 1e6 * units::megawatt_hour;
constexpr Money million = Money::si(1e6);

/// A figure of a phase in a year, in its unit.
struct Figure {
  const char* name;
  double (*value)(const PhaseYear&);
  bool sums = true;  ///< over phases
};

constexpr std::array figures{
    Figure{"nodes", [](const PhaseYear& y) { return y.nodes; }},
    Figure{"bought", [](const PhaseYear& y) { return y.bought; }},
    Figure{"retired", [](const PhaseYear& y) { return y.retired; }},
    Figure{"sites", [](const PhaseYear& y) { return y.sites; }},
    Figure{"busy", [](const PhaseYear& y) { return y.busy; }, false},
    Figure{"demand", [](const PhaseYear& y) { return y.demand; }, false},
    Figure{"it_MW", [](const PhaseYear& y) { return y.it.in(units::megawatt); }},
    Figure{"energy_GWh", [](const PhaseYear& y) { return y.energy.in(gigawatt_hour); }},
    Figure{"water_m3", [](const PhaseYear& y) { return y.water.si(); }},
    Figure{"cost_low", [](const PhaseYear& y) { return y.cost.low.si(); }},
    Figure{"cost", [](const PhaseYear& y) { return y.cost.mid.si(); }},
    Figure{"cost_high", [](const PhaseYear& y) { return y.cost.high.si(); }},
    Figure{"purchases_low", [](const PhaseYear& y) { return y.purchases.low.si(); }},
    Figure{"purchases", [](const PhaseYear& y) { return y.purchases.mid.si(); }},
    Figure{"purchases_high", [](const PhaseYear& y) { return y.purchases.high.si(); }},
    Figure{"operational_t_low",
           [](const PhaseYear& y) { return y.operational.low.in(units::tonne); }},
    Figure{"operational_t", [](const PhaseYear& y) { return y.operational.mid.in(units::tonne); }},
    Figure{"operational_t_high",
           [](const PhaseYear& y) { return y.operational.high.in(units::tonne); }},
    Figure{"embodied_t_low", [](const PhaseYear& y) { return y.embodied.low.in(units::tonne); }},
    Figure{"embodied_t", [](const PhaseYear& y) { return y.embodied.mid.in(units::tonne); }},
    Figure{"embodied_t_high", [](const PhaseYear& y) { return y.embodied.high.in(units::tonne); }}};

Json figures_of(const PhaseYear& state, bool all) {
  Json json;
  for (const auto& figure : figures)
    if (figure.sums || !all) json[figure.name] = figure.value(state);
  return json;
}

std::optional<double> national_share(const Plan& plan, const PhaseYear& all) {
  if (!plan.spec.national_use) return std::nullopt;
  return all.energy / *plan.spec.national_use;
}

template <class Value>
std::string spanned(const Range<Value>& range, Value unit) {
  const auto mid = number_text(range.mid.in(unit));
  if (range.low == range.high) return mid;
  return fmt::format("{} ({} to {})", mid, number_text(range.low.in(unit)),
                     number_text(range.high.in(unit)));
}

std::string share_text(const Plan& plan, const PhaseYear& all) {
  const auto share = national_share(plan, all);
  return right(share ? fmt::format("{:.2f} %", 100.0 * *share) : "", 9);
}

std::string year_row(const Plan& plan, const PlanYear& one) {
  const auto all = one.all();
  return fmt::format("  {}{}{}{}{}{}{}{}{}\n", one.year, right(number_text(all.nodes), 13),
                     right(number_text(all.it.in(units::megawatt)), 10),
                     right(number_text(all.energy.in(terawatt_hour)), 10), share_text(plan, all),
                     right(number_text(all.cost.mid / million), 11),
                     right(number_text(all.purchases.mid / million), 11),
                     right(number_text(all.operational.mid.in(units::tonne)), 12),
                     right(number_text(all.embodied.mid.in(units::tonne)), 11));
}

std::string phase_row(const Phase& phase, const PhaseYear& first, const PhaseYear& last) {
  const auto pair = [](double a, double b) {
    return right(fmt::format("{} to {}", number_text(a), number_text(b)), 22);
  };
  return fmt::format("  {}{}{}{}{}\n", left(phase.spec.name, 22),
                     right(fmt::format("{:.3f}", phase.pue), 7), pair(first.nodes, last.nodes),
                     pair(first.energy.in(gigawatt_hour), last.energy.in(gigawatt_hour)),
                     right(fmt::format("{:.3f}", last.demand), 9));
}

PhaseYear sum_of(const std::vector<PlanYear>& years) {
  PhaseYear sum;
  for (const auto& one : years) sum += one.all();
  return sum;
}

std::string unknown_makings(const Plan& plan) {
  std::string names;
  for (const auto& phase : plan.phases)
    if (!phase.embodied) names += (names.empty() ? "" : ", ") + phase.spec.node;
  return names;
}

std::string data_of(const Plan& plan, const std::vector<PlanYear>& years, const char* block,
                    double (*value)(const PhaseYear&)) {
  std::string text = fmt::format("${} << END\n", block);
  for (const auto& one : years) {
    text += fmt::format("{}", one.year);
    for (std::size_t i = 0; i < plan.phases.size(); ++i)
      text += fmt::format(" {:.9g}", value(one.phases[i]));
    text += "\n";
  }
  return text + "END\n";
}

std::string stacked(const Plan& plan, const char* block, const std::string& label) {
  std::string text = fmt::format("set ylabel {}\nplot ", gnuplot_text(label));
  for (std::size_t i = 0; i < plan.phases.size(); ++i)
    text += fmt::format("{}${} using {}:xtic(int($1) % 5 == 0 ? strcol(1) : '') lt {} title {}",
                        i > 0 ? ", \\\n     " : "", block, i + 2, i % 8 + 1,
                        gnuplot_text(plan.phases[i].spec.name));
  return text + "\n";
}

}  // namespace

nlohmann::ordered_json to_json(const Plan& plan, const std::vector<PlanYear>& years) {
  Json json{{"name", plan.spec.name},
            {"currency", plan.spec.currency},
            {"ownership", plan.spec.ownership},
            {"grid", plan.spec.grid}};
  auto rows = Json::array();
  for (const auto& one : years) {
    const auto all = one.all();
    const auto share = national_share(plan, all);
    Json row{{"year", one.year}};
    row.update(figures_of(all, true));
    row["national_share"] = share ? Json(*share) : Json(nullptr);
    auto& phases = row["phases"] = Json::array();
    for (std::size_t i = 0; i < plan.phases.size(); ++i) {
      Json phase{{"phase", plan.phases[i].spec.name}, {"pue", plan.phases[i].pue}};
      phase.update(figures_of(one.phases[i], false));
      phases.push_back(std::move(phase));
    }
    rows.push_back(std::move(row));
  }
  json["years"] = std::move(rows);
  auto total = figures_of(sum_of(years), true);
  for (const char* state : {"nodes", "sites", "it_MW"}) total.erase(state);
  json["total"] = std::move(total);
  json["first"] = json["years"].front();
  json["last"] = json["years"].back();
  return json;
}

std::string to_text(const Plan& plan, const std::vector<PlanYear>& years) {
  const auto& currency = plan.spec.currency;
  std::string text =
      fmt::format("{}\n  {}{}{}{}{}{}{}{}{}\n  {}{}{}{}{}{}{}{}{}\n", plan.spec.name, "year",
                  right("nodes", 13), right("IT", 10), right("energy", 10), right("of all", 9),
                  right("cost", 11), right("purchases", 11), right("operation", 12),
                  right("making", 11), "    ", right("", 13), right("MW", 10), right("TWh", 10),
                  right("", 9), right("M " + currency, 11), right("M " + currency, 11),
                  right("t CO2e", 12), right("t CO2e", 11));
  for (const auto& one : years) text += year_row(plan, one);
  const auto sum = sum_of(years);
  text +=
      fmt::format("\n  all years: {} TWh; cost {} M {}; {} t of operation, {} t of making\n",
                  number_text(sum.energy.in(terawatt_hour)), spanned(sum.cost, million), currency,
                  spanned(sum.operational, units::tonne), spanned(sum.embodied, units::tonne));
  text += fmt::format("\n  {}{}{}{}{}\n", left("phase, first to last", 22), right("PUE", 7),
                      right("nodes", 22), right("GWh", 22), right("demand", 9));
  for (std::size_t i = 0; i < plan.phases.size(); ++i)
    text += phase_row(plan.phases[i], years.front().phases[i], years.back().phases[i]);
  if (!plan.spec.price) text += "\n  left out: electricity: no price of it is given\n";
  if (const auto names = unknown_makings(plan); !names.empty())
    text += fmt::format("\n  left out: what making these embodies is not known: {}\n", names);
  return text;
}

std::string to_csv(const Plan& plan, const std::vector<PlanYear>& years) {
  std::string text = "year,phase";
  for (const auto& figure : figures) text += fmt::format(",{}", figure.name);
  text += "\n";
  const auto row = [&](int year_number, const std::string& phase, const PhaseYear& state,
                       bool all) {
    text += fmt::format("{},\"{}\"", year_number, phase);
    for (const auto& figure : figures)
      text += figure.sums || !all ? fmt::format(",{:.10g}", figure.value(state)) : ",";
    text += "\n";
  };
  for (const auto& one : years) {
    for (std::size_t i = 0; i < plan.phases.size(); ++i)
      row(one.year, plan.phases[i].spec.name, one.phases[i], false);
    row(one.year, "all", one.all(), true);
  }
  return text;
}

std::string gnuplot_script(const Plan& plan, const std::vector<PlanYear>& years,
                           const std::string& picture) {
  return "# Drawn by gnuplot 5; change it and draw again: gnuplot THIS_FILE\n" +
         gnuplot_output(picture, 3) +
         fmt::format(
             "set style data histograms\nset style histogram rowstacked\n"
             "set style fill solid 0.8 noborder\nset boxwidth 0.8\nset yrange [0:*]\n"
             "set grid ytics lc rgb '#dddddd'\nset border lc rgb '#888888'\n"
             "set lmargin 12\nset rmargin 3\nset colorsequence podo\n"
             "set key outside bottom center horizontal\n") +
         data_of(plan, years, "energy",
                 [](const PhaseYear& y) { return y.energy.in(terawatt_hour); }) +
         data_of(plan, years, "cost", [](const PhaseYear& y) { return y.cost.mid / million; }) +
         data_of(plan, years, "carbon",
                 [](const PhaseYear& y) {
                   return (y.operational.mid + y.embodied.mid).in(1e3 * units::tonne);
                 }) +
         fmt::format("set multiplot layout 3,1 title {}\n", gnuplot_text(plan.spec.name)) +
         stacked(plan, "energy", "TWh a year") +
         stacked(plan, "cost", fmt::format("M {} a year", plan.spec.currency)) +
         stacked(plan, "carbon", "kt CO2e a year, with making") + "unset multiplot\n";
}

}  // namespace icekeel::analysis
