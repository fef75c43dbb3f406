// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/page_frame.h"

#include <fmt/format.h>

#include <cstdint>
#include <vector>

#include "analysis/report/html.h"
#include "simulator/base/sha256.h"

namespace icekeel::analysis::report {
namespace {

// The digest of a script as a content policy writes it.
std::string policy_digest(std::string_view script) {
  const auto hex = sha256(script);
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return fmt::format("'sha256-{}'", base64(bytes));
}

}  // namespace

std::string framed(const PageFrame& frame, std::string_view body) {
  auto scripts = frame.script.empty() ? std::string("'none'") : policy_digest(frame.script);
  if (frame.runs_wasm) scripts += " 'wasm-unsafe-eval'";
  std::string html = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; script-src {}; img-src data:\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<title>{}</title>\n<style>",
      scripts, escaped(frame.title));
  html += frame.style;
  html += "</style>\n</head>\n<body>\n";
  html += body;
  if (!frame.script.empty()) {
    html += R"(<script type="application/json" id="data">)" + script_safe(frame.data) +
            "</script>\n<script>";
    html += frame.script;
    html += "</script>\n";
  }
  return html + "</body>\n</html>\n";
}

}  // namespace icekeel::analysis::report
