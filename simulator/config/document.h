// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Input files with their includes and the changes of the command line.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/config/node.h"

namespace icekeel::config {

/// Reads a YAML file and what it includes (`include: other.yaml`, or a list of files, in any
/// mapping: their keys lie below its own). Reports unreadable files, cycles and files above
/// 16 MiB.
std::optional<Node> load_document(const std::filesystem::path& file, Diagnostics& diagnostics);

/// Applies `--set path=value`, e.g. "sites[0].halls[0].racks.count=8". The value is YAML.
/// Settings that the file does not write out may be set too; the reader checks them.
void apply_setting(Node& root, std::string_view setting, Diagnostics& diagnostics);

}  // namespace icekeel::config
