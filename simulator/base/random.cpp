// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/random.h"

namespace icekeel {
namespace {

// SplitMix64's finaliser: every bit of the input reaches every bit of the output.
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31U);
}

}  // namespace

RandomStream random_stream(std::uint64_t seed, std::string_view name) {
  std::uint64_t key = mixed(seed);
  for (const char c : name) key = mixed(key ^ static_cast<unsigned char>(c));
  return RandomStream(key);
}

}  // namespace icekeel
