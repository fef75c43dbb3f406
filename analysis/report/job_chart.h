// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Jobs as bars over time: waiting, running, and how they ended.

#include <cstddef>
#include <string>
#include <vector>

#include "simulator/result/result_file.h"

namespace icekeel::analysis::report {

/// The rows of the largest `most` jobs by nodes times run time, in the order of their start.
std::vector<std::size_t> largest_jobs(const std::vector<result::Column>& jobs, std::size_t most);

/// The bars, what the colours mean, and the table; nothing without jobs.
std::string jobs_html(const result::ResultFile& file);

}  // namespace icekeel::analysis::report
