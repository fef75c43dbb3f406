// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/study_schema.h"

#include <set>
#include <string>

#include "analysis/studies/study_spec.h"
#include "simulator/config/json_schema.h"

namespace icekeel::studies {
namespace {

// Values of a setting are kept as they are written, and may be written as anything.
void allow_any_scalar(nlohmann::ordered_json& schema) {
  if (schema.is_object() && schema.value("type", nlohmann::ordered_json()) == "string")
    schema["type"] = {"string", "number", "boolean"};
  for (auto& part : schema)
    if (part.is_structured()) allow_any_scalar(part);
}

void free_values(nlohmann::ordered_json& schema) {
  static const std::set<std::string> of_settings{"values", "from", "to"};
  for (auto& [name, part] : schema.items()) {
    if (!part.is_structured()) continue;
    if (of_settings.contains(name))
      allow_any_scalar(part);
    else
      free_values(part);
  }
}

}  // namespace

nlohmann::ordered_json study_schema(const config::Catalogue& catalogue) {
  auto schema = config::JsonSchema(catalogue).of<StudySpec>("Icekeel study, version 1");
  free_values(schema);
  return schema;
}

}  // namespace icekeel::studies
