// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Contracts between our own parts, checked in every build. A user's mistake is never one.

#include <stdexcept>
#include <string>

namespace icekeel {

/// A broken contract: our bug (exit code 70).
struct ContractViolation : std::logic_error {
  using std::logic_error::logic_error;
};

[[noreturn]] inline void contract_violated(const char* what, const char* file, int line) {
  throw ContractViolation(std::string(file) + ":" + std::to_string(line) + ": expected " + what);
}

}  // namespace icekeel

#define ICEKEEL_EXPECT(condition) \
  ((condition) ? void() : ::icekeel::contract_violated(#condition, __FILE__, __LINE__))
