// SPDX-License-Identifier: Apache-2.0
// The command line: which command, with which options. Everything that is thrown ends here.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cctype>
#include <functional>
#include <iostream>

#include "simulator/base/expect.h"
#include "simulator/base/text.h"
#include "simulator/commands/commands.h"
#include "simulator/config/units_text.h"
#include "simulator/estimate_options.h"
#include "simulator/money_options.h"
#include "simulator/result/result_file.h"
#include "simulator/study_options.h"

namespace {

using namespace icekeel;  // NOLINT: the program itself

std::string joined_arguments(int argc, char** argv) {
  std::string line = "icekeel";
  for (int i = 1; i < argc; ++i) line += std::string(" ") + argv[i];
  return line;
}

/// "80%" as the number it is; any other text as it stands.
std::string plain_number(const std::string& text) {
  const auto number = config::parse_number(text);
  return number ? fmt::format("{}", *number) : text;
}

/// Adds a command whose action is remembered for after the parsing.
CLI::App* add(CLI::App& app, const char* name, const char* help, std::function<int()>& action,
              std::function<int()> what) {
  auto* command = app.add_subcommand(name, help);
  command->callback([&action, what = std::move(what)] { action = what; });
  return command;
}

/// What is wrong with a text that must be a whole number.
std::string whole_number(const std::string& text) {
  if (!text.empty() && text.find_first_not_of("0123456789") == std::string::npos) return {};
  return fmt::format("'{}' is not a whole number of at least 0", text);
}

/// What is wrong with the arguments, and how to find out what is right.
std::string usage_error(const CLI::App& app, const CLI::ParseError& problem,
                        const std::string& first) {
  std::string what = problem.what();
  std::string remedy = "'icekeel --help' shows the commands";
  if (app.get_subcommands().empty() && !first.starts_with('-')) {
    std::vector<std::string> known;
    for (const auto* command : app.get_subcommands({})) known.push_back(command->get_name());
    what = first.empty() ? "a command is needed" : fmt::format("there is no command '{}'", first);
    if (const auto meant = nearest(first, known))
      remedy = fmt::format("did you mean '{}'?", *meant);
  } else if (!app.get_subcommands().empty()) {
    remedy = fmt::format("'icekeel {} --help' shows its options",
                         app.get_subcommands().front()->get_name());
  }
  if (what.size() > 1 && std::isupper(what[0]) && std::islower(what[1]))
    what[0] = static_cast<char>(std::tolower(what[0]));
  return fmt::format("icekeel: error: {}\n      = {}\n", what, remedy);
}

int parse_and_run(int argc, char** argv) {
  CLI::App app{"Icekeel simulates datacenters and supercomputers: jobs, fabric, power, cooling."};
  app.name("icekeel");
  app.set_version_flag("--version", "icekeel " + commands::version());
  app.require_subcommand(1);
  std::function<int()> action;

  commands::RunCommand run;
  run.command_line = joined_arguments(argc, argv);
  auto* run_app = add(app, "run", "Simulate a scenario and write its result file.", action,
                      [&] { return commands::run(run); });
  run_app->add_option("scenario", run.scenario, "Scenario file (YAML).")->required();
  run_app->add_option("-o,--output", run.output, "Result file (HDF5).")->capture_default_str();
  run_app->add_option("--set", run.settings, "Change a setting: path=value.")
      ->allow_extra_args(false);
  run_app->add_option("--seed", run.seed, "Seed of every random stream.")->check(whole_number);
  run_app->add_option("--progress", run.progress, "auto, json or none.")
      ->check(CLI::IsMember({"auto", "json", "none"}))
      ->capture_default_str();

  commands::CheckCommand check;
  auto* check_app = add(app, "check", "Read a scenario and say what is wrong with it.", action,
                        [&] { return commands::check(check); });
  check_app->add_option("scenario", check.scenario, "Scenario file (YAML).")->required();
  check_app->add_option("--set", check.settings, "Change a setting: path=value.")
      ->allow_extra_args(false);
  check_app->add_flag("--resolved", check.resolved, "Print it with every default written out.");

  commands::ReplayCommand replayed;
  auto* replay_app = add(app, "replay", "Step time of an execution trace on a machine.", action,
                         [&] { return commands::replay(replayed); });
  replay_app->add_option("folder", replayed.folder, "Chakra traces: trace.0.et, trace.1.et ...")
      ->required();
  for (const auto& [option, value, meaning] :
       {std::tuple{"--node", &replayed.node, "Node of the catalogue."},
        {"--precision", &replayed.precision, "Of the arithmetic, as bf16 or fp8."},
        {"--efficiency", &replayed.efficiency, "Shares of the peaks: an entry of efficiency."}})
    replay_app->add_option(option, *value, meaning)->capture_default_str();
  replay_app->add_option("--format", replayed.format, "text or json.")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();

  commands::PlatformCommand built;
  auto* platform_app = add(app, "platform", "The machines of a scenario as a file of SimGrid.",
                           action, [&] { return commands::platform(built); });
  platform_app->add_option("scenario", built.scenario, "Scenario file (YAML).")->required();
  platform_app->add_option("--set", built.settings, "Change a setting: path=value.")
      ->allow_extra_args(false);
  platform_app->add_option("-o,--output", built.output, "File to write instead of stdout.");

  std::string kind, name, result, format = "text", output;
  auto* list_app = add(app, "list", "List the catalogue, or one kind of it.", action,
                       [&] { return commands::list(kind); });
  list_app->add_option("kind", kind, "As nodes, racks, climates.");
  auto* show_app = add(app, "show", "Show a catalogue entry with its sources.", action,
                       [&] { return commands::show(name); });
  show_app->add_option("name", name, "As dgx-h200 or nodes/dgx-h200.")->required();

  auto* summary_app = add(app, "summary", "Headline figures of a result file.", action,
                          [&] { return commands::summary(result, format); });
  summary_app->add_option("result", result, "Result file (HDF5).")->required();
  summary_app->add_option("--format", format, "text or json.")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();

  std::vector<std::string> results;
  std::string page = "report.html";
  auto* report_app = add(app, "report", "One page that shows results, side by side if several.",
                         action, [&] { return commands::report(results, page); });
  report_app->add_option("results", results, "Result files (HDF5).")->required();
  report_app->add_option("-o,--output", page, "Page to write (HTML).")->capture_default_str();

  std::string viewer = "viewer.html";
  auto* view_app = add(app, "view", "A page that opens any result in a browser.", action,
                       [&] { return commands::view(result, viewer); });
  view_app->add_option("result", result, "Result file (HDF5) to have in it.");
  view_app->add_option("-o,--output", viewer, "Page to write (HTML).")->capture_default_str();

  std::vector<std::string> columns;
  auto* csv_app = add(app, "csv", "Series or a table of a result as CSV.", action,
                      [&] { return commands::csv(result, columns, output); });
  csv_app->add_option("result", result, "Result file (HDF5).")->required();
  csv_app->add_option("names", columns, "Series, as it_power pue; or a table, as /jobs.")
      ->required();
  csv_app->add_option("-o,--output", output, "File to write instead of stdout.");

  commands::OpenMetricsCommand metrics;
  auto* metrics_app = add(app, "openmetrics", "Series and figures of a result as OpenMetrics.",
                          action, [&] { return commands::openmetrics(metrics); });
  metrics_app->add_option("result", metrics.result, "Result file (HDF5).")->required();
  metrics_app->add_option("names", metrics.names, "Series, or /summary; all by default.");
  metrics_app->add_option("--label", metrics.labels, "Put on every sample: name=value.")
      ->allow_extra_args(false);
  metrics_app->add_option("-o,--output", metrics.output, "File to write instead of stdout.");

  commands::CompareCommand beside;
  auto* compare_app = add(app, "compare", "Results beside each other, and what differs.", action,
                          [&] { return commands::compare(beside); });
  compare_app->add_option("results", beside.results, "Result files (HDF5).")->required();
  compare_app->add_option("--rank", beside.rank, "Figure to rank by, as pue or energy_cost.");
  compare_app->add_option("--format", beside.format, "text, json or html.")
      ->check(CLI::IsMember({"text", "json", "html"}))
      ->capture_default_str();
  compare_app->add_option("-o,--output", beside.output, "File to write instead of stdout.");

  commands::PlotCommand drawn;
  auto* plot_app = add(app, "plot", "Draw series of a result, with gnuplot.", action,
                       [&] { return commands::plot(drawn); });
  plot_app->add_option("result", drawn.result, "Result file (HDF5).")->required();
  plot_app->add_option("series", drawn.series, "As it_power pue 'rack_power[hall/r01-01]'.")
      ->required();
  plot_app->add_option("-o,--output", drawn.output, "Picture: .svg, .png or .pdf.")
      ->capture_default_str();

  auto* indicators_app = add(app, "indicators", "Indicators that standards ask for.", action,
                             [&] { return commands::indicators(result, format); });
  indicators_app->add_option("result", result, "Result file (HDF5).")->required();
  indicators_app->add_option("--format", format, "text, json or csv.")
      ->check(CLI::IsMember({"text", "json", "csv"}))
      ->capture_default_str();

  commands::ImportCommand imported;
  auto* import_app = add(app, "import", "Write a scenario of a site that exists.", action,
                         [&] { return commands::import_site(imported); });
  import_app->add_option("--racks", imported.racks, "Racks (CSV): name, row, kind, power_kW.")
      ->required();
  auto* meter = import_app->add_option("--meter", imported.meter,
                                       "Power of the IT (CSV) to be replayed: time, power_kW.");
  import_app->add_option("--jobs", imported.jobs, "Jobs (SWF).")->excludes(meter);
  import_app
      ->add_option("--per-node", imported.per_node, "Processors of the jobs' trace on a node.")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  import_app->add_option("-o,--output", imported.output, "Folder to write.")->capture_default_str();
  auto& parts = imported.choices;
  import_app->add_option("--name", parts.name, "Title of the scenario.")->capture_default_str();
  import_app->add_option("--climate", parts.climate, "Of the catalogue.")->capture_default_str();
  import_app->add_option("--grid", parts.grid, "Of the catalogue.")->capture_default_str();
  import_app->add_option("--fabric", parts.fabric, "Of the catalogue.")->capture_default_str();
  import_app->add_option("--power", parts.power, "Of the catalogue.")->capture_default_str();
  import_app->add_option("--cooling", parts.cooling, "Of the catalogue.")->capture_default_str();

  std::string job_format = "swf";
  auto* jobs_app = add(app, "jobs", "Jobs of a result file, as SWF or CSV.", action,
                       [&] { return commands::jobs(result, job_format, output); });
  jobs_app->add_option("result", result, "Result file (HDF5).")->required();
  jobs_app->add_option("--format", job_format, "swf or csv.")
      ->check(CLI::IsMember({"swf", "csv"}))
      ->capture_default_str();
  jobs_app->add_option("-o,--output", output, "File to write; by default stdout.");

  commands::CompareCoolingCommand compared;
  auto* cooling_app =
      add(app, "compare-cooling", "One load under several cooling strategies and climates.", action,
          [&] { return commands::compare_cooling(compared); });
  cooling_app->add_option("scenario", compared.scenario, "Scenario file (YAML).")->required();
  cooling_app->add_option("--strategies", compared.strategies, "Of the catalogue, as a,b,c.")
      ->delimiter(',')
      ->allow_extra_args(false);
  cooling_app->add_option("--climates", compared.climates, "Of the catalogue, as a,b,c.")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->capture_default_str();
  cooling_app->add_option("--set", compared.settings, "Change a setting: path=value.")
      ->allow_extra_args(false);
  cooling_app->add_option("--format", compared.format, "text, json or csv.")
      ->check(CLI::IsMember({"text", "json", "csv"}))
      ->capture_default_str();

  std::string scoreboard;
  auto* validate_app = add(app, "validate", "Published figures beside what Icekeel gives.", action,
                           [&] { return commands::validate(scoreboard, format); });
  validate_app->add_option("scoreboard", scoreboard, "As accounting, facility; all by default.")
      ->check(CLI::IsMember(commands::scoreboards()));
  validate_app->add_option("--format", format, "text, json or markdown.")
      ->check(CLI::IsMember({"text", "json", "markdown"}))
      ->capture_default_str();

  add_estimate(app, action);

  commands::FootprintCommand lived;
  auto* footprint_app =
      add(app, "footprint", "A request, a year of them and their model over whole lives.", action,
          [&] { return commands::footprint(lived); });
  for (const auto& [option, value, meaning] :
       {std::tuple{"--model", &lived.model, "Model of the catalogue, as llama-2-70b."},
        {"--node", &lived.node, "Node that answers, as dgx-h100."},
        {"--weights", &lived.weights, "How the weights are stored, as fp8 or q4-0."},
        {"--country", &lived.country, "Whose electricity, as france."},
        {"--year", &lived.year, "Year of its carbon, as 2023."},
        {"--prompt", &lived.prompt, "Tokens of a prompt."},
        {"--answer", &lived.answer, "Tokens of an answer."},
        {"--batch", &lived.batch, "Answers under way on a copy of the model."},
        {"--use", &lived.use, "How the service is used: an entry of uses."},
        {"--life", &lived.life, "How long things live: an entry of life-cycles."},
        {"--device", &lived.device, "What people read on: an entry of terminals."},
        {"--network", &lived.network, "How the data get there: an entry of lines, as wifi or 4g."},
        {"--route", &lived.route, "What lies beyond the line: entries of wan, with commas."},
        {"--result", &lived.result, "A run whose service answered, instead of --model."},
        {"--service", &lived.service, "Of the services of that run, which one."},
        {"--line-share", &lived.line_share, "Share of the line's standing power that counts."},
        {"--requests", &lived.requests, "Requests of a year."},
        {"--utilisation", &lived.utilisation, "Share of the time in which servers answer."},
        {"--lifetime", &lived.lifetime, "Life of servers, as '5 a'."},
        {"--second-life", &lived.second_life, "Their use elsewhere afterwards, as '3 a'."},
        {"--device-lifetime", &lived.device_lifetime, "Life of the device, as '4 a'."},
        {"--job", &lived.job, "Job of the catalogue that trained the model, as llama-65b."},
        {"--trainings", &lived.trainings, "How often, with what was tried out before."}})
    footprint_app->add_option(option, *value, meaning);
  footprint_app->add_option("--format", lived.format, "text or json.")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();

  commands::AvailabilityCommand available;
  auto* available_app =
      add(app, "availability", "How available the loads are, and what takes them down.", action,
          [&] { return commands::availability(available); });
  available_app->add_option("scenario", available.scenario, "Scenario file (YAML).")->required();
  available_app->add_option("--set", available.settings, "Change a setting: path=value.")
      ->allow_extra_args(false);
  available_app->add_flag("--compare", available.compare, "The topologies side by side.");
  available_app->add_option("--method", available.method, "auto, exact or sampling.")
      ->check(CLI::IsMember({"auto", "exact", "sampling"}))
      ->capture_default_str();
  available_app->add_option("--rates", available.rates, "Factor on every failure rate.")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  available_app->add_option("--samples", available.samples, "Most random states of a load.")
      ->check(CLI::Range(1000.0, 1e10))
      ->capture_default_str();
  available_app->add_option("--seed", available.seed, "Seed of the sampling.")->check(whole_number);
  available_app->add_option("--format", available.format, "text or json.")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();

  commands::CapacityCommand room;
  auto* room_app = add(app, "capacity", "How many more racks fit, and what binds first.", action,
                       [&] { return commands::capacity(room); });
  room_app->add_option("scenario", room.scenario, "Scenario file (YAML).")->required();
  room_app->add_option("--set", room.settings, "Change a setting: path=value.")
      ->allow_extra_args(false);
  room_app->add_option("--rack", room.rack, "Rack of the catalogue to add, as dgx-h100-4.");
  room_app->add_option("--cap", room.cap, "Cap every node to this share of its power, as 80%.")
      ->transform(plain_number)
      ->check(CLI::Range(0.01, 1.0))
      ->capture_default_str();
  room_app->add_option("--format", room.format, "text or json.")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();

  auto* calibrate_app =
      app.add_subcommand("calibrate", "Fit constants of a model to measurements.");
  calibrate_app->require_subcommand(1);
  commands::CalibrateCommand calibrated;
  auto* training_app =
      add(*calibrate_app, "training", "Fit the step model to tables of measured step times.",
          action, [&] { return commands::calibrate_training(calibrated); });
  training_app->add_option("tables", calibrated.tables, "Measured steps (CSV).")->required();
  training_app->add_option("--rows", calibrated.rows, "Rows to fit: all, even or odd.")
      ->check(CLI::IsMember({"all", "even", "odd"}))
      ->capture_default_str();
  training_app->add_option("--start", calibrated.start, "Efficiency entry to start from.")
      ->capture_default_str();
  training_app->add_option("--node", calibrated.node, "Node that was measured.")
      ->capture_default_str();
  training_app->add_option("--free", calibrated.free, "Constants to fit; all by default.")
      ->check(CLI::IsMember(commands::fittable_constants()))
      ->delimiter(',');
  training_app->add_option("--format", calibrated.format, "text or json.")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();

  commands::TelemetryCommand metered;
  auto* telemetry_app =
      add(*calibrate_app, "telemetry", "Fit settings of a scenario to measured series.", action,
          [&] { return commands::calibrate_telemetry(metered); });
  telemetry_app->add_option("scenario", metered.scenario, "Scenario file (YAML).")->required();
  telemetry_app->add_option("data", metered.data, "Measured series (CSV, or a result).")
      ->required();
  telemetry_app
      ->add_option("--free", metered.free, "Setting to fit: path=least:most unit; several times.")
      ->required()
      ->allow_extra_args(false);
  telemetry_app->add_option("--series", metered.series, "Series to fit; all of a table by default.")
      ->delimiter(',');
  telemetry_app->add_option("--set", metered.settings, "Change a setting: path=value.")
      ->allow_extra_args(false);
  telemetry_app->add_option("--format", metered.format, "text or json.")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();

  add_studies(app, action);
  add_money(app, action);

  bool of_study = false, of_plan = false;
  const auto input = [&] {
    return of_study  ? commands::Input::study
           : of_plan ? commands::Input::plan
                     : commands::Input::scenario;
  };
  auto* schema_app = add(app, "schema", "JSON Schema of scenarios, for editors.", action,
                         [&] { return commands::schema(input(), output); });
  auto* reference_app = add(app, "reference", "Every setting of a scenario, as Markdown.", action,
                            [&] { return commands::reference(input(), output); });
  for (auto* about : {schema_app, reference_app}) {
    about->add_option("-o,--output", output, "File to write instead of stdout.");
    auto* study = about->add_flag("--study", of_study, "Of studies instead.");
    about->add_flag("--plan", of_plan, "Of plans over years instead.")->excludes(study);
  }

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    if (problem.get_exit_code() == 0) return app.exit(problem);
    std::cerr << usage_error(app, problem, argc > 1 ? argv[1] : "");
    return commands::bad_input;
  }
  const int code = action();
  std::cout.flush();
  if (std::cout) return code;
  std::cerr << "icekeel: error: the answer cannot be written to stdout\n";
  return commands::run_failed;
}

int complain(const std::string& what, int code) {
  std::cerr << "icekeel: error: " << what << "\n";
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return parse_and_run(argc, argv);
  } catch (const result::UnreadableResult& problem) {
    return complain(problem.what(), commands::bad_input);
  } catch (const ContractViolation& bug) {
    return complain(fmt::format("this is a bug of Icekeel: {}", bug.what()), commands::our_bug);
  } catch (const std::exception& problem) {
    return complain(problem.what(), commands::run_failed);
  } catch (...) {
    return complain("this is a bug of Icekeel: something was thrown that is no exception",
                    commands::our_bug);
  }
}
