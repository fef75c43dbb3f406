// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/viewer.h"

#include <cstdint>
#include <nlohmann/json.hpp>

#include "analysis/report/html.h"
#include "analysis/report/page_frame.h"
#include "analysis/report/web_files.h"
#include "analysis/text_format.h"

namespace icekeel::analysis::report {
namespace {

constexpr std::string_view body =
    "<header>\n<p class=\"brand\">Icekeel viewer</p>\n<h1 id=\"title\">No result yet</h1>\n"
    "<p id=\"about\">The file stays in this page; nothing is sent anywhere.</p>\n"
    "<p><label>Result file (HDF5), or drop it here: <input type=\"file\" id=\"file\" "
    "accept=\".h5,.partial,.nc\"></label></p>\n"
    "<p id=\"complaint\" class=\"warn\" role=\"alert\"></p>\n"
    "<noscript><p class=\"warn\">The viewer needs JavaScript. 'icekeel report RESULT.h5' makes a "
    "page that does not.</p></noscript>\n</header>\n<main id=\"result\"></main>\n";

}  // namespace

bool has_viewer() {
  return !viewer_script().empty();
}

std::string viewer_page(const std::optional<ViewedFile>& file) {
  nlohmann::ordered_json data{{"name", nullptr}, {"bytes", nullptr}};
  if (file) {
    const auto* first = reinterpret_cast<const std::uint8_t*>(file->bytes.data());
    data = {{"name", printable(file->name)}, {"bytes", base64({first, file->bytes.size()})}};
  }
  return framed({"Icekeel viewer", report_style(), viewer_script(), data.dump(), true}, body);
}

}  // namespace icekeel::analysis::report
