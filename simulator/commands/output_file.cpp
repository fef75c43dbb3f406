// SPDX-License-Identifier: Apache-2.0
#include "simulator/commands/output_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <iostream>
#include <system_error>

#include "simulator/commands/commands.h"

namespace icekeel::commands {

namespace fs = std::filesystem;

std::string output_problem(const fs::path& output, const std::vector<fs::path>& inputs,
                           std::string_view is_read) {
  std::error_code error;
  const fs::path folder = output.has_parent_path() ? output.parent_path() : fs::path(".");
  if (fs::is_directory(output, error)) return "this is a folder";
  if (!fs::exists(folder, error)) return fmt::format("there is no folder '{}'", folder.string());
  if (!fs::is_directory(folder, error)) return fmt::format("'{}' is no folder", folder.string());
  if (fs::exists(output, error) && !fs::is_regular_file(output, error))
    return "this is no regular file";
  for (const auto& input : inputs)
    if (fs::equivalent(output, input, error))
      return fmt::format("{} is read from this file", is_read);
  return {};
}

int refuse_output(const std::string& output, std::string_view problem, std::string_view example) {
  std::cerr << fmt::format(
      "icekeel: error: '{}' cannot be written: {}\n      = name a file in a folder that exists, "
      "as in -o {}\n",
      output, problem, example);
  return bad_input;
}

void write_output(const std::string& output, std::string_view text) {
  std::ofstream stream(output, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream)
    throw std::runtime_error(
        fmt::format("'{}' cannot be written: {}", output, std::generic_category().message(errno)));
}

}  // namespace icekeel::commands
