// SPDX-License-Identifier: Apache-2.0
#include "simulator/config/json_schema.h"

#include <algorithm>
#include <cmath>

#include "simulator/config/reader.h"
#include "simulator/config/units_text.h"

namespace icekeel::config {
namespace {

using Json = nlohmann::ordered_json;

Json limited(Json schema, const Limits& limits) {
  if (std::isfinite(limits.least))
    schema[limits.above_least ? "exclusiveMinimum" : "minimum"] = limits.least;
  if (std::isfinite(limits.most)) schema["maximum"] = limits.most;
  return schema;
}

Json quantity_schema(Dimension dimension) {
  if (dimension == Dimension{}) return {{"type", Json::array({"number", "string"})}};
  return {{"type", "string"},
          {"pattern", "^[-+]?[0-9.][0-9.eE+-]* *[A-Za-z%1].*$"},
          {"description", dimension_name(dimension) + ", in " + units_of(dimension)}};
}

Json scalar_schema(const Field& field, const ScalarRef& value) {
  const auto text = [](std::string_view description) {
    return Json{{"type", "string"}, {"description", description}};
  };
  struct Maker {
    const Field& field;
    decltype(text)& text_of;
    Json operator()(bool*) const { return {{"type", "boolean"}}; }
    Json operator()(std::int64_t*) const {
      return {{"anyOf",
               {limited({{"type", "integer"}}, field.limits),
                {{"type", "number"}, {"multipleOf", 1.0}},
                {{"type", "string"}, {"pattern", "^[0-9.eE+]+ *[KMBT]?$"}}}}};
    }
    Json operator()(double*) const {
      return {{"anyOf",
               {limited({{"type", "number"}}, field.limits),
                {{"type", "string"}, {"pattern", "^[-+0-9.eE]+ *%$"}}}}};
    }
    Json operator()(std::string*) const { return {{"type", "string"}}; }
    Json operator()(const QuantityRef& q) const { return quantity_schema(q.dimension); }
    Json operator()(Temperature*) const {
      return {{"type", "string"},
              {"pattern", "^[-+]?[0-9.]+ *(degC|K)$"},
              {"description", "a temperature, in degC or K"}};
    }
    Json operator()(Timestamp*) const { return text_of("a date, as 2026-01-01T00:00:00Z"); }
    Json operator()(InputPath*) const { return text_of("a file, relative to this one"); }
    Json operator()(const ChoiceRef& choice) const { return {{"enum", choice.names}}; }
  };
  return std::visit(Maker{field, text}, value);
}

}  // namespace

bool JsonSchema::enter(const Field& field) {
  fields_.push_back(field);
  return true;
}

void JsonSchema::leave() {
  if (fields_.empty() || fields_.back().name.empty()) {  // an item of a list or a map
    if (!fields_.empty()) fields_.pop_back();
    return;
  }
  const Field field = fields_.back();
  fields_.pop_back();
  auto& owner = structs_.back();
  // The unit hint of a quantity follows the sentence about the setting.
  const std::string hint = made_.value("description", std::string());
  made_["description"] = std::string(field.doc) + (hint.empty() ? "" : " (" + hint + ")");
  owner.properties[std::string(field.name)] = std::move(made_);
  if (field.required) owner.required.push_back(field.name);
}

void JsonSchema::scalar(const Field& field, const ScalarRef& value) {
  Json plain = scalar_schema(field, value);
  Json annotated = {
      {"type", "object"}, {"required", {"value"}}, {"properties", {{"value", plain}}}};
  const std::string hint = plain.value("description", std::string());
  made_ = {{"anyOf", {std::move(plain), std::move(annotated)}}};
  if (!hint.empty()) made_["description"] = hint;
}

bool JsonSchema::begin_struct(const Field&, std::string_view catalogue_kind) {
  structs_.push_back({Json::object(), Json::array(), std::string(catalogue_kind)});
  return true;
}

void JsonSchema::end_struct() {
  Struct done = std::move(structs_.back());
  structs_.pop_back();
  for (const auto key : provenance_keys) done.properties[std::string(key)] = {{"type", "string"}};
  done.properties["description"] = {{"type", "string"}};
  done.properties["include"] = {{"type", Json::array({"string", "array"})}};
  made_ = {{"type", "object"}, {"additionalProperties", false}};
  // Below a struct that starts from the catalogue the entry may have given what is required.
  const auto starts_there = [](const Struct& s) { return !s.catalogue_kind.empty(); };
  const bool is_asked_for = std::none_of(structs_.begin(), structs_.end(), starts_there);
  if (is_asked_for && !done.required.empty()) {
    made_["if"] = {{"anyOf", {{{"required", {"like"}}}, {{"required", {"include"}}}}}};
    made_["else"] = {{"required", std::move(done.required)}};
  }
  if (done.catalogue_kind.empty()) {
    made_["properties"] = std::move(done.properties);
    return;
  }
  const auto names = catalogue_.names(done.catalogue_kind);
  const Json like = {
      {"anyOf", {{{"enum", names}}, {{"type", "string"}}}},
      {"description", "Catalogue entry to start from (" + done.catalogue_kind + ")."}};
  done.properties["like"] = like;
  made_["properties"] = std::move(done.properties);
  made_ = {{"anyOf", {std::move(made_), like}}};
}

std::size_t JsonSchema::begin_list(const Field&, std::size_t, bool of_structs) {
  lone_allowed_.push_back(of_structs);
  return 1;
}

void JsonSchema::enter_item(std::size_t) {
  fields_.push_back({});
}

void JsonSchema::end_list() {
  const bool of_structs = lone_allowed_.back();
  lone_allowed_.pop_back();
  Json item = of_structs ? defined(std::move(made_)) : std::move(made_);
  const Json patch = {{"type", "object"},
                      {"description", "Changes to items of the list to start from, by place."},
                      {"patternProperties", {{"^\\[[0-9]+\\]$", item}}},
                      {"additionalProperties", false},
                      {"minProperties", 1}};
  made_ = {{"anyOf", {{{"type", "array"}, {"items", item}}, patch}}};
  if (of_structs) made_["anyOf"].push_back(std::move(item));
}

// Items are named several times: as lone ones, in lists and in changes to them. Equal ones are kept
// once.
nlohmann::ordered_json JsonSchema::defined(Json item) {
  auto text = item.dump();
  const auto name = "item" + std::to_string(definitions_.size() + 1);
  const auto [known, is_new] = definition_names_.try_emplace(std::move(text), name);
  if (is_new) definitions_[name] = std::move(item);
  return {{"$ref", "#/definitions/" + known->second}};
}

std::vector<std::string> JsonSchema::begin_map(const Field&, std::vector<std::string>) {
  return {"any"};
}

void JsonSchema::enter_key(const std::string&) {
  fields_.push_back({});
}

void JsonSchema::end_map() {
  made_ = {{"type", "object"}, {"additionalProperties", made_}};
}

nlohmann::ordered_json JsonSchema::finished(std::string_view title) {
  Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", title}};
  schema.update(made_);
  if (!definitions_.empty()) schema["definitions"] = definitions_;
  return schema;
}

}  // namespace icekeel::config
