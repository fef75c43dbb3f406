// SPDX-License-Identifier: Apache-2.0
// The summary as text: what matters first, at most 100 text_width.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <type_traits>

#include "analysis/equivalences.h"
#include "analysis/summary.h"
#include "analysis/text_format.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t text_width = 100;
constexpr std::size_t most_rows = 40;

// One line "  label   value unit   remark".
std::string line(std::string_view label, std::string_view value, std::string_view unit,
                 std::string_view remark = {}) {
  auto text = fmt::format("  {}{} {}{}", left(label, 32), right(value, 14), left(unit, 8), remark);
  text.erase(text.find_last_not_of(' ') + 1);
  return cut(text, text_width) + "\n";
}

std::string heading(std::string_view text) {
  return fmt::format("\n{}\n", text);
}

// "19.2 to 24.1" where the inputs had a range.
std::string range_of(const Summary& summary, std::string_view name) {
  const auto low = summary.figure(fmt::format("{}_low", name));
  const auto high = summary.figure(fmt::format("{}_high", name));
  if (!low || !high) return {};
  return fmt::format("({} to {})", number_text(*low), number_text(*high));
}

// Asked of every site, so that its absence is an answer too.
constexpr std::string_view always_answered = "heat_reused_MWh";

// The line of a figure; nothing if it is absent.
std::string figure_line(const Summary& summary, std::string_view name, std::string_view label) {
  const auto at = std::ranges::find(summary.figures, name, &result::Scalar::name);
  if (at == summary.figures.end() || !at->value) {
    const bool answered = name == always_answered && summary.figure("facility_energy_MWh");
    return answered ? line(label, "-", "", "the scenario reuses none") : std::string();
  }
  if (at->units == "s") return line(label, duration_text(Duration::si(*at->value)), "");
  constexpr std::array sums{"energy_cost"sv, "export_income"sv, "heat_income"sv,
                            "net_energy_cost"sv, "flexible_saved"sv};
  const bool money = std::ranges::find(sums, name) != sums.end();
  return line(label, number_text(*at->value),
              money ? printable(summary.currency.value_or("")) : units_text(at->units),
              range_of(summary, name));
}

struct Row {
  std::string_view name;
  std::string_view label;
};

constexpr std::array headline_rows{Row{"facility_energy_MWh", "facility energy"},
                                   Row{"it_energy_MWh", "of which IT"},
                                   Row{"cooling_energy_MWh", "of which cooling"},
                                   Row{"electrical_loss_MWh", "of which electrical losses"},
                                   Row{"pue", "PUE"},
                                   Row{"heat_reused_MWh", "heat reused"},
                                   Row{"carbon_operational_t", "carbon of the operation"},
                                   Row{"carbon_embodied_t", "carbon embodied"},
                                   Row{"carbon_total_t", "carbon of the whole life"},
                                   Row{"gpu_hours", "GPU-hours"},
                                   Row{"energy_cost", "cost of the energy"},
                                   Row{"peak_facility_power_MW", "peak power"},
                                   Row{"utility_ramp_MW_per_s", "largest ramp of the power"}};
constexpr std::array efficiency_rows{Row{"erf", "ERF, share of energy reused"}, Row{"ere", "ERE"},
                                     Row{"wue_L_per_kWh", "WUE"}, Row{"cue_kg_per_kWh", "CUE"},
                                     Row{"water_m3", "water"}};
constexpr std::array grid_rows{Row{"grid_import_MWh", "from the grid"},
                               Row{"grid_export_MWh", "fed into the grid"},
                               Row{"solar_MWh", "own sun"},
                               Row{"self_consumption", "of it used on site"},
                               Row{"self_sufficiency", "self-sufficiency"},
                               Row{"battery_loss_MWh", "lost in the battery"},
                               Row{"ref", "REF, renewable energy"},
                               Row{"contracts_annual_share", "covered by contracts"},
                               Row{"contracts_hourly_share", "covered hour by hour"},
                               Row{"carbon_market_based_t", "carbon by the market"},
                               Row{"carbon_market_based_hourly_t", "hour by hour"},
                               Row{"export_income", "earned by feeding in"},
                               Row{"heat_income", "earned by heat"},
                               Row{"heat_replaced_carbon_t", "carbon the heat replaced"},
                               Row{"flexible_moved_MWh", "flexible load moved"},
                               Row{"flexible_saved", "saved by moving it"}};
