// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Services over time: requests that came and those inside, and what each answer took.

#include <string>

#include "simulator/result/result_file.h"

namespace icekeel::analysis::report {

/// A chart of requests over time and the tables; nothing without services.
std::string services_html(const result::ResultFile& file);

}  // namespace icekeel::analysis::report
