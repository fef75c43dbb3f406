// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Pictures that gnuplot draws from a script beside them.

#include <filesystem>
#include <string>

namespace icekeel::commands {

/// Whether the end of its name is that of a picture; else says so on stderr.
bool is_picture(const std::string& picture);

/// The script beside a picture.
std::filesystem::path script_of(std::filesystem::path picture);

/// Runs gnuplot on the script of the picture, in its folder; says what came of it.
/// \return the exit code
int draw(const std::string& picture);

}  // namespace icekeel::commands
