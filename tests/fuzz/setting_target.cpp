// SPDX-License-Identifier: Apache-2.0
// Any lines as `--set path=value`, one after the other, on a small document.
#include "simulator/config/document.h"
#include "simulator/config/yaml_parser.h"
#include "tests/fuzz/target.h"

namespace {

constexpr std::string_view document = R"(
seed: 7
sites:
  - name: lab
    halls: [{name: hall, racks: {like: racks/dgx-a100-4, count: 1}}]
    fabric: fat-tree-hdr
record: {every: 1 min, racks: null}
)";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace icekeel;
  config::Diagnostics diagnostics;
  const auto source = diagnostics.add_source(config::Source::of("fuzz.yaml", document));
  auto root = config::parse_yaml(document, source, diagnostics);
  auto lines = config::Source::of("settings", fuzz::text_of(data, size)).lines;
  lines.resize(std::min<std::size_t>(lines.size(), 20));
  for (const auto& line : lines) config::apply_setting(*root, line, diagnostics);
  fuzz::expect(diagnostics.failed() != diagnostics.text().empty(), "what is refused is explained");
  return 0;
}
