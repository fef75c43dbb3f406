// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Fills described structs from a document; reports everything that is wrong, with its place.

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/config/catalogue.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "simulator/config/node.h"

namespace icekeel::config {

/// Keys that any mapping may carry: where its numbers come from.
inline constexpr std::array<std::string_view, 4> provenance_keys{"source", "estimate", "scope",
                                                                 "note"};

class Reader : public Fields {
 public:
  /// \param root_name what messages call the whole, e.g. "scenario"
  Reader(Node root, std::string root_name, const Catalogue& catalogue, Diagnostics& diagnostics);

  template <class Spec>
  void read(Spec& spec) {
    if (!begin_struct({}, catalogue_kind_of<Spec>())) return;
    describe(*this, spec);
    end_struct();
  }

  /// Reports the finding of a check at the place of its setting (or of the nearest one above).
  /// \param prefix path of the spec that was checked, e.g. "sites[0]"
  void report(const Finding& finding, std::string_view prefix = {});
  void report(std::span<const Finding> findings, std::string_view prefix = {});

  /// Files that were named as input, in the order of reading.
  const std::vector<InputPath>& input_files() const { return input_files_; }

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
  // Where the visit is: the node and how it is reached.
  struct Level {
    Node node;
    std::string path;
    std::set<std::string, std::less<>> known;  // members described so far
  };

  void push(Node node, std::string step);
  Level& top() { return levels_.back(); }
  std::string top_name() const;
  std::string member_path(std::string_view name) const;

  void start_from_catalogue(std::string_view kind);
  std::optional<Node> catalogue_entry(const Node& like, std::string_view kind,
                                      std::vector<std::string>& chain);
  void report_unknown(const Level& level);

  void error(std::string message, std::string remedy = {});
  void refuse_quotes(std::string_view wanted);
  void read_number(const Field& field, double& value);
  void read_count(const Field& field, std::int64_t& value);
  void read_quantity(const Field& field, const QuantityRef& value);
  void read_temperature(Temperature& value);
  void read_choice(const ChoiceRef& choice);
  void read_path(InputPath& path);
  bool within(double value, const Limits& limits, const std::string& least,
              const std::string& most);

  std::string root_name_;
  const Catalogue& catalogue_;
  Diagnostics& diagnostics_;
  std::string currency_;
  std::vector<Level> levels_;
  std::map<std::string, Place, std::less<>> places_;
  std::map<std::string, Node, std::less<>> entries_;  // catalogue files read so far
  std::set<std::size_t> entry_sources_;               // their sources in diagnostics_
  std::vector<InputPath> input_files_;
};

}  // namespace icekeel::config
