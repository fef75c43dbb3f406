// SPDX-License-Identifier: Apache-2.0
// The part of the reader that turns one text into one value.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>

#include "simulator/base/text.h"
#include "simulator/config/reader.h"
#include "simulator/config/units_text.h"

namespace icekeel::config {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace

void Reader::scalar(const Field& field, const ScalarRef& value) {
  if (!top().node.is_scalar()) {
    error(fmt::format("{} must be a single value; this is {}", top_name(), shown(top().node)));
    return;
  }
  const std::string& text = top().node.text;
  std::visit(
      Overloaded{[&](bool* flag) {
                   if (text != "true" && text != "false")
                     error(fmt::format("{} must be true or false; this is '{}'", top_name(), text),
                           "write true or false");
                   *flag = text == "true";
                 },
                 [&](std::int64_t* count) { read_count(field, *count); },
                 [&](double* number) { read_number(field, *number); },
                 [&](std::string* string) { *string = text; },
                 [&](const QuantityRef& quantity) { read_quantity(field, quantity); },
                 [&](Temperature* temperature) { read_temperature(*temperature); },
                 [&](Timestamp* time) {
                   if (const auto parsed = parse_timestamp(text))
                     *time = *parsed;
                   else
                     error(fmt::format("{} must be a date; this is '{}'", top_name(), text),
                           "write 2026-01-01 or 2026-01-01T00:00:00Z");
                 },
                 [&](InputPath* path) { read_path(*path); },
                 [&](const ChoiceRef& choice) { read_choice(choice); }},
      value);
}

bool Reader::within(double value, const Limits& limits, const std::string& least,
                    const std::string& most) {
  const std::string& text = top().node.text;
  if (!std::isfinite(value)) {
    error(fmt::format("{} must be a finite number; this is '{}'", top_name(), text));
    return false;
  }
  if (value < limits.least || (limits.above_least && value <= limits.least)) {
    error(fmt::format("{} must be {} {}; this is '{}'", top_name(),
                      limits.above_least ? "above" : "at least", least, text));
    return false;
  }
  if (value > limits.most) {
    error(fmt::format("{} must be at most {}; this is '{}'", top_name(), most, text));
    return false;
  }
  return true;
}

void Reader::refuse_quotes(std::string_view wanted) {
  error(fmt::format("{} must be {}; '{}' in quotes is a text", top_name(), wanted, top().node.text),
        "take the quotes away");
}

void Reader::read_number(const Field& field, double& value) {
  const auto parsed = parse_number(top().node.text);
  if (top().node.quoted) return refuse_quotes("a number");
  if (!parsed) {
    error(fmt::format("{} must be a number; this is '{}'", top_name(), top().node.text));
    return;
  }
  if (within(*parsed, field.limits, fmt::format("{}", field.limits.least),
             fmt::format("{}", field.limits.most)))
    value = *parsed;
}

void Reader::read_count(const Field& field, std::int64_t& value) {
  const auto parsed = parse_count(top().node.text);
  if (top().node.quoted) return refuse_quotes("a whole number");
  if (!parsed) {
    error(fmt::format("{} must be a whole number; this is '{}'", top_name(), top().node.text),
          "write 24, 4e6 or 1.4T (K, M, B, T: thousand to trillion)");
    return;
  }
  if (within(static_cast<double>(*parsed), field.limits, fmt::format("{}", field.limits.least),
             fmt::format("{}", field.limits.most)))
    value = *parsed;
}

void Reader::read_quantity(const Field& field, const QuantityRef& value) {
  const std::string& text = top().node.text;
  const auto parsed = parse_quantity(text);
  const auto hint = "units here: " + units_of(value.dimension);
  if (const auto* problem = std::get_if<NotAQuantity>(&parsed)) {
    const auto kind = dimension_name(value.dimension);
    error(problem->unit.empty()
              ? fmt::format("{} must be {}; {}", top_name(), kind, problem->message)
              : fmt::format("{} of {}", problem->message, kind.substr(kind.find(' ') + 1)),
          problem->remedy.empty() ? hint : problem->remedy);
    return;
  }
  const auto& written = std::get<WrittenQuantity>(parsed);
  if (!written.has_unit && value.dimension != Dimension{} && std::isfinite(written.si)) {
    error(fmt::format("{} needs a unit; '{}' has none", top_name(), text), hint);
    return;
  }
  if (written.has_unit && (written.dimension != value.dimension || written.is_celsius)) {
    error(
        fmt::format("{} must be {}; '{}' is {}", top_name(), dimension_name(value.dimension), text,
                    written.is_celsius ? "a temperature" : dimension_name(written.dimension)),
        hint);
    return;
  }
  if (!written.currency.empty() && written.currency != currency_) {
    error(fmt::format("'{}' is not in the scenario's currency {}", text, currency_),
          fmt::format("convert it, or set 'currency: {}' at the top", written.currency));
    return;
  }
  const auto shown_limit = [&](double limit) {
    return limit == 0.0 ? std::string("0") : quantity_text(limit, value.dimension, currency_);
  };
  const auto& limits = field.limits;
  if (within(written.si, limits, std::isfinite(limits.least) ? shown_limit(limits.least) : "",
             std::isfinite(limits.most) ? shown_limit(limits.most) : ""))
    *value.si = written.si;
}

void Reader::read_temperature(Temperature& value) {
  const std::string& text = top().node.text;
  const auto parsed = parse_quantity(text);
  const auto* written = std::get_if<WrittenQuantity>(&parsed);
  if (!written || !written->has_unit || written->dimension != TemperatureDifference::dimension) {
    if (written && written->has_unit)
      error(fmt::format("{} must be a temperature; '{}' is {}", top_name(), text,
                        dimension_name(written->dimension)),
            "units here: degC, K");
    else if (written)
      error(fmt::format("{} needs a unit; '{}' has none", top_name(), text), "units here: degC, K");
    else
      error(fmt::format("{} must be a temperature; this is '{}'", top_name(), text),
            "units here: degC, K");
    return;
  }
  if (within(written->si, {}, "0 K", {})) value = Temperature::from_kelvin(written->si);
}

void Reader::read_choice(const ChoiceRef& choice) {
  const std::string& text = top().node.text;
  for (std::size_t i = 0; i < choice.names.size(); ++i) {
    if (choice.names[i] != text) continue;
    *choice.chosen = i;
    return;
  }
  const std::vector<std::string> names(choice.names.begin(), choice.names.end());
  const auto meant = nearest(text, names);
  error(fmt::format("{} cannot be '{}'", top_name(), text),
        meant ? fmt::format("did you mean '{}'?", *meant) : "one of: " + joined(names, ", "));
}

void Reader::read_path(InputPath& path) {
  namespace fs = std::filesystem;
  path.text = top().node.text;
  const fs::path named(path.text);
  const fs::path folder = fs::path(diagnostics_.source(top().node.place.source).name).parent_path();
  path.resolved = (named.is_absolute() ? named : folder / named).string();
  input_files_.push_back(path);
}

}  // namespace icekeel::config