constexpr std::array federated_rows{
    Row{"federated_updates", "updates that counted"},
    Row{"federated_rounds_failed", "rounds failed"},
    Row{"federated_compute_energy_MWh", "devices, training"},
    Row{"federated_download_energy_MWh", "devices, downloading"},
    Row{"federated_upload_energy_MWh", "devices, uploading"},
    Row{"federated_waiting_energy_MWh", "devices, waiting"},
    Row{"federated_network_energy_MWh", "networks"},
    Row{"federated_server_energy_MWh", "servers, in IT"},
    Row{"federated_carbon_t", "carbon of devices and networks"},
    Row{"federated_central_energy_MWh", "trained in one place instead"},
    Row{"federated_central_carbon_t", "carbon of that"}};
constexpr std::array serving_rows{Row{"serving_requests", "requests"},
                                  Row{"serving_answered", "answered"},
                                  Row{"serving_lost", "lost in interruptions"},
                                  Row{"serving_inside", "under way or waiting"},
                                  Row{"serving_most_piled_up", "above capacity at once"},
                                  Row{"serving_tokens", "tokens written"},
                                  Row{"serving_first_token_p50_s", "first token, half in"},
                                  Row{"serving_first_token_p99_s", "first token, 99 % in"},
                                  Row{"serving_token_time_p50_s", "between tokens, half in"},
                                  Row{"serving_token_time_p99_s", "between tokens, 99 % in"},
                                  Row{"serving_energy_MWh", "nodes, in IT"},
                                  Row{"serving_idle_energy_MWh", "of it idle"},
                                  Row{"serving_request_energy_Wh", "nodes, a request"},
                                  Row{"serving_request_facility_energy_Wh", "facility, a request"},
                                  Row{"serving_tokens_per_J", "tokens a joule"}};
constexpr std::array queue_rows{Row{"jobs_submitted", "submitted"},
                                Row{"jobs_completed", "completed"},
                                Row{"jobs_failed", "failed"},
                                Row{"jobs_killed", "killed at their limit"},
                                Row{"jobs_mean_wait_s", "mean wait"},
                                Row{"jobs_median_wait_s", "median wait"},
                                Row{"jobs_p95_wait_s", "wait of 95 %, at most"},
                                Row{"jobs_bounded_slowdown", "bounded slowdown"},
                                Row{"jobs_makespan_s", "makespan"},
                                Row{"jobs_node_utilisation", "node utilisation"},
                                Row{"jobs_mean_energy_MWh", "mean energy of a job"},
                                Row{"jobs_goodput", "goodput"}};
constexpr std::array residual_row{Row{"balance_residual", "relative residual"}};

std::string section(const Summary& summary, std::string_view title, std::span<const Row> rows) {
  std::string lines;
  for (const auto& row : rows) lines += figure_line(summary, row.name, row.label);
  return lines.empty() || title.empty() ? lines : heading(title) + lines;
}

std::string headline(const Summary& summary) {
  std::string text = cut(printable(summary.scenario), text_width) + "\n";
  text += printable(summary.status);
  if (const auto time = summary.figure("simulated_s"))
    text += fmt::format(", {} simulated", duration_text(Duration::si(*time)));
  if (const auto time = summary.figure("wall_s"))
    text += fmt::format(" in {}", duration_text(Duration::si(*time)));
  text += "\n";
  if (summary.status != "complete")
    text += "the run did not end: figures may be missing or cover a part of it\n";
  return text;
}

// Two digits: a comparison is an estimate.
std::string roughly(double value) {
  const double step = std::pow(10.0, std::floor(std::log10(value)) - 1.0);
  return number_text(std::round(value / step) * step);
}

