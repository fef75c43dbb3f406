// SPDX-License-Identifier: Apache-2.0
// One description, many uses: what is printed reads back, the schema and the page name it all.
#include <gtest/gtest.h>

#include "simulator/base/units.h"
#include "simulator/config/json_schema.h"
#include "simulator/config/reader.h"
#include "simulator/config/reference_page.h"
#include "simulator/config/resolved_yaml.h"
#include "simulator/config/yaml_parser.h"

namespace icekeel::config {
namespace {

struct ItemSpec {
  std::string name;
  Temperature limit;
};
void describe(Fields& f, ItemSpec& item) {
  f.required("name", item.name, "Name of the item.");
  f.optional("limit", item.limit, "Warmest allowed.");
}

struct WholeSpec {
  Duration every = units::minute;
  bool fast = true;
  std::optional<Power> cap;
  std::vector<ItemSpec> items;
  std::vector<double> curve{0.25, 0.5};
  std::map<std::string, std::int64_t> counts;
};
void describe(Fields& f, WholeSpec& whole) {
  f.optional("every", whole.every, "Interval.");
  f.optional("fast", whole.fast, "Whether to hurry.");
  f.optional("cap", whole.cap, "Power cap.");
  f.optional("items", whole.items, "Items.");
  f.optional("curve", whole.curve, "Points of a curve.");
  f.optional("counts", whole.counts, "Counts by name.");
}

WholeSpec sample() {
  WholeSpec whole;
  whole.every = 90.0 * units::second;
  whole.items = {{"a \"quoted\" name\n", Temperature::from_celsius(31.7)}, {"b", {}}};
  whole.counts = {{"x", 3}};
  return whole;
}

TEST(ResolvedYaml, ReadsBackToTheSameValues) {
  const std::string text = ResolvedYaml("EUR").of(sample());
  Diagnostics diagnostics;
  auto root = parse_yaml(text, diagnostics.add_source(Source::of("r.yaml", text)), diagnostics);
  const Catalogue catalogue({});
  Reader reader(std::move(*root), "scenario", catalogue, diagnostics);
  WholeSpec back;
  reader.read(back);
  EXPECT_EQ(diagnostics.text(), "") << text;
  EXPECT_EQ(back.items.at(0).name, sample().items[0].name);
  EXPECT_EQ(back.items.at(0).limit, sample().items[0].limit);
  EXPECT_EQ(back.curve, sample().curve);
  EXPECT_EQ(back.counts, sample().counts);
  EXPECT_FALSE(back.cap);
  EXPECT_EQ(ResolvedYaml("EUR").of(back), text);
}

TEST(JsonSchema, NamesEverySettingAndWhatIsRequired) {
  const Catalogue catalogue({});
  const auto schema = JsonSchema(catalogue).of<WholeSpec>("whole");
  EXPECT_EQ(schema["$schema"], "http://json-schema.org/draft-07/schema#");
  for (const char* name : {"every", "fast", "cap", "items", "curve", "counts"})
    EXPECT_TRUE(schema["properties"].contains(name)) << name;
  EXPECT_EQ(schema["definitions"]["item1"]["else"]["required"][0], "name");
  EXPECT_EQ(schema["additionalProperties"], false);
}

TEST(ReferencePage, HasARowForEverySetting) {
  const auto page = ReferencePage().of<WholeSpec>("Whole");
  EXPECT_NE(page.find("| `every` | a duration | 60 s | Interval. |"), std::string::npos) << page;
  EXPECT_NE(page.find("| `items[].name` | text | **required** | Name of the item. |"),
            std::string::npos)
      << page;
}

}  // namespace
}  // namespace icekeel::config
