// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/viewer.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "simulator/commands/commands.h"
#include "simulator/commands/output_file.h"
#include "simulator/result/result_file.h"

namespace icekeel::commands {
namespace {

// A page with more inside opens slowly.
constexpr std::uintmax_t most_bytes = 64'000'000;

std::string bytes_of(const std::string& file) {
  const std::ifstream stream(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}

int complain(const std::string& text) {
  std::cerr << "icekeel: error: " << text << "\n";
  return bad_input;
}

}  // namespace

int view(const std::string& file, const std::string& output) {
  if (!analysis::report::has_viewer())
    return complain(
        "this program was built without the viewer\n      = build it with "
        "-DICEKEEL_WEB=ON, or use 'icekeel report'");
  std::vector<std::filesystem::path> inputs;
  if (!file.empty()) inputs.emplace_back(file);
  if (const auto problem = output_problem(output, inputs, "the result"); !problem.empty())
    return refuse_output(output, problem, "viewer.html");
  std::optional<analysis::report::ViewedFile> viewed;
  if (!file.empty()) {
    result::ResultFile::open(file);  // what the page could not read is refused here
    if (std::filesystem::file_size(file) > most_bytes)
      return complain(
          fmt::format("'{}' is too large to be a part of a page, over 64 MB\n      = make "
                      "the viewer without it and choose the file in the page",
                      file));
    viewed = {std::filesystem::path(file).filename().string(), bytes_of(file)};
  }
  write_output(output, analysis::report::viewer_page(viewed));
  std::cout << fmt::format("{}: open it in a browser{}\n", output,
                           viewed ? "" : ", then choose a result file there");
  return done;
}

}  // namespace icekeel::commands
