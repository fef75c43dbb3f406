// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The commands of the program, one function each; each returns its exit code.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/import_site.h"
namespace icekeel::commands {

enum ExitCode { done = 0, run_failed = 1, bad_input = 2, interrupted = 3, our_bug = 70 };

/// "0.1.0"
std::string version();

struct RunCommand {
  std::string scenario;
  std::string output = "result.h5";
  std::vector<std::string> settings;
  std::optional<std::int64_t> seed;
  std::string progress = "auto";  ///< auto, json or none
  std::string command_line;
};
int run(const RunCommand& command);

struct CheckCommand {
  std::string scenario;
  std::vector<std::string> settings;
  bool resolved = false;
};
int check(const CheckCommand& command);

/// The machines of a scenario as a platform file of SimGrid.
struct PlatformCommand {
  std::string scenario;
  std::vector<std::string> settings;
  std::string output;  ///< file to write instead of stdout
};
int platform(const PlatformCommand& command);

/// How long an execution trace takes on a machine.
struct ReplayCommand {
  std::string folder;
  std::string node = "dgx-h100", precision = "bf16", efficiency = "megatron-a100";
  std::string format = "text";  ///< text or json
};
int replay(const ReplayCommand& command);

/// Availability of the loads of a scenario's sites.
struct AvailabilityCommand {
  std::string scenario;
  std::vector<std::string> settings;
  std::string method = "auto";  ///< auto, exact or sampling
  bool compare = false;         ///< topologies side by side
  double rates = 1;             ///< factor on every failure rate
  std::int64_t samples = 2'000'000;
  std::optional<std::int64_t> seed;
  std::string format = "text";  ///< text or json
};
int availability(const AvailabilityCommand& command);

/// What more a scenario's sites can carry.
struct CapacityCommand {
  std::string scenario;
  std::vector<std::string> settings;
  std::string rack;  ///< kind to add; empty: as the first of the site
  double cap = 1;    ///< share of its power to which every node is capped
  std::string format = "text";
};
int capacity(const CapacityCommand& command);

/// Kinds of the catalogue, or the entries of one kind.
int list(const std::string& kind);
/// One entry of the catalogue with its sources.
int show(const std::string& name);

/// \param format "text" or "json"
int summary(const std::string& file, const std::string& format);

/// One page that shows the results, side by side if there are several.
int report(const std::vector<std::string>& files, const std::string& output);

/// A page that opens any result file in a browser; with a file, it is in the page.
int view(const std::string& file, const std::string& output);

/// Series of a result, or a table of it as "/jobs", as CSV.
int csv(const std::string& file, const std::vector<std::string>& names, const std::string& output);

/// Series and figures of a result as OpenMetrics text.
struct OpenMetricsCommand {
  std::string result;
  std::vector<std::string> names;   ///< series, or "/summary"; none: all
  std::vector<std::string> labels;  ///< "name=value", put on every sample
  std::string output;               ///< file to write instead of stdout
};
int openmetrics(const OpenMetricsCommand& command);

/// Results beside each other.
struct CompareCommand {
  std::vector<std::string> results;
  std::string rank;             ///< figure to rank by; empty: none
  std::string format = "text";  ///< text, json or html
  std::string output;           ///< file to write instead of stdout
};
int compare(const CompareCommand& command);

/// Series of a result as a picture, drawn by gnuplot; its script stays beside it.
struct PlotCommand {
  std::string result;
  std::vector<std::string> series;  ///< "it_power", "rack_power[hall/r01-01]"
  std::string output = "plot.svg";  ///< .svg, .png or .pdf
};
int plot(const PlotCommand& command);

/// The same load under several cooling strategies in several climates, all catalogue entries.
struct CompareCoolingCommand {
  std::string scenario;
  std::vector<std::string> strategies;  ///< none: all standard ones
  std::vector<std::string> climates{"stockholm", "paris", "phoenix", "singapore", "mumbai"};
  std::vector<std::string> settings;
  std::string format = "text";  ///< text, json or csv
};
int compare_cooling(const CompareCoolingCommand& command);

/// Indicators of a result file by the names of ISO/IEC 30134, EN 50600 and the EU reporting scheme.
/// \param format "text", "json" or "csv"
int indicators(const std::string& file, const std::string& format);
struct ImportCommand {
  std::string racks;  ///< CSV
  std::string meter;  ///< CSV, or empty
  std::string jobs;   ///< SWF, or empty
  std::int64_t per_node = 1;
  std::string output = "imported";  ///< folder
  analysis::ImportChoices choices;
};
/// Writes a scenario of a site that exists.
int import_site(const ImportCommand& command);

/// The jobs of a result file.
/// \param format "swf" or "csv"   \param output file; empty: stdout
int jobs(const std::string& file, const std::string& format, const std::string& output);

/// Published figures beside ours.
/// \param scoreboard one of `scoreboards()`, or empty for all
/// \param format "text", "json" or "markdown"
int validate(const std::string& scoreboard, const std::string& format);
std::vector<std::string> scoreboards();

/// Fits the constants of the training model to measured steps.
struct CalibrateCommand {
  std::vector<std::string> tables;  ///< CSV files
  std::string rows = "all";         ///< all, even or odd: the others are only predicted
  std::string start = "megatron-a100";
  std::string node = "a100-8-800-gbps";
  std::vector<std::string> free;  ///< of `fittable_constants()`; empty: all
  std::string format = "text";    ///< text or json
};
/// Fits settings of a scenario to measured series.
struct TelemetryCommand {
  std::string scenario, data;
  std::vector<std::string> free;      ///< "path=least:start:most unit"
  std::vector<std::string> series;    ///< of the data; empty: all of a table
  std::vector<std::string> settings;  ///< "path=value", of every run
  std::string format = "text";        ///< text or json
};
int calibrate_telemetry(const TelemetryCommand& command);
int calibrate_training(const CalibrateCommand& command);
std::vector<std::string> fittable_constants();

/// JSON Schema of scenarios, or of studies, to a file or to stdout; or the reference page.
enum class Input { scenario, study, plan };
int schema(Input input, const std::string& file);
int reference(Input input, const std::string& file);

/// Cost of one training configuration, or of every case of a file.
struct EstimateCommand {
  std::map<std::string, std::string> settings;  ///< by column name; empty: not given
  std::string model;
  std::string job;
  std::string cases;  ///< CSV file
  std::string on;     ///< machines, separated by commas
  bool search = false;
  std::string format = "text";  ///< text, json or csv
};
int estimate(const EstimateCommand& command);

/// What `estimate --inference` asks besides the model, the node, the country ...
struct InferenceCommand {
  /// empty: not given
  std::string weights, serving, prompt, answer, batch, cache_bits, steps, node_power, rate,
      requests, seed;
};
int infer(const EstimateCommand& command, const InferenceCommand& asked);

/// A model adapted to a task in several ways on the machines of `--on`.
int adapt(const EstimateCommand& command);

/// What `estimate --compression` asks: a text, and with what it is compressed.
struct CompressionCommand {
  std::string text, compressors;
};
int compress(const EstimateCommand& command, const CompressionCommand& asked);

/// What `estimate --matrix` asks: a sum or a product, on the chips of `--on`.
struct MatrixCommand {
  std::string kind, size;
};
int matrix_work(const EstimateCommand& command, const MatrixCommand& asked);

/// What `estimate --tracking` asks: a thing to be followed through frames of a video.
struct TrackingCommand {
  std::string frames, tracker;
};
int track(const EstimateCommand& command, const TrackingCommand& asked);

/// What a request to a model costs over whole lives.
struct FootprintCommand {
  std::string model, node, weights, country, year, prompt, answer, batch;  ///< empty: not given
  std::string result, service;  ///< of a run, instead of a model
  std::string use, life, device, network, route, line_share, requests, utilisation, lifetime, second_life,
      device_lifetime;
  std::string job, trainings;
  std::string format = "text";  ///< text or json
};
int footprint(const FootprintCommand& command);

/// Names of the settings with what they mean, and the option of one.
std::vector<std::pair<std::string, std::string>> estimate_settings();
std::string option_of(const std::string& setting);

}  // namespace icekeel::commands
