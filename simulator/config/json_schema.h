// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// JSON Schema (draft-07) of a described struct, for completion and checks in editors.

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/config/catalogue.h"
#include "simulator/config/fields.h"

namespace icekeel::config {

class JsonSchema : public Fields {
 public:
  /// \param catalogue its names are offered after `like:`
  explicit JsonSchema(const Catalogue& catalogue) : catalogue_(catalogue) {}

  template <class Spec>
  nlohmann::ordered_json of(std::string_view title) {
    Spec spec;
    begin_struct({}, catalogue_kind_of<Spec>());
    describe(*this, spec);
    end_struct();
    return finished(title);
  }

 protected:
  bool fills() const override { return true; }
  bool enter(const Field& field) override;
  void leave() override;
  void scalar(const Field& field, const ScalarRef& value) override;
  bool begin_struct(const Field& field, std::string_view catalogue_kind) override;
  void end_struct() override;
  std::size_t begin_list(const Field& field, std::size_t size, bool of_structs) override;
  void enter_item(std::size_t index) override;
  void end_list() override;
  std::vector<std::string> begin_map(const Field& field, std::vector<std::string> keys) override;
  void enter_key(const std::string& key) override;
  void end_map() override;

 private:
  using Json = nlohmann::ordered_json;
  struct Struct {
    Json properties = Json::object();
    Json required = Json::array();
    std::string catalogue_kind;
  };

  Json defined(Json item);
  Json finished(std::string_view title);

  const Catalogue& catalogue_;
  std::vector<Struct> structs_;     // being described, outermost first
  std::vector<Field> fields_;       // members being visited
  std::vector<bool> lone_allowed_;  // of the lists being visited
  Json made_;                       // schema of what was visited last
  Json definitions_ = Json::object();
  std::map<std::string, std::string> definition_names_;  // by their text
};

}  // namespace icekeel::config
