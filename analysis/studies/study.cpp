// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/study.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/studies/study_contents.h"
#include "simulator/base/sha256.h"
#include "simulator/base/text.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"
#include "simulator/scenario/checks.h"

namespace icekeel::studies {
namespace {

using config::Diagnostics;
using config::Node;

// A tree as a text that differs where the tree differs.
void print(const Node& node, std::string& text) {
  text += fmt::format("{}{}:{}{{", static_cast<int>(node.kind), node.quoted ? "q" : "",
                      node.text.size(), node.text);
  for (const auto& item : node.items) print(item, text);
  for (const auto& entry : node.entries) {
    text += entry.key + "=";
    print(entry.value, text);
  }
  text += "}";
}

// The scenario's settings, read and checked but not expanded.
std::optional<scenario::ScenarioSpec> read_scenario(Node root, const config::Catalogue& catalogue,
                                                    Diagnostics& diagnostics,
                                                    StudyContents& contents) {
  const auto before = diagnostics.errors();
  scenario::ScenarioSpec spec;
  config::Reader reader(std::move(root), "scenario", catalogue, diagnostics);
  reader.read(spec);
  contents.add(reader.input_files());
  if (diagnostics.errors() > before) return std::nullopt;
  reader.report(scenario::check_outline(spec));
  for (std::size_t s = 0; s < spec.sites.size(); ++s)
    reader.report(scenario::check_site(spec.sites[s]), fmt::format("sites[{}]", s));
  if (diagnostics.errors() > before) return std::nullopt;
  return spec;
}

// The place of the value's text in the study, so that its problems are shown there.
config::Place place_of(const Node& parameter, std::size_t level) {
  if (const Node* values = parameter.find("values"))
    if (level < values->items.size()) return values->items[level].place;
  if (const Node* from = parameter.find("from")) return from->place;
  return parameter.place;
}

/// Tries values of parameters on the scenario.
class Trial {
 public:
  /// \param contents grows by the files that are read
  Trial(const Node& base, const config::Catalogue& catalogue, Diagnostics& diagnostics,
        StudyContents& contents)
      : base_(base), catalogue_(catalogue), diagnostics_(diagnostics), contents_(contents) {}

  /// Tries all values of a parameter, or the ends of many.
  void run(const Parameter& parameter, const Node& written) {
    constexpr std::size_t many = 20;
    const auto levels = parameter.levels.size();
    if (levels == 0) {
      for (const double end : {0.0, 1.0})
        if (!works(parameter.at(end), parameter, written, end > 0.5)) return;
      return;
    }
    for (std::size_t k = 0; k<levels; k += levels> many ? levels - 1 : 1)
      if (!works(parameter.levels[k], parameter, written, false, k)) return;
  }

 private:
  bool works(const Value& value, const Parameter& parameter, const Node& written, bool upper,
             std::size_t level = 0) {
    const auto before = diagnostics_.errors();
    Node root = base_;
    const bool is_yaml = value.text.starts_with('{') || value.text.starts_with('[');
    if (parameter.path.empty() || is_yaml) {
      for (const auto& setting : value.settings) config::apply_setting(root, setting, diagnostics_);
    } else {
      Node node(Node::Kind::scalar, place_of(written, level));
      if (const Node* to = written.find("to"); upper && to) node.place = to->place;
      node.text = value.text;
      config::set_value(root, parameter.path, std::move(node), diagnostics_);
    }
    if (diagnostics_.errors() > before) return false;
    read_scenario(std::move(root), catalogue_, diagnostics_, contents_);
    return diagnostics_.errors() == before;
  }

