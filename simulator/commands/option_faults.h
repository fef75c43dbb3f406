// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What is wrong with options, each said when it is found.

#include <fmt/format.h>

#include <iostream>
#include <string>

#include "simulator/commands/commands.h"

namespace icekeel::commands {

class OptionFaults {
 public:
  /// \param option  its name, words joined by underscores
  void wrong(const std::string& option, const std::string& message, const std::string& remedy) {
    std::cerr << fmt::format("icekeel: error: {}: {}\n      = {}\n", option_of(option), message,
                             remedy);
    good_ = false;
  }
  bool good() const { return good_; }

 private:
  bool good_ = true;
};

}  // namespace icekeel::commands
