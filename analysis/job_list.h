// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The jobs of a result file as other tools read them: Standard Workload Format, CSV.

#include <ostream>

#include "simulator/result/result_file.h"

namespace icekeel::analysis {

/// All jobs that were submitted, in the order of submission. Numbers that nobody knows are -1.
/// Jobs that are not of a trace get numbers after the highest of a trace.
void write_swf(const result::ResultFile& file, std::ostream& out);

/// The table /jobs as it is.
void write_job_csv(const result::ResultFile& file, std::ostream& out);

}  // namespace icekeel::analysis
