// SPDX-License-Identifier: Apache-2.0
#include "simulator/config/resolved_yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>

#include "simulator/config/units_text.h"

namespace icekeel::config {
namespace {

// A double-quoted YAML text; JSON's quoting is a subset of it.
std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Whether YAML reads the key as it stands.
bool is_plain(std::string_view key) {
  const auto is_word = [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; };
  return !key.empty() && std::isalpha(static_cast<unsigned char>(key.front())) &&
         std::all_of(key.begin(), key.end(), is_word);
}

std::string celsius_text(Temperature t) {
  for (const double c : {std::round(t.celsius() * 1e9) / 1e9, t.celsius()})
    if (Temperature::from_celsius(c) == t) return fmt::format("{} degC", c);
  return fmt::format("{} K", t.kelvin());
}

}  // namespace

void ResolvedYaml::key(std::string_view name) {
  if (!after_dash_) text_ += std::string(2 * depth_, ' ');
  after_dash_ = false;
  text_ += fmt::format("{}:", is_plain(name) ? std::string(name) : quoted(std::string(name)));
}

bool ResolvedYaml::enter(const Field& field) {
  key(field.name);
  return true;
}

void ResolvedYaml::scalar(const Field&, const ScalarRef& value) {
  struct Printer {
    const std::string& currency;
    std::string operator()(const bool* flag) const { return *flag ? "true" : "false"; }
    std::string operator()(const std::int64_t* count) const { return fmt::format("{}", *count); }
    std::string operator()(const double* number) const { return fmt::format("{}", *number); }
    std::string operator()(const std::string* text) const { return quoted(*text); }
    std::string operator()(const QuantityRef& q) const {
      return quantity_text(*q.si, q.dimension, currency);
    }
    std::string operator()(const Temperature* t) const { return celsius_text(*t); }
    std::string operator()(const Timestamp* t) const { return to_text(*t); }
    std::string operator()(const InputPath* path) const { return quoted(path->text); }
    std::string operator()(const ChoiceRef& choice) const {
      return std::string(choice.names[choice.index]);
    }
  };
  const std::string text = std::visit(Printer{currency_}, value);
  text_ += inline_list_ ? text : " " + text + "\n";
  after_dash_ = false;
}

bool ResolvedYaml::begin_struct(const Field&, std::string_view) {
  if (!after_dash_) text_ += "\n";
  ++depth_;
  starts_.push_back(text_.size());
  return true;
}

void ResolvedYaml::end_struct() {
  --depth_;
  if (text_.size() == starts_.back()) {  // nothing is set in it
    if (!after_dash_) text_.back() = ' ';
    text_ += "{}\n";
  }
  starts_.pop_back();
  after_dash_ = false;
}

std::size_t ResolvedYaml::begin_list(const Field&, std::size_t size, bool of_structs) {
  inline_list_ = !of_structs;
  text_ += size == 0 ? " []\n" : (inline_list_ ? " [" : "\n");
  if (size == 0) inline_list_ = false;
  ++depth_;
  return size;
}

void ResolvedYaml::enter_item(std::size_t index) {
  if (inline_list_) {
    if (index > 0) text_ += ", ";
    return;
  }
  text_ += std::string(2 * depth_, ' ') + "- ";
  after_dash_ = true;
}

void ResolvedYaml::end_list() {
  --depth_;
  if (inline_list_) text_ += "]\n";
  inline_list_ = false;
}

std::vector<std::string> ResolvedYaml::begin_map(const Field&, std::vector<std::string> keys) {
  text_ += keys.empty() ? " {}\n" : "\n";
  ++depth_;
  return keys;
}

void ResolvedYaml::enter_key(const std::string& name) {
  key(name);
}

void ResolvedYaml::end_map() {
  --depth_;
}

}  // namespace icekeel::config
