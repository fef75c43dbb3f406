// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// One description of a spec struct, many uses.
///
///     void describe(Fields& f, RackSpec& rack) {
///       f.required("nodes", rack.nodes, "Number of identical nodes.", {.least = 1});
///       f.optional("cooling", rack.cooling, "Cooling of this rack.");
///     }
///
/// `Fields` is an abstract visitor: `Reader` fills the struct from a document and reports errors,
/// `JsonSchema` writes draft-07 for editors, `ReferencePage` writes the docs, `ResolvedYaml`
/// prints the struct with every default. Members may be bool, integers, numbers, texts,
/// quantities, temperatures, timestamps, file paths, enums with `Choices`, other described
/// structs, and `std::optional`, `std::vector`, `std::map<std::string, T>` of these.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "simulator/base/calendar.h"
#include "simulator/base/quantity.h"

namespace icekeel::config {

/// Range of a number, in SI units. Nothing is negative unless its description says so.
struct Limits {
  double least = 0.0;
  double most = std::numeric_limits<double>::infinity();
  bool above_least = false;  ///< the least value itself is not allowed
};
inline constexpr double unlimited = std::numeric_limits<double>::infinity();

/// A file named in the input, relative to the file that names it.
struct InputPath {
  std::string text;      ///< as written
  std::string resolved;  ///< usable from the current folder
};

/// Names of an enum's values 0, 1, 2 ... in the input; specialise with
/// `static constexpr std::array<std::string_view, N> names`.
template <class Enum>
struct Choices;

/// What a visitor knows of the member it visits.
struct Field {
  std::string_view name;
  std::string_view doc;
  bool required = false;
  Limits limits{};
  bool unset = false;  ///< an optional member without a default
};

/// The catalogue folder whose entries a spec may start from (`like: NAME`), else empty. A spec
/// says so with `static constexpr std::string_view catalogue_kind = "racks";`.
template <class Spec>
constexpr std::string_view catalogue_kind_of() {
  if constexpr (requires { Spec::catalogue_kind; })
    return Spec::catalogue_kind;
  else
    return {};
}

struct QuantityRef {
  double* si;
  Dimension dimension;
};
struct ChoiceRef {
  std::span<const std::string_view> names;
  std::size_t index;    ///< value on entry
  std::size_t* chosen;  ///< where the visitor leaves the new one
};
using ScalarRef = std::variant<bool*, std::int64_t*, double*, std::string*, QuantityRef,
                               Temperature*, Timestamp*, InputPath*, ChoiceRef>;

class Fields {
 public:
  Fields() = default;
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;
  virtual ~Fields() = default;

  /// A member that the input must give.
  template <class T>
  void required(std::string_view name, T& value, std::string_view doc, Limits limits = {}) {
    member({name, doc, true, limits}, value);
  }
  /// A member with a default (or, for `std::optional`, none).
  template <class T>
  void optional(std::string_view name, T& value, std::string_view doc, Limits limits = {}) {
    member({name, doc, false, limits}, value);
  }

 protected:
  /// Whether this visitor gives values to members that have none yet.
  virtual bool fills() const = 0;
  /// Goes to the member of the current struct; false: leave the member as it is.
  virtual bool enter(const Field& field) = 0;
  virtual void leave() = 0;
  virtual void scalar(const Field& field, const ScalarRef& value) = 0;
  /// `spec` names the described struct's catalogue kind, if it has one. False: skip its members.
  virtual bool begin_struct(const Field& field, std::string_view catalogue_kind) = 0;
  virtual void end_struct() = 0;
  /// Number of items to visit. A lone struct may stand for a list of one.
  virtual std::size_t begin_list(const Field& field, std::size_t size, bool of_structs) = 0;
  virtual void enter_item(std::size_t index) = 0;
  virtual void end_list() = 0;
  /// Keys to visit.
  virtual std::vector<std::string> begin_map(const Field& field, std::vector<std::string> keys) = 0;
  virtual void enter_key(const std::string& key) = 0;
  virtual void end_map() = 0;

 private:
  template <class T>
  void member(const Field& field, T& value) {
    Field own = field;  // NOLINT(misc-const-correctness): changed where it has a value
    if constexpr (requires { value.has_value(); }) {
      own.unset = !value;
      if (own.unset && !fills()) return;
    }
    if (!enter(own)) return;
    visit(own, value);
    leave();
  }

  template <class T>
  void visit(const Field& field, T& value);
  template <class T>
  void visit(const Field& field, std::optional<T>& value) {
    if (!value) value.emplace();
    visit(field, *value);
  }
  template <class T>
  void visit(const Field& field, std::vector<T>& list) {
    list.resize(begin_list(
        field, list.size(), std::is_class_v<T> && requires(T& t) { describe(*this, t); }));
    for (std::size_t i = 0; i < list.size(); ++i) {
      enter_item(i);
      visit(field, list[i]);
      leave();
    }
    end_list();
  }
  template <class T>
  void visit(const Field& field, std::map<std::string, T>& map) {
    std::vector<std::string> keys;
    for (const auto& [key, unused] : map) keys.push_back(key);
    for (const auto& key : begin_map(field, keys)) {
      enter_key(key);
      visit(field, map[key]);
      leave();
    }
    end_map();
  }
  template <Dimension D>
  void visit(const Field& field, Quantity<D>& value) {
    double si = value.si();
    scalar(field, QuantityRef{&si, D});
    value = Quantity<D>::si(si);
  }
};

template <class T>
void Fields::visit(const Field& field, T& value) {
  if constexpr (std::is_enum_v<T>) {
    auto chosen = static_cast<std::size_t>(value);
    scalar(field, ChoiceRef{Choices<T>::names, chosen, &chosen});
    value = static_cast<T>(chosen);
  } else if constexpr (requires { describe(*this, value); }) {
    if (!begin_struct(field, catalogue_kind_of<T>())) return;
    describe(*this, value);
    end_struct();
  } else {
    scalar(field, &value);
  }
}

}  // namespace icekeel::config
