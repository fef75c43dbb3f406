// SPDX-License-Identifier: Apache-2.0
#include "workloads/job.h"

#include <string_view>

#include "workloads/step.h"

namespace icekeel::workloads {
namespace {

void add_below(std::string_view prefix, const std::vector<config::Finding>& found,
               std::vector<config::Finding>& findings) {
  for (const auto& [path, message, remedy] : found) {
    std::string full(prefix);
    if (!path.empty()) full += "." + path;
    findings.push_back({full, message, remedy});
  }
}

}  // namespace

void describe(config::Fields& f, JobSpec& job) {
  f.required("name", job.name, "Name of the job, as results show it.");
  f.optional("start", job.start,
             "When the job is submitted, after the start of the simulation or the end of those it "
             "follows.");
  f.optional("after", job.after, "Names of jobs that have to complete before it is submitted.");
  f.optional("count", job.count, "Number of identical copies.", {.least = 1, .most = 1'000'000});
  f.optional("priority", job.priority, "The higher, the earlier the queue looks at the job.",
             {.least = -config::unlimited});
  f.optional("walltime", job.walltime,
             "Time that the job asks for, as batch jobs do (see 'queue.overrun'); by default the "
             "queue plans with that of the planned steps, and the job is kept.",
             {.above_least = true});
  f.optional("training", job.training, "A training job on the machine's nodes.");
  f.optional("federated", job.federated, "Federated averaging over devices of their own.");
  f.optional("hpl", job.hpl, "High Performance Linpack on the machine's nodes.");
  f.optional("data", job.data, "Data that flow through nodes: collected, or prepared.");
  f.optional("serving", job.serving, "A model that answers requests on the machine's nodes.");
}

std::vector<config::Finding> check(const JobSpec& job) {
  std::vector<config::Finding> findings;
  const int kinds = int{job.training.has_value()} + int{job.federated.has_value()} +
                    int{job.hpl.has_value()} + int{job.serving.has_value()} +
                    int{job.data.has_value()};
  if (kinds != 1)
    findings.push_back({"",
                        "a job is either a training, a federated one, a run of Linpack, a service "
                        "or a flow of data",
                        "give exactly one of 'training', 'federated', 'hpl', 'serving' and "
                        "'data'"});
  if (job.training) add_below("training", check(*job.training), findings);
  if (job.federated) add_below("federated", check(*job.federated), findings);
  if (job.serving) add_below("serving", check(*job.serving), findings);
  return findings;
}

}  // namespace icekeel::workloads
