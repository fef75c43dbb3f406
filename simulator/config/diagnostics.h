// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What is wrong with the input: every error at once, each with its place and a way out.
///
///     bad.yaml:3:11: error: 'day' is not a unit of duration
///         3 | duration: 1 day
///           |             ^
///           = units here: s, min, h, d

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace icekeel::config {

/// A text that was read: a file, or an option of the command line.
struct Source {
  std::string name;                ///< as shown to the user
  std::vector<std::string> lines;  ///< without line ends

  static Source of(std::string name, std::string_view text);
};

/// A place in one of the sources; lines and columns count from 1. Line 0: the source as a whole;
/// column 0: the line as a whole.
struct Place {
  std::size_t source = 0;
  std::size_t line = 0;
  std::size_t column = 0;

  auto operator<=>(const Place&) const = default;
};

/// Collects errors and warnings, prints them in the order of the text.
class Diagnostics {
 public:
  /// \return the number to use in `Place::source`
  std::size_t add_source(Source source);
  const Source& source(std::size_t index) const { return sources_[index]; }

  /// \param message small letters, names the value, no full stop
  /// \param remedy what to do, or empty
  void error(Place place, std::string message, std::string remedy = {});
  void warning(Place place, std::string message, std::string remedy = {});

  std::size_t errors() const { return errors_; }
  bool failed() const { return errors_ > 0; }

  /// All of it as the user reads it, closed by `end` ("nothing was simulated") if there are errors.
  std::string text(std::string_view end = "nothing was simulated") const;

  /// "file:line:column"
  std::string where(Place place) const;

 private:
  struct Entry {
    Place place;
    std::string message;
    std::string remedy;
    bool is_error = true;
  };
  void add(Entry entry);
  std::string shown(const Entry& entry) const;

  std::vector<Source> sources_;
  std::vector<Entry> entries_;
  std::size_t errors_ = 0;
};

}  // namespace icekeel::config
