// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The reference page of a described struct: every setting, its kind, default and meaning.

#include <string>
#include <string_view>
#include <vector>

#include "simulator/config/fields.h"

namespace icekeel::config {

/// Markdown: a table row a setting, indented paths such as `sites[].halls[].racks[].count`.
class ReferencePage : public Fields {
 public:
  template <class Spec>
  std::string of(std::string_view title) {
    Spec spec;
    begin_page(title);
    describe(*this, spec);
    return std::move(text_);
  }

 protected:
  bool fills() const override { return true; }
  bool enter(const Field& field) override;
  void leave() override;
  void scalar(const Field& field, const ScalarRef& value) override;
  bool begin_struct(const Field& field, std::string_view catalogue_kind) override;
  void end_struct() override {}
  std::size_t begin_list(const Field& field, std::size_t size, bool of_structs) override;
  void enter_item(std::size_t index) override;
  void end_list() override {}
  std::vector<std::string> begin_map(const Field& field, std::vector<std::string> keys) override;
  void enter_key(const std::string& key) override;
  void end_map() override {}

 private:
  void begin_page(std::string_view title);
  void row(const Field& field, const std::string& kind, const std::string& given);

  std::vector<std::string> path_;
  std::string text_;
};

}  // namespace icekeel::config
