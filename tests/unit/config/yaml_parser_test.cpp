// SPDX-License-Identifier: Apache-2.0
// Documents know their places; hostile ones are refused with a place.
#include "simulator/config/yaml_parser.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace icekeel::config {
namespace {

struct Parsed {
  Diagnostics diagnostics;
  std::optional<Node> root;
  explicit Parsed(std::string_view text) {
    const auto source = diagnostics.add_source(Source::of("a.yaml", text));
    root = parse_yaml(text, source, diagnostics);
  }
};

TEST(YamlParser, KnowsLineAndColumn) {
  const Parsed parsed("a: 1\nb:\n  - c: x\n");
  const Node* item = &parsed.root->find("b")->items.at(0);
  EXPECT_EQ(item->find("c")->place.line, 3U);
  EXPECT_EQ(item->find("c")->place.column, 8U);
}

TEST(YamlParser, ReportsADuplicateKeyWithBothPlaces) {
  const Parsed parsed("nodes: 3\nname: x\nnodes: 4\n");
  EXPECT_EQ(parsed.diagnostics.text(),
            "a.yaml:3:1: error: 'nodes' is given twice\n"
            "    3 | nodes: 4\n"
            "      | ^\n"
            "      = first given on line 1\n"
            "1 error; nothing was simulated\n");
}

TEST(YamlParser, RefusesDeepNesting) {
  for (const char* bracket : {"[", "{a: "}) {
    std::string text;
    for (int i = 0; i < 20000; ++i) text += bracket;
    const Parsed parsed(text);
    EXPECT_FALSE(parsed.root);
    EXPECT_NE(parsed.diagnostics.text().find("a.yaml:1:"), std::string::npos);
  }
  std::string lines;
  for (int i = 0; i < 1000; ++i) lines += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  EXPECT_NE(Parsed(lines).diagnostics.text().find("nested more than 64 deep"), std::string::npos);
}

TEST(YamlParser, RefusesAliasesWithAWayOut) {
  const Parsed parsed("a: &x 1\nb: *x\n");
  EXPECT_NE(parsed.diagnostics.text().find("a.yaml:2:4: error: aliases are not read here"),
            std::string::npos);
}

TEST(YamlParser, RefusesNothingAndTwoDocuments) {
  EXPECT_NE(Parsed("").diagnostics.text().find("a.yaml:1:1: error: nothing is written"),
            std::string::npos);
  EXPECT_TRUE(Parsed("a: 1\n---\nb: 2\n").diagnostics.failed());
}

RC_GTEST_PROP(YamlParser, NeverCrashesOnAnyText, (const std::string& text)) {
  const Parsed parsed(text);
  RC_ASSERT(parsed.root.has_value() || parsed.diagnostics.failed());
}

}  // namespace
}  // namespace icekeel::config
