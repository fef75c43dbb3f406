// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/findings.h"

#include <algorithm>

#include "analysis/studies/design.h"

namespace icekeel::studies {
namespace {

// The design's rows again: effects are changes over steps of the design, not of the values.
Places morris_places(const Study& study) {
  return morris(study.parameters.size(), static_cast<std::size_t>(study.spec.samples),
                static_cast<std::uint64_t>(study.seed));
}

OutputFindings output_findings(const Study& study, const OutputColumn& output,
                               std::size_t replicates) {
  OutputFindings found{output.name, output.units, means_of(output, replicates), {}, {}};
  if (study.spec.design == Design::morris)
    found.morris = morris_effects(morris_places(study), found.means.mean);
  if (study.spec.design == Design::sobol_indices)
    found.sobol = sobol_indices(study.parameters.size(), found.means.mean,
                                static_cast<std::uint64_t>(study.seed));
  return found;
}

// The samples that no other beats in all objectives.
std::vector<std::size_t> front_of(const Study& study, const StudyTable& table,
                                  std::size_t replicates) {
  std::vector<std::vector<double>> rows(table.status.size() / replicates);
  for (const auto& objective : study.spec.objectives) {
    const auto* output = table.find(objective.output);
    if (!output) return {};
    const double sign = objective.want == Want::least ? 1.0 : -1.0;
    const auto means = means_of(*output, replicates);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].push_back(sign * means.mean[i]);
  }
  return study.spec.objectives.empty() ? std::vector<std::size_t>{} : pareto_front(rows);
}

}  // namespace

Findings findings_of(const Study& study, std::span<const Point> points, const StudyTable& table) {
  const auto replicates = static_cast<std::size_t>(study.spec.replicates);
  Findings found;
  found.study = study.spec.name;
  found.samples = points.size() / replicates;
  found.replicates = replicates;
  found.complete = table.count(PointStatus::complete);
  found.failed = table.count(PointStatus::failed);
  found.missing = table.count(PointStatus::missing);
  for (const auto& parameter : study.parameters) found.parameters.push_back(parameter.name);
  for (const auto& point : points)
    if (point.replicate == 0) found.values.push_back(point.values);
  for (const auto& output : table.outputs)
    found.outputs.push_back(output_findings(study, output, replicates));
  found.objectives = study.spec.objectives;
  found.front = front_of(study, table, replicates);
  return found;
}

}  // namespace icekeel::studies
