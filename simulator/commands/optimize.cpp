// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <limits>
#include <nlohmann/json.hpp>
#include <thread>

#include "analysis/studies/optimum.h"
#include "analysis/studies/statistics.h"
#include "analysis/studies/study_folder.h"
#include "analysis/studies/sweep.h"
#include "analysis/summary.h"
#include "analysis/text_format.h"
#include "simulator/base/text.h"
#include "simulator/commands/commands.h"
#include "simulator/commands/study_input.h"
#include "simulator/commands/sweep.h"

namespace icekeel::commands {
namespace {

using analysis::number_text;
using studies::Optimum;
using studies::Study;
using studies::Try;
using Json = nlohmann::ordered_json;

struct Interrupted {};

/// An output that the results do not have.
struct UnknownOutput {
  std::string text;
};

std::vector<std::string> outputs_of(const studies::OptimizeSpec& spec) {
  std::vector<std::string> outputs{spec.objective.output};
  for (const auto& bound : spec.limits) outputs.push_back(bound.output);
  return outputs;
}

double figure_of(const studies::Outcome& outcome, const std::string& name) {
  const auto at = std::ranges::find(outcome.figures, name, &result::Scalar::name);
  if (at != outcome.figures.end()) return *at->value;
  const auto keys = analysis::summary_keys();
  if (std::ranges::find(keys, name) != keys.end()) return std::numeric_limits<double>::quiet_NaN();
  std::vector<std::string> known;
  known.reserve(outcome.figures.size());
  for (const auto& figure : outcome.figures) known.push_back(figure.name);
  const auto meant = nearest(name, known);
  throw UnknownOutput{fmt::format("the results have no figure '{}'\n      = {}", name,
                                  meant ? fmt::format("did you mean '{}'?", *meant)
                                        : "'icekeel summary --format json' shows all of them")};
}

/// Simulates what the search asks for; what was simulated before is not run again.
class Evaluator {
 public:
  Evaluator(const Study& study, const studies::StudyFolder& folder, const SweepCommand& command)
      : study_(study),
        folder_(folder),
        retry_(command.retry),
        shows_(command.progress == "auto" && ::isatty(STDERR_FILENO) == 1),
        at_once_(command.at_once > 0 ? command.at_once
                                     : std::max(1U, std::thread::hardware_concurrency())) {}

  std::optional<std::vector<double>> operator()(const std::vector<studies::Value>& values) {
    std::vector<studies::Point> points;
    for (std::size_t r = 0; r < static_cast<std::size_t>(study_.spec.replicates); ++r)
      points.push_back(studies::point_of(study_, values, asked_, r));
    const auto report = studies::run_sweep(
        study_, points, folder_,
        {.program = this_program(), .at_once = at_once_, .retry = retry_, .progress = {}});
    if (report.interrupted) throw Interrupted{};
    ++asked_;
    if (shows_)
      std::cerr << fmt::format("\r{} of at most {} evaluations\x1b[K", asked_,
                               study_.spec.optimize->evaluations);
    return means_of(points);
  }
  ~Evaluator() {
    if (shows_) std::cerr << "\r\x1b[K";
  }

 private:
  std::optional<std::vector<double>> means_of(const std::vector<studies::Point>& points) const {
    std::vector<double> means;
    for (const auto& name : outputs_of(*study_.spec.optimize)) {
      std::vector<double> values;
      for (const auto& point : points) {
        const auto outcome = folder_.outcome(point.id);
        if (!outcome || !outcome->complete) return std::nullopt;
        values.push_back(figure_of(*outcome, name));
      }
      means.push_back(studies::mean_of(values).value);
    }
    return means;
  }

  const Study& study_;
  const studies::StudyFolder& folder_;
  bool retry_ = false, shows_ = false;
  std::size_t at_once_ = 1, asked_ = 0;
};

std::string bound_text(const studies::BoundSpec& bound) {
  std::string text;
  if (bound.least) text += fmt::format("at least {}", number_text(*bound.least));
  if (bound.most)
    text += fmt::format("{}at most {}", text.empty() ? "" : ", ", number_text(*bound.most));
  return text;
}

std::string text_of(const Study& study, const Optimum& found) {
  const auto& spec = *study.spec.optimize;
  const auto& best = found.tries[found.best];
  auto text = analysis::printable(study.spec.name) + "\n";
  if (best.outputs.empty()) return text + "no point ended with a value of every output\n";
  if (!best.keeps_limits()) text += "no point keeps the limits; the nearest one:\n";
  text += fmt::format("{} {}: {}\n", spec.objective.want == studies::Want::least ? "least" : "most",
                      spec.objective.output, number_text(best.outputs.front()));
  for (std::size_t p = 0; p < study.parameters.size(); ++p)
    text += fmt::format("  {} = {}\n", study.parameters[p].name,
                        analysis::printable(best.values[p].text));
  for (std::size_t i = 0; i < spec.limits.size(); ++i)
    text += fmt::format("  {}: {} ({})\n", spec.limits[i].output, number_text(best.outputs[i + 1]),
                        bound_text(spec.limits[i]));
  return text + fmt::format("{} evaluations, {}\n", found.tries.size(),
                            found.settled ? "settled within the tolerance"
                                          : "the last that were allowed; more may find better");
}

Json json_of(const Study& study, const Try& made) {
  Json json;
  for (std::size_t p = 0; p < study.parameters.size(); ++p)
    json["parameters"][study.parameters[p].name] = made.values[p].text;
  const auto names = outputs_of(*study.spec.optimize);
  for (std::size_t i = 0; i < names.size(); ++i)
    json["outputs"][names[i]] = i < made.outputs.size() ? Json(made.outputs[i]) : Json(nullptr);
  json["keeps_limits"] = made.keeps_limits();
  return json;
}

Json json_of(const Study& study, const Optimum& found) {
  Json json{{"study", study.spec.name},
            {"objective", study.spec.optimize->objective.output},
            {"settled", found.settled},
            {"evaluations", found.tries.size()}};
  json["best"] = json_of(study, found.tries[found.best]);
  json["tries"] = Json::array();
  for (const auto& made : found.tries) json["tries"].push_back(json_of(study, made));
  return json;
}

}  // namespace

int optimize(const SweepCommand& command) {
  const auto study = open_study(command.study, studies::Purpose::search);
  if (!study) return bad_input;
  const auto folder =
      studies::StudyFolder::made(named_after(command.study, command.folder, ".points"));
  try {
    Evaluator evaluator(*study, folder, command);
    const auto found =
        studies::optimum_of(study->parameters, *study->spec.optimize, std::ref(evaluator));
    if (command.format == "json")
      std::cout << json_of(*study, found).dump(2) << "\n";
    else
      std::cout << text_of(*study, found);
    return found.tries[found.best].keeps_limits() ? done : run_failed;
  } catch (const Interrupted&) {
    std::cerr << "icekeel: interrupted; the same command goes on with what is done\n";
    return interrupted;
  } catch (const UnknownOutput& problem) {
    std::cerr << "icekeel: error: " << problem.text << "\n";
    return bad_input;
  }
}

}  // namespace icekeel::commands
