// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What a check across several settings found wrong.

#include <string>

namespace icekeel::config {

/// One broken rule: where (relative to the spec that was checked), what, and the way out.
struct Finding {
  std::string path;
  std::string message;
  std::string remedy;
};

}  // namespace icekeel::config
