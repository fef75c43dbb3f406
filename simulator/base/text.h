// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Small helpers for texts that people read.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace icekeel {

/// The candidate that was probably meant: the nearest by edit distance, if it is near at all.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

std::string joined(std::span<const std::string> parts, std::string_view separator);

}  // namespace icekeel
