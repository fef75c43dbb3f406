// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <system_error>

#include "analysis/import_site.h"
#include "simulator/base/units.h"
#include "simulator/commands/commands.h"
#include "simulator/config/document.h"

namespace icekeel::commands {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& text) {
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream) throw std::system_error(errno, std::generic_category(), file.string());
}

/// Reads files and collects what is wrong with them.
class Inputs {
 public:
  std::optional<std::string> text(const std::string& file) {
    auto [content, problem] = config::read_file(file);
    if (problem.empty()) return std::move(content);
    const auto source = diagnostics_.add_source({file, {}});
    diagnostics_.error({source, 0, 0}, "cannot be read: " + problem, "check the path");
    return std::nullopt;
  }
  void report(const std::string& file, const std::string& content,
              const std::vector<analysis::TableProblem>& problems) {
    if (problems.empty()) return;
    const auto source = diagnostics_.add_source(config::Source::of(file, content));
    for (const auto& p : problems) diagnostics_.error({source, p.line, 0}, p.message, p.remedy);
  }
  config::Diagnostics& diagnostics() { return diagnostics_; }
  bool good() const { return !diagnostics_.failed(); }

 private:
  config::Diagnostics diagnostics_;
};

std::string partitions_of(const scenario::Site& site) {
  std::string list;
  for (std::size_t p = 0; p < site.expansion.partitions.size(); ++p)
    list +=
        fmt::format("{}\"{}\": {}", p > 0 ? ", " : "", p, site.expansion.partitions[p].node_name);
  return list;
}

}  // namespace

int import_site(const ImportCommand& command) {
  Inputs inputs;
  const auto catalogue = config::Catalogue::installed();
  auto choices = command.choices;
  choices.duration = 7.0 * units::day;
  choices.start = {1767225600};  // 2026-01-01
  std::vector<analysis::InventoryRack> racks;
  std::vector<analysis::MeterReading> meter;
  std::optional<std::string> trace;
  if (const auto text = inputs.text(command.racks)) {
    std::istringstream stream(*text);
    auto [list, problems] = analysis::read_inventory(stream, catalogue.names("racks"));
    inputs.report(command.racks, *text, problems);
    racks = std::move(list);
  }
  if (!command.meter.empty())
    if (const auto text = inputs.text(command.meter)) {
      std::istringstream stream(*text);
      auto [list, problems] = analysis::read_meter(stream);
      inputs.report(command.meter, *text, problems);
      meter = std::move(list);
      if (meter.size() > 1) {
        choices.start = meter.front().at;
        choices.duration = Duration::si(
            static_cast<double>(meter.back().at.unix_seconds - meter.front().at.unix_seconds));
      }
    }
  if (!command.jobs.empty() && (trace = inputs.text(command.jobs))) {
    std::istringstream stream(*trace);
    const auto [begin, span] = analysis::span_of_jobs(stream);
    if (begin) choices.start = *begin;
    choices.duration = std::max(units::hour, span);
    choices.workload = fmt::format(
        "workload:\n  traces:\n    - {{swf: trace.swf, per_node: {}, faults: skip}}\n"
        "queue: {{backfill: easy}}\n",
        command.per_node);
  }
  if (inputs.good()) {
    const fs::path folder(command.output), file = folder / "scenario.yaml";
    fs::create_directories(folder);
    if (trace) write(folder / "trace.swf", *trace);
    write(file, analysis::site_scenario(racks, choices));
    const auto site = scenario::load(file, {}, catalogue, inputs.diagnostics());
    if (site && !meter.empty()) {
      const auto [table, problems] = analysis::meter_jobs(meter, site->sites.front());
      inputs.report(command.meter, {}, problems);
      write(folder / "meter.csv", table);
      choices.workload =
          fmt::format("workload: {{traces: [{{csv: meter.csv, partitions: {{{}}}}}]}}\n",
                      partitions_of(site->sites.front()));
      write(file, analysis::site_scenario(racks, choices));
      if (inputs.good()) scenario::load(file, {}, catalogue, inputs.diagnostics());
    }
    if (inputs.good())
      std::cout << fmt::format("{}: {} racks; run it with: icekeel run {}\n", file.string(),
                               racks.size(), file.string());
  }
  std::cerr << inputs.diagnostics().text("the scenario is not complete");
  return inputs.good() ? done : bad_input;
}

}  // namespace icekeel::commands