  const Node& base_;
  const config::Catalogue& catalogue_;
  Diagnostics& diagnostics_;
  StudyContents& contents_;
};

// Of many values only some are tried, but all may name files.
void add_files_of_values(const Study& study, StudyContents& contents) {
  const auto folder = std::filesystem::path(study.scenario()).parent_path().string();
  for (const auto& parameter : study.parameters)
    for (const auto& value : parameter.levels) {
      contents.add_if_file(value.text, folder);
      for (const auto& setting : value.settings) contents.add_if_file(setting, folder);
    }
}

void read_parameters(Study& study, Purpose purpose, config::Reader& reader, const Node* written,
                     Trial trial) {
  const bool on_grid = purpose == Purpose::sweep && study.spec.design == Design::grid;
  for (std::size_t i = 0; i < study.spec.parameters.size(); ++i) {
    std::string problem;
    auto parameter = parameter_of(study.spec.parameters[i], on_grid, problem);
    if (!parameter) {
      reader.report(config::Finding{fmt::format("parameters[{}].from", i), problem,
                                    "write both ends as in from: 18 degC, to: 30 degC"});
      continue;
    }
    const Node& node = written->is_list() ? written->items[i] : *written;
    trial.run(*parameter, node);
    study.parameters.push_back(std::move(*parameter));
  }
}

bool samples_the_space(Design design) {
  return design == Design::latin_hypercube || design == Design::sobol || design == Design::morris ||
         design == Design::sobol_indices;
}

Places places_of(const Study& study) {
  const auto parameters = study.parameters.size();
  const auto samples = static_cast<std::size_t>(study.spec.samples);
  const auto seed = static_cast<std::uint64_t>(study.seed);
  switch (study.spec.design) {
    case Design::grid: {
      std::vector<std::size_t> levels;
      levels.reserve(parameters);
      for (const auto& parameter : study.parameters) levels.push_back(parameter.levels.size());
      return grid(levels);
    }
    case Design::list:
      return list(parameters, study.parameters.front().levels.size());
    case Design::latin_hypercube:
      return latin_hypercube(parameters, samples, seed);
    case Design::sobol:
      return sobol(parameters, samples, seed);
    case Design::morris:
      return morris(parameters, samples, seed);
    case Design::sobol_indices:
      return saltelli(parameters, samples, seed);
  }
  return {};
}

}  // namespace

std::optional<Study> read_study(const std::filesystem::path& file, Purpose purpose,
                                const config::Catalogue& catalogue, std::string_view version,
                                Diagnostics& diagnostics) {
  auto root = config::load_document(file, diagnostics);
  if (!root) return std::nullopt;
  const Node* written = root->find("parameters");
  const Node parameters = written ? *written : Node();
  Study study;
  config::Reader reader(std::move(*root), "study", catalogue, diagnostics);
  reader.read(study.spec);
  if (diagnostics.failed()) return std::nullopt;
  reader.report(check(study.spec));
  if (purpose == Purpose::search && !study.spec.optimize)
    reader.report(config::Finding{"", "it is not said what to search",
                                  "add optimize: {objective: {output: energy_cost}}"});
  if (diagnostics.failed()) return std::nullopt;

  auto base = config::load_document(study.scenario(), diagnostics);
  if (!base) return std::nullopt;
  std::string text(version);
  print(*base, text);
  for (const auto& setting : study.spec.set) config::apply_setting(*base, setting, diagnostics);
  StudyContents contents;
  const auto scenario = read_scenario(*base, catalogue, diagnostics, contents);
  if (!scenario) return std::nullopt;
  study.seed = study.spec.seed.value_or(scenario->seed);
  read_parameters(study, purpose, reader, &parameters,
                  Trial(*base, catalogue, diagnostics, contents));
  if (diagnostics.failed()) return std::nullopt;
  add_files_of_values(study, contents);
  study.base = sha256(text + contents.digest(catalogue));
  return study;
}

std::size_t number_of_samples(const Study& study) {
  return static_cast<std::size_t>(number_of_points(study)) /
         static_cast<std::size_t>(study.spec.replicates);
}

double number_of_points(const Study& study) {
  const auto parameters = static_cast<double>(study.parameters.size());
  auto count = static_cast<double>(study.spec.replicates);
  if (samples_the_space(study.spec.design)) count *= static_cast<double>(study.spec.samples);
  if (study.spec.design == Design::morris) count *= parameters + 1.0;
  if (study.spec.design == Design::sobol_indices) count *= parameters + 2.0;
  if (study.spec.design == Design::list)
    count *= static_cast<double>(study.parameters.front().levels.size());
  if (study.spec.design == Design::grid)
    for (const auto& parameter : study.parameters)
      count *= static_cast<double>(parameter.levels.size());
  return count;
}

Point point_of(const Study& study, std::vector<Value> values, std::size_t sample,
               std::size_t replicate) {
  Point point{
      sample, replicate, study.seed + static_cast<std::int64_t>(replicate), std::move(values), {}};
  constexpr std::size_t id_length = 16;
  point.id = sha256(study.base + "\n" + joined(arguments_of(study, point), "\n"));
  point.id.resize(id_length);
  return point;
}

std::vector<Point> points_of(const Study& study) {
  std::vector<Point> points;
  const auto places = places_of(study);
  const auto replicates = static_cast<std::size_t>(study.spec.replicates);
  points.reserve(places.size() * replicates);
  for (std::size_t sample = 0; sample < places.size(); ++sample)
    for (std::size_t replicate = 0; replicate < replicates; ++replicate) {
      std::vector<Value> values;
      values.reserve(study.parameters.size());
      for (std::size_t p = 0; p < study.parameters.size(); ++p)
        values.push_back(study.parameters[p].at(places[sample][p]));
      points.push_back(point_of(study, std::move(values), sample, replicate));
    }
  return points;
}

std::vector<std::string> arguments_of(const Study& study, const Point& point) {
  std::vector<std::string> arguments{"--seed", fmt::format("{}", point.seed)};
  const auto add = [&](const std::string& setting) {
    arguments.emplace_back("--set");
    arguments.push_back(setting);
  };
  for (const auto& setting : study.spec.set) add(setting);
  for (const auto& value : point.values)
    for (const auto& setting : value.settings) add(setting);
  return arguments;
}

}  // namespace icekeel::studies
