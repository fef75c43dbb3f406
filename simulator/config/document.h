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

/// The text of an input file, or why it cannot be read.
struct FileText {
  std::string text;
  std::string problem;  ///< empty, or as "this is a folder"
};

/// Reads a regular file of at most 16 MiB; never waits for a pipe or reads a device.
FileText read_file(const std::filesystem::path& file);

/// Reads a YAML file and what it includes (`include: other.yaml`, or a list of files, in any
/// mapping: their keys lie below its own). Reports unreadable files, cycles, files above
/// 16 MiB and more than 200 includes.
std::optional<Node> load_document(const std::filesystem::path& file, Diagnostics& diagnostics);

/// Applies `--set path=value`, e.g. "sites[0].halls[0].racks.count=8". The value is YAML.
/// Settings that the file does not write out may be set too; the reader checks them.
void apply_setting(Node& root, std::string_view setting, Diagnostics& diagnostics);

/// The same with a value that was read before; what is wrong is reported at its place.
void set_value(Node& root, std::string_view path, Node value, Diagnostics& diagnostics);

}  // namespace icekeel::config
