// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What every page has around its content.

#include <string>
#include <string_view>

namespace icekeel::analysis::report {

struct PageFrame {
  std::string title;
  std::string_view style;
  std::string_view script;  ///< may be empty
  std::string data;         ///< JSON that the script reads
  bool runs_wasm = false;   ///< the script may compile WebAssembly
};

/// A page that may only run this very script: its content policy names the script by its digest,
/// and allows no request at all. So no text of a scenario can become a script.
std::string framed(const PageFrame& frame, std::string_view body);

}  // namespace icekeel::analysis::report
