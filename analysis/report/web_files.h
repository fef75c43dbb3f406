// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The scripts and styles of the pages. They are bundled from analysis/web when the program is
/// built and are a part of it; a build without them (ICEKEEL_WEB=OFF) has empty scripts.

#include <string_view>

namespace icekeel::analysis::report {

std::string_view report_script();
std::string_view viewer_script();
std::string_view report_style();

}  // namespace icekeel::analysis::report
