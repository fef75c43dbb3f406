// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/html.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <cmath>

#include "analysis/text_format.h"

namespace icekeel::analysis::report {
namespace {

std::string escaped_line(std::string_view line) {
  std::string html;
  for (const char c : printable(line)) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string html;
  for (std::size_t begin = 0;;) {
    const auto end = text.find('\n', begin);
    html += escaped_line(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return html;
    html += '\n';
    begin = end + 1;
  }
}

std::string script_safe(std::string_view json) {
  std::string safe;
  safe.reserve(json.size());
  for (const char c : json) {
    if (c == '<')
      safe += "\\u003c";
    else
      safe += c;
  }
  return safe;
}

std::string base64(std::span<const std::uint8_t> bytes) {
  std::string text((bytes.size() + 2) / 3 * 4, '\0');
  // EVP_EncodeBlock ends its text with a zero, for which std::string has room.
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                  static_cast<int>(bytes.size()));
  return text;
}

std::string coordinate(double value) {
  const double rounded = std::round(value * 10.0) / 10.0;
  return rounded == 0.0 ? "0" : fmt::format("{:g}", rounded);
}

std::string section(std::string_view id, std::string_view title, std::string_view content) {
  if (content.empty()) return {};
  return fmt::format(
      "<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n"
      "<h2 id=\"{0}-title\">{1}</h2>\n{2}</section>\n",
      id, escaped(title), content);
}

std::string figure(std::string_view caption, std::string_view content) {
  if (content.empty()) return {};
  return fmt::format("<figure>\n<figcaption>{}</figcaption>\n{}</figure>\n", escaped(caption),
                     content);
}

std::string scrollable(std::string_view label, std::string_view content) {
  if (content.empty()) return {};
  return fmt::format(
      "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">\n{}</div>\n",
      escaped(label), content);
}

std::string details(std::string_view summary, std::string_view content) {
  if (content.empty()) return {};
  return fmt::format("<details>\n<summary>{}</summary>\n{}</details>\n", escaped(summary), content);
}

}  // namespace icekeel::analysis::report
