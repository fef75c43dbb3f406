// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Files that commands write.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace icekeel::commands {

/// What makes the output impossible, known before any work; empty if nothing.
/// \param inputs files that must not be overwritten; `is_read` says what one of them is
std::string output_problem(const std::filesystem::path& output,
                           const std::vector<std::filesystem::path>& inputs,
                           std::string_view is_read);

/// Says on stderr why the output cannot be written, with a remedy.
/// \return the exit code
int refuse_output(const std::string& output, std::string_view problem, std::string_view example);

/// Writes the text; throws std::runtime_error with the path if the disk refuses.
void write_output(const std::string& output, std::string_view text);

}  // namespace icekeel::commands
