// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// One rack of four DGX A100 with one job, changed as `--set` would change it.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "simulator/scenario/scenario.h"

namespace icekeel::scenario::test {

inline config::Catalogue catalogue() {
  return config::Catalogue(
      {ICEKEEL_SOURCE_DIR "/platforms/catalogue", ICEKEEL_SOURCE_DIR "/workloads/catalogue"});
}

inline std::string rack_file() {
  return ICEKEEL_SOURCE_DIR "/tests/cli/scenarios/rack.yaml";
}

/// The scenario; a failure of the test, and an empty one, if it cannot be read.
inline Scenario scenario(const std::vector<std::string>& settings = {}) {
  config::Diagnostics diagnostics;
  auto loaded = load(rack_file(), {settings, {}}, catalogue(), diagnostics);
  EXPECT_TRUE(loaded) << diagnostics.text();
  return loaded ? std::move(*loaded) : Scenario{};
}

/// What is reported where that cannot be read.
inline std::string messages(const std::vector<std::string>& settings) {
  config::Diagnostics diagnostics;
  EXPECT_FALSE(load(rack_file(), {settings, {}}, catalogue(), diagnostics));
  return diagnostics.text();
}

}  // namespace icekeel::scenario::test
