// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The books of a site: every term at its own meter, none the remainder of the others.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"

namespace icekeel::run {

/// One side of a balance.
struct Account {
  std::string name;
  Energy energy;
};

/// What came in against what went out. The residual is relative to what came in.
class Balance {
 public:
  explicit Balance(std::string name) : name_(std::move(name)) {}

  void add_in(std::string_view term, Energy energy) { add(in_, next_in_, term, energy); }
  void add_out(std::string_view term, Energy energy) { add(out_, next_out_, term, energy); }

  const std::string& name() const { return name_; }
  const std::vector<Account>& in() const { return in_; }
  const std::vector<Account>& out() const { return out_; }
  Energy total_in() const { return total(in_); }
  Energy total_out() const { return total(out_); }
  /// Energy of one term of either side, zero if there is none.
  Energy of(const std::string& term) const;

  double residual() const;

  /// The balance with one term multiplied: what a meter that reads wrong would do to it.
  Balance with_misread(const std::string& term, double factor) const;

 private:
  static void add(std::vector<Account>& side, std::size_t& next, std::string_view term,
                  Energy energy);
  static Energy total(const std::vector<Account>& side);

  std::string name_;
  std::vector<Account> in_;
  std::vector<Account> out_;
  // Terms mostly come in the order of the last time: where to look first.
  std::size_t next_in_ = 0, next_out_ = 0;
};

/// Largest relative residual that a run may end with.
inline constexpr double balance_tolerance = 1e-6;

}  // namespace icekeel::run
