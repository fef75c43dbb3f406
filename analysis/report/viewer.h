// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A page that opens any result file in a browser, without a server: `icekeel view`.

#include <optional>
#include <string>

namespace icekeel::analysis::report {

/// A result file to have in the page from the start.
struct ViewedFile {
  std::string name;
  std::string bytes;
};

/// Whether this program was built with the viewer.
bool has_viewer();

std::string viewer_page(const std::optional<ViewedFile>& file);

}  // namespace icekeel::analysis::report
