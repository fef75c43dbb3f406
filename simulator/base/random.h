// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Random streams keyed by (seed, name): one stream never changes because another was drawn from.

#include <boost/random/mersenne_twister.hpp>
#include <cstdint>
#include <string_view>

namespace icekeel {

/// Use with distributions of Boost.Random, whose values are the same on every platform.
using RandomStream = boost::random::mt19937_64;

/// The stream of that name; the same (seed, name) always gives the same numbers.
RandomStream random_stream(std::uint64_t seed, std::string_view name);

}  // namespace icekeel
