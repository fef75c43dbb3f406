// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A unit at work: a model of someone else that runs in this process and goes on step by step.

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/fmi/package.h"

namespace icekeel::fmi {

/// The unit refused, or gave what is no number. The text says when and what it said of it.
struct UnitFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Time only goes on; nothing is ever asked twice for the same time. Values are in the units of
/// the unit. Every refusal throws UnitFailed.
class Unit {
 public:
  /// Unpacks, loads and initializes.
  /// \param start values of variables before the first step, by reference
  Unit(const std::filesystem::path& file, const std::map<unsigned, double>& start);
  ~Unit();
  Unit(Unit&&) noexcept;

  void set(unsigned reference, double value);
  double get(unsigned reference) const;
  /// Goes on from where it is.
  void step(Duration length);
  /// How far it is.
  Duration now() const;
  const Description& description() const;

 private:
  struct Loaded;
  std::unique_ptr<Loaded> loaded_;
};

}  // namespace icekeel::fmi
