// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Specs as the shipped catalogue has them, with changes if wanted.

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "simulator/config/document.h"
#include "simulator/config/reader.h"
#include "simulator/facility/cooling_spec.h"

namespace icekeel::facility::test {

inline config::Catalogue catalogue() {
  return config::Catalogue({std::string(ICEKEEL_SOURCE_DIR) + "/platforms/catalogue"});
}

/// The entry "plants/warm-water"; throws with all messages if there are any.
template <class Spec>
Spec entry(const std::string& name, const std::vector<std::string>& settings = {}) {
  config::Diagnostics diagnostics;
  const auto shelves = catalogue();
  const auto root = config::load_document(
      std::string(ICEKEEL_SOURCE_DIR) + "/platforms/catalogue/" + name + ".yaml", diagnostics);
  Spec spec;
  if (root) {
    config::Node changed = *root;
    for (const auto& setting : settings) config::apply_setting(changed, setting, diagnostics);
    config::Reader(changed, name, shelves, diagnostics).read(spec);
  }
  if (diagnostics.failed()) throw std::runtime_error(diagnostics.text());
  return spec;
}

}  // namespace icekeel::facility::test
