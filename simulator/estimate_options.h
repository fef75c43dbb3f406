// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The options of `icekeel estimate`.

#include <CLI/CLI.hpp>
#include <functional>

namespace icekeel {

/// Adds the command "estimate". Which kind of estimate is called is left in `action`.
void add_estimate(CLI::App& app, std::function<int()>& action);

}  // namespace icekeel
