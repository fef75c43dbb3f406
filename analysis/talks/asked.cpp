// SPDX-License-Identifier: Apache-2.0
#include "analysis/talks/asked.h"

#include <utility>

namespace icekeel::talks {
namespace {

[[noreturn]] void give_up(const std::vector<config::Finding>& problems) {
  throw CannotAnswer(problems.empty() ? std::string("it has no answer")
                                      : problems.front().path + ": " + problems.front().message);
}

}  // namespace

Figure ranged(std::string name, std::string unit, const lifecycle::Range<double>& range) {
  return {std::move(name), std::move(unit), range.mid, range.low, range.high};
}

analysis::Estimate estimated(const analysis::EstimateCase& training,
                             const config::Catalogue& catalogue) {
  auto outcome = analysis::Estimator(catalogue).estimate(training);
  if (!outcome.estimate) give_up(outcome.problems);
  return std::move(*outcome.estimate);
}

analysis::Inference inferred(const analysis::InferenceCase& request,
                             const config::Catalogue& catalogue) {
  auto outcome = analysis::infer(request, catalogue);
  if (!outcome.inference) give_up(outcome.problems);
  return std::move(*outcome.inference);
}

}  // namespace icekeel::talks
