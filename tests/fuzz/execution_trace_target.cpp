// SPDX-License-Identifier: Apache-2.0
// Any bytes as the execution trace of a rank: nodes in an order, or an explanation.
#include <sstream>

#include "tests/fuzz/target.h"
#include "workloads/trace_replay.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace icekeel;
  std::istringstream file{std::string(fuzz::text_of(data, size))};
  workloads::ExecutionTrace trace;
  trace.ranks.push_back(workloads::read_chakra(file, "trace.0.et", trace.flaws));
  if (trace.flaws.empty()) workloads::check_order(trace.ranks.back(), trace.flaws);
  for (const auto& flaw : trace.flaws) fuzz::expect(!flaw.message.empty(), "a message");
  if (!trace.flaws.empty()) return 0;
  const workloads::Tier tier{Bandwidth::si(1e11), Duration::si(1e-6)};
  const auto done = workloads::replay(
      trace,
      {.rate = ComputeRate::si(1e12), .memory = Bandwidth::si(1e12), .paths = {tier, tier, false}});
  fuzz::expect(!done.flaws.empty() || done.time >= Duration{}, "a time, or flaws");
  return 0;
}
