// SPDX-License-Identifier: Apache-2.0
#include "simulator/config/reference_page.h"

#include <fmt/format.h>

#include "simulator/base/text.h"
#include "simulator/config/units_text.h"

namespace icekeel::config {
namespace {

struct KindAndDefault {
  std::string kind;
  std::string given;
};

struct Describer {
  KindAndDefault operator()(const bool* flag) const {
    return {"true or false", *flag ? "true" : "false"};
  }
  KindAndDefault operator()(const std::int64_t* count) const {
    return {"count", fmt::format("{}", *count)};
  }
  KindAndDefault operator()(const double* number) const {
    return {"number", fmt::format("{}", *number)};
  }
  KindAndDefault operator()(const std::string* text) const { return {"text", *text}; }
  KindAndDefault operator()(const QuantityRef& q) const {
    return {dimension_name(q.dimension), quantity_text(*q.si, q.dimension, "EUR")};
  }
  KindAndDefault operator()(const Temperature* t) const {
    return {"a temperature", fmt::format("{:g} degC", t->celsius())};
  }
  KindAndDefault operator()(const Timestamp* t) const { return {"date", to_text(*t)}; }
  KindAndDefault operator()(const InputPath*) const { return {"file", {}}; }
  KindAndDefault operator()(const ChoiceRef& choice) const {
    const std::vector<std::string> names(choice.names.begin(), choice.names.end());
    return {"one of " + joined(names, ", "), std::string(choice.names[choice.index])};
  }
};

}  // namespace

void ReferencePage::begin_page(std::string_view title) {
  text_ = fmt::format("# {}\n\n| setting | kind | default | meaning |\n| --- | --- | --- | --- |\n",
                      title);
}

void ReferencePage::row(const Field& field, const std::string& kind, const std::string& given) {
  std::string path;
  for (const auto& step : path_) {
    if (!path.empty() && step != "[]") path += '.';
    path += step;
  }
  text_ += fmt::format("| `{}` | {} | {} | {} |\n", path, kind,
                       field.required ? "**required**" : (field.unset ? "-" : given), field.doc);
}

bool ReferencePage::enter(const Field& field) {
  path_.emplace_back(field.name);
  return true;
}

void ReferencePage::leave() {
  path_.pop_back();
}

void ReferencePage::scalar(const Field& field, const ScalarRef& value) {
  const auto [kind, given] = std::visit(Describer{}, value);
  row(field, kind, given);
}

bool ReferencePage::begin_struct(const Field& field, std::string_view catalogue_kind) {
  row(field,
      catalogue_kind.empty() ? "mapping" : fmt::format("mapping or `like: {}/...`", catalogue_kind),
      {});
  return true;
}

std::size_t ReferencePage::begin_list(const Field&, std::size_t, bool) {
  return 1;
}

void ReferencePage::enter_item(std::size_t) {
  path_.emplace_back("[]");
}

std::vector<std::string> ReferencePage::begin_map(const Field&, std::vector<std::string>) {
  return {"NAME"};
}

void ReferencePage::enter_key(const std::string& key) {
  path_.push_back(key);
}

}  // namespace icekeel::config
