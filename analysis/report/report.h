// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// One page that shows a result, or several side by side: `icekeel report`. It opens offline, asks
/// the network for nothing, and can be read without JavaScript and printed.

#include <span>
#include <string>

#include "simulator/result/result_file.h"

namespace icekeel::analysis::report {

/// The whole page as HTML.
std::string page(std::span<const result::ResultFile> files);

}  // namespace icekeel::analysis::report
