// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// An execution trace on a machine of the catalogue: step time, and what it consists of.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "simulator/config/catalogue.h"
#include "workloads/trace_replay.h"

namespace icekeel::analysis {

struct TraceCase {
  std::string folder;
  std::string node = "dgx-h100";
  std::string precision = "bf16";
  std::string efficiency = "megatron-a100";  ///< of the catalogue
};

struct TraceTimes {
  TraceCase asked;
  workloads::Replay replay;
  std::size_t per_node = 1;
  std::vector<workloads::TraceFlaw> flaws;  ///< of options, files and the replay; then no times
};

TraceTimes time_trace(const TraceCase& asked, const config::Catalogue& catalogue);

std::string to_text(const TraceTimes& times);
nlohmann::ordered_json to_json(const TraceTimes& times);

}  // namespace icekeel::analysis
