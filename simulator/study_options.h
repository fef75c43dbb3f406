// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The options of the commands about studies.

#include <CLI/CLI.hpp>
#include <functional>

namespace icekeel {

/// Adds the command "sweep" with its own commands, and "optimize". The one that is called is left
/// in `action`.
void add_studies(CLI::App& app, std::function<int()>& action);

}  // namespace icekeel
