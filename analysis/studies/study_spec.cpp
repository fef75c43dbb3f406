// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/study_spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace icekeel::studies {

using config::Finding;

void describe(config::Fields& f, CaseSpec& spec) {
  f.required("name", spec.name, "Name of the case in tables.");
  f.required("set", spec.set, "Settings of the scenario that make it, each as path=value.");
}

void describe(config::Fields& f, ParameterSpec& spec) {
  f.optional("path", spec.path, "Setting of the scenario, as sites[0].cooling.supply.");
  f.optional("name", spec.name, "Name in tables; by default the last word of the path.");
  f.optional("values", spec.values, "Its values, as in the scenario.");
  f.optional("cases", spec.cases, "Instead of path and values: cases of several settings each.");
  f.optional("from", spec.from, "Instead of values: the least, with its unit.");
  f.optional("to", spec.to, "The greatest, in the same unit.");
  f.optional("steps", spec.steps, "Values of the range on a grid, both ends included.",
             {.least = 2, .most = 1e6});
  f.optional("integer", spec.integer, "Only whole numbers of the range.");
  f.optional("scale", spec.scale, "How the range is divided: linear or log.");
}

void describe(config::Fields& f, LimitsSpec& spec) {
  f.optional("time", spec.time, "Longest time of one point on the clock.", {.above_least = true});
  f.optional("memory", spec.memory, "Most memory of one point.", {.above_least = true});
}

void describe(config::Fields& f, ObjectiveSpec& spec) {
  f.required("output", spec.output, "Figure of the summary, as energy_cost.");
  f.optional("want", spec.want, "least or most.");
}

void describe(config::Fields& f, BoundSpec& spec) {
  constexpr config::Limits any{.least = -config::unlimited};
  f.required("output", spec.output, "Figure of the summary, as peak_facility_power_MW.");
  f.optional("least", spec.least, "It has to be this or more, in the unit of the summary.", any);
  f.optional("most", spec.most, "It has to be this or less, in the unit of the summary.", any);
}

void describe(config::Fields& f, OptimizeSpec& spec) {
  f.required("objective", spec.objective, "What is to be least or most.");
  f.optional("limits", spec.limits, "What other outputs have to keep.");
  f.optional("evaluations", spec.evaluations, "Most points that are simulated.",
             {.least = 1, .most = 1e6});
  f.optional("tolerance", spec.tolerance, "Ends when no variable moves by this share of its range.",
             {.least = 1e-9, .most = 0.5});
}

void describe(config::Fields& f, SlurmSpec& spec) {
  f.optional("tasks", spec.tasks, "Most tasks of the job array.", {.least = 1, .most = 100000});
  f.optional("time", spec.time, "Time limit of a task.", {.least = 60});
  f.optional("options", spec.options, "Further options of sbatch, as --partition=long.");
}

void describe(config::Fields& f, StudySpec& spec) {
  f.required("schema", spec.schema, "Version of this format: 1.", {.least = 1, .most = 1});
  f.required("name", spec.name, "Title of the study.");
  f.required("scenario", spec.scenario, "Scenario to start from, relative to this file.");
  f.optional("set", spec.set, "Settings of every point, each as path=value.");
  f.required("parameters", spec.parameters, "What varies.");
  f.optional("design", spec.design, "How the values are combined.");
  f.optional("samples", spec.samples,
             "Points of a Latin hypercube or a Sobol sequence, trajectories of Morris, rows of "
             "Sobol indices.",
             {.least = 1, .most = 1e9});
  f.optional("replicates", spec.replicates, "Runs of every point, each with a seed of its own.",
             {.least = 1, .most = 1e6});
  f.optional("seed", spec.seed, "Seed of the first replicate; by default that of the scenario.",
             {.most = 9e15});
  f.optional("outputs", spec.outputs, "Figures of the summary to collect; all by default.");
  f.optional("objectives", spec.objectives, "Two or three outputs to find the Pareto front of.");
  f.optional("limits", spec.limits, "What a point may take.");
  f.optional("optimize", spec.optimize, "What 'icekeel optimize' searches.");
  f.optional("slurm", spec.slurm, "How 'icekeel sweep submit --slurm' asks for nodes.");
}