std::string equivalent_lines(const Summary& summary) {
  const auto found = equivalences(summary);
  if (!found) return {};
  const EquivalenceBasis& basis = *summary.compared_with;
  const Equivalences& same = *found;
  const auto of = [](double value, const char* unit) {
    return fmt::format("of {} {}", number_text(value), unit);
  };
  constexpr auto watt_hour = units::watt * units::hour;
  return heading(fmt::format("As much energy as (comparisons, version {})", basis.version)) +
         line("charges of a phone", roughly(same.phone_charges), "",
              of(basis.phone_charge.in(watt_hour), "Wh")) +
         line("kilometres of an electric car", roughly(same.car_kilometres), "km",
              of(basis.car_kilometre.in(watt_hour), "Wh")) +
         line("hours of a raclette grill", roughly(same.grill_time.in(units::hour)), "h",
              of(basis.grill.in(units::watt), "W")) +
         line("hours of a bulb", roughly(same.bulb_time.in(units::hour)), "h",
              of(basis.bulb.in(units::watt), "W"));
}

// A cell of the table /jobs: how a column is shown, whatever its name.
struct JobColumn {
  std::string_view name;
  std::string_view title;
  std::size_t width;
};
constexpr std::array job_columns{
    JobColumn{"name", "job", 18},
    JobColumn{"nodes", "nodes", 6},
    JobColumn{"wait_time", "wait", 9},
    JobColumn{"run_time", "run", 10},
    JobColumn{"step_time", "step", 9},
    JobColumn{"gpu_hours", "GPU-h", 11},
    JobColumn{"mean_node_power", "per node", 11},
    JobColumn{"energy", "energy", 13},
};
constexpr std::string_view state_column = "state";

std::string cell_text(const result::Column& column, std::size_t row) {
  return std::visit(
      [&](const auto& values) -> std::string {
        using Value = typename std::decay_t<decltype(values)>::value_type;
        if (row >= values.size()) return "-";
        if constexpr (std::is_same_v<Value, std::string>) {
          return printable(values[row]);
        } else {
          const auto value = static_cast<double>(values[row]);
          if (std::isnan(value)) return "-";
          if (column.units == "s") return duration_text(Duration::si(value));
          if (column.units == "W") return number_text(value * 1e-3) + " kW";
          const auto unit = column.name == "gpu_hours" ? "" : units_text(column.units);
          return number_text(value) + (unit.empty() ? "" : " " + unit);
        }
      },
      column.values);
}

std::size_t rows_of(const result::Column& column) {
  return std::visit([](const auto& values) { return values.size(); }, column.values);
}

std::string cell_of(const std::vector<result::Column>& table, std::string_view name,
                    std::size_t row) {
  const auto at = std::ranges::find(table, name, &result::Column::name);
  return at == table.end() ? "-" : cell_text(*at, row);
}

std::string more_lines(std::size_t count, std::string_view group) {
  return fmt::format("  and {} more, in {} of the file\n", number_text(static_cast<double>(count)),
                     group);
}

std::string job_lines(const Summary& summary) {
  if (summary.jobs.empty()) return {};
  std::string text = heading("Jobs") + "  ";
  for (const auto& column : job_columns)
    text += column.name == "name" ? left(column.title, column.width)
                                  : right(column.title, column.width);
  text += " state\n";
  const std::size_t rows = rows_of(summary.jobs.front());
  for (std::size_t row = 0; row < std::min(rows, most_rows); ++row) {
    std::string cells = "  ";
    for (const auto& column : job_columns) {
      const auto cell = cell_of(summary.jobs, column.name, row);
      cells += column.name == "name" ? left(cell, column.width) : right(cell, column.width);
    }
    text += cut(cells + " " + cell_of(summary.jobs, state_column, row), text_width) + "\n";
  }
  if (rows > most_rows) text += more_lines(rows - most_rows, "/jobs");
  return text;
}

// What the file has beyond the keys of every summary; ranges stand beside their figure already.
std::string other_lines(const Summary& summary) {
  std::string lines;
  for (const auto& figure : summary.figures) {
    const bool known = std::ranges::find(summary_keys(), figure.name) != summary_keys().end();
    const bool above =
        std::ranges::find(federated_rows, figure.name, &Row::name) != federated_rows.end() ||
        std::ranges::find(serving_rows, figure.name, &Row::name) != serving_rows.end();
    const bool range = figure.name.ends_with("_low") || figure.name.ends_with("_high");
    if (known || above || range || !figure.value) continue;
    lines += line(printable(figure.name), number_text(*figure.value), units_text(figure.units),
                  printable(figure.long_name));
  }
  return lines.empty() ? lines : heading("Other figures") + lines;
}

