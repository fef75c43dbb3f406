// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// SHA-256 (FIPS 180-4) of a text, by OpenSSL.

#include <string>
#include <string_view>

namespace icekeel {

/// The digest as 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

}  // namespace icekeel