namespace {

bool samples_ranges(Design design) {
  return design != Design::grid && design != Design::list;
}

std::vector<Finding> check_parameter(const ParameterSpec& p, const StudySpec& study) {
  const bool range = p.from || p.to;
  const int kinds = (p.values.empty() ? 0 : 1) + (p.cases.empty() ? 0 : 1) + (range ? 1 : 0);
  if (kinds != 1)
    return {{"", kinds == 0 ? "this parameter has no values" : "values are given in several ways",
             "give values, cases, or from and to"}};
  if (p.cases.empty() == p.path.empty())
    return {{"", p.path.empty() ? "this parameter has no path" : "cases have paths of their own",
             p.path.empty() ? "name a setting of the scenario, as sites[0].cooling.supply"
                            : "take 'path' away, or give values instead of cases"}};
  if (p.path == "seed")
    return {{"path", "the seed belongs to the replicates", "give replicates: 10, and seed"}};
  if (range && !(p.from && p.to))
    return {{"", fmt::format("the range has no '{}'", p.from ? "to" : "from"), "give both ends"}};
  if (range && study.design == Design::list)
    return {{"from", "a list takes values as they stand", "give values, or design: grid"}};
  return {};
}

// Letters, digits and underscores: a name in a file and in Python.
bool is_name(const std::string& name) {
  return !name.empty() && !std::isdigit(static_cast<unsigned char>(name.front())) &&
         std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

void check_names(const StudySpec& study, std::vector<Finding>& findings) {
  std::set<std::string> names{"point", "replicate", "status"};
  for (std::size_t i = 0; i < study.parameters.size(); ++i) {
    const auto name = name_of(study.parameters[i]);
    const auto at = fmt::format("parameters[{}]", i);
    if (!is_name(name))
      findings.push_back({at + ".name", fmt::format("'{}' is not a name for a table", name),
                          "give a name of letters, digits and underscores"});
    else if (!names.insert(name).second)
      findings.push_back({at + ".name", fmt::format("the name '{}' is taken", name),
                          "give this parameter another name"});
  }
}

}  // namespace

std::string name_of(const ParameterSpec& parameter) {
  if (parameter.name) return *parameter.name;
  std::string path = parameter.path;
  if (path.ends_with(".like")) path.resize(path.size() - 5);
  return path.substr(path.rfind('.') + 1);
}

std::vector<Finding> check(const StudySpec& study) {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < study.parameters.size(); ++i)
    for (auto finding : check_parameter(study.parameters[i], study)) {
      const auto at = fmt::format("parameters[{}]", i);
      finding.path = finding.path.empty() ? at : at + "." + finding.path;
      findings.push_back(std::move(finding));
    }
  if (study.parameters.empty())
    findings.push_back({"parameters", "nothing varies in this study", "give a parameter"});
  if (findings.empty()) check_names(study, findings);
  const auto count = [](const ParameterSpec& p) { return p.values.size() + p.cases.size(); };
  if (study.design == Design::list)
    for (std::size_t i = 1; i < study.parameters.size(); ++i)
      if (count(study.parameters[i]) != count(study.parameters[0]))
        findings.push_back({fmt::format("parameters[{}]", i),
                            fmt::format("a list needs as many values of each parameter; here are "
                                        "{}, of the first {}",
                                        count(study.parameters[i]), count(study.parameters[0])),
                            "add values, or write design: grid"});
  if (study.design == Design::morris && study.samples < 2)
    findings.push_back({"samples", "one trajectory has no spread", "give samples: 10 or more"});
  if (study.objectives.size() == 1)
    findings.push_back({"objectives", "a front needs two objectives",
                        "name a second one; 'icekeel optimize' takes one"});
  if (samples_ranges(study.design) && study.parameters.size() > 500)
    findings.push_back({"parameters", "more than 500 parameters are sampled", "fix some of them"});
  return findings;
}

}  // namespace icekeel::studies