// A row a term: the balance, whether it came in or went out, the meter and what it counted.
std::string balance_lines(const Summary& summary) {
  std::string lines;
  const std::size_t rows = summary.balances.empty() ? 0 : rows_of(summary.balances.front());
  for (std::size_t row = 0; row < std::min(rows, most_rows); ++row) {
    const auto cell = [&](std::string_view name) { return cell_of(summary.balances, name, row); };
    lines += cut(fmt::format("  {} {} {} {}", left(cell("balance"), 24), left(cell("side"), 4),
                             left(cell("term"), 32), right(cell("energy"), 16)),
                 text_width) +
             "\n";
  }
  if (rows > most_rows) lines += more_lines(rows - most_rows, "/balances");
  lines += section(summary, "", residual_row);
  return lines.empty() ? lines : heading("Balances") + lines;
}

// A long text is only named; its place is the file.
std::string provenance_line(std::string_view name, std::string_view text) {
  const auto lines = std::ranges::count(text, '\n');
  const auto shown = lines > 1 ? fmt::format("{} lines", lines) : printable(text);
  auto entry = cut(fmt::format("  {}{}", left(printable(name), 24), shown), text_width);
  entry.erase(entry.find_last_not_of(' ') + 1);
  return entry + "\n";
}

std::string provenance_lines(const Summary& summary) {
  const auto& info = summary.info;
  std::string text = heading("Provenance");
  text += provenance_line("written by", info.source);
  text += provenance_line("created", to_text(info.created));
  text += provenance_line("simulated from", to_text(info.start));
  text += provenance_line("seed", std::to_string(info.seed));
  text += provenance_line("scenario SHA-256", info.scenario_sha256);
  text += provenance_line("history", info.history);
  for (const auto& entry : summary.provenance) text += provenance_line(entry.name, entry.text);
  return text;
}

}  // namespace

std::string life_cycle_remark(const Summary& summary) {
  const auto column = [&](std::string_view name) -> const result::Column* {
    const auto at = std::ranges::find(summary.life_cycle, name, &result::Column::name);
    return at == summary.life_cycle.end() ? nullptr : &*at;
  };
  const auto* part = column("part");
  const auto* phase = column("phase");
  const auto *low = column("carbon_low"), *mid = column("carbon"), *high = column("carbon_high");
  if (!part || !phase || !low || !mid || !high || rows_of(*part) == 0) return {};
  const auto value = [](const result::Column* of, std::size_t row) {
    return std::get<std::vector<double>>(of->values)[row];
  };
  double sum = 0;
  std::size_t largest = 0, vaguest = 0;
  const auto width = [&](std::size_t row) { return value(high, row) - value(low, row); };
  for (std::size_t row = 0; row < rows_of(*part); ++row) {
    sum += value(mid, row);
    if (value(mid, row) > value(mid, largest)) largest = row;
    if (width(row) > width(vaguest)) vaguest = row;
  }
  if (!(sum > 0.0)) return {};
  const auto named = [&](std::size_t row) {
    return fmt::format("{}, {}", cell_text(*part, row), cell_text(*phase, row));
  };
  return fmt::format("Largest: {}, {:.0f} %; least known: {}, {} to {} t.", named(largest),
                     100.0 * value(mid, largest) / sum, named(vaguest),
                     number_text(value(low, vaguest)), number_text(value(high, vaguest)));
}

std::string to_text(const Summary& summary) {
  std::string text = headline(summary);
  text += section(summary, "Headline", headline_rows);
  if (const auto remark = life_cycle_remark(summary); !remark.empty())
    text += "  " + cut(remark, text_width - 2) + "\n";
  text += section(summary, "Efficiency", efficiency_rows);
  text += section(summary, "Grid, sun and heat", grid_rows);
  text += section(summary, "Federated learning, outside of the site", federated_rows);
  text += section(summary, "Services", serving_rows);
  text += equivalent_lines(summary);
  text += section(summary, "Queue", queue_rows);
  text += job_lines(summary);
  text += other_lines(summary);
  text += balance_lines(summary);
  text += provenance_lines(summary);
  return text;
}

}  // namespace icekeel::analysis
