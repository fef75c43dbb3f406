// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The package of a unit (.fmu): a zip archive with a description and a library.

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace icekeel::fmi {

/// The file is no unit that can be used. The text says what; the remedy how to go on.
struct UnusableUnit : std::runtime_error {
  UnusableUnit(const std::string& what, std::string way_out)
      : std::runtime_error(what), remedy(std::move(way_out)) {}
  std::string remedy;
};

struct Variable {
  std::string name;
  unsigned reference = 0;
  std::string causality;  ///< "input", "output", "parameter", "local" ...
  std::string unit;       ///< empty: not said
  bool real = false;
};

/// What modelDescription.xml says of a unit for co-simulation.
struct Description {
  std::string model;
  std::string guid;
  std::string identifier;  ///< of the library
  std::vector<Variable> variables;

  const Variable* find(std::string_view name) const;
};

/// Reads the description and looks for the library, without unpacking anything.
/// Throws UnusableUnit.
Description describe(const std::filesystem::path& file);

/// An unpacked unit; the folder goes away with it.
class Package {
 public:
  explicit Package(const std::filesystem::path& file);
  ~Package();
  Package(const Package&) = delete;
  Package& operator=(const Package&) = delete;

  const Description& description() const { return description_; }
  std::filesystem::path library() const;
  std::string resources() const;  ///< as a URI

 private:
  Description description_;
  std::filesystem::path folder_;
};

}  // namespace icekeel::fmi
