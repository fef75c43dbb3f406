// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// YAML text to a tree with places. The only place that knows the YAML library.

#include <optional>
#include <string_view>

#include "simulator/config/node.h"

namespace icekeel::config {

/// Parses one document. Reports syntax errors, duplicate keys, keys that are no plain words,
/// nesting deeper than 64, aliases (they allow a small file to grow without bound; `like:` and
/// `include:` serve instead) and a second document.
/// \param source number of the source in `diagnostics`
/// \return the tree, or nothing where the text cannot be understood at all
std::optional<Node> parse_yaml(std::string_view text, std::size_t source, Diagnostics& diagnostics);

}  // namespace icekeel::config
