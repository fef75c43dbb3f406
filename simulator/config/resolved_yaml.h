// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A described struct as YAML with every default written out; it reads back to the same values.

#include <string>
#include <string_view>
#include <vector>

#include "simulator/config/fields.h"

namespace icekeel::config {

class ResolvedYaml : public Fields {
 public:
  explicit ResolvedYaml(std::string currency) : currency_(std::move(currency)) {}

  template <class Spec>
  std::string of(Spec spec) {
    text_.clear();
    describe(*this, spec);
    return std::move(text_);
  }

 protected:
  bool fills() const override { return false; }
  bool enter(const Field& field) override;
  void leave() override {}
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
  void key(std::string_view name);

  std::string currency_;
  std::string text_;
  std::vector<std::size_t> starts_;  // where the text of each open struct begins
  std::size_t depth_ = 0;
  bool after_dash_ = false;  // the next key goes on the line of its "- "
  bool inline_list_ = false;
};

}  // namespace icekeel::config
