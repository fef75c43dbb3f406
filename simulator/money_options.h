// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Options of the commands about money and years.

#include <CLI/CLI.hpp>
#include <functional>

namespace icekeel {

/// Adds `cost` and `years`; `action` becomes what was asked for.
void add_money(CLI::App& app, std::function<int()>& action);

}  // namespace icekeel
