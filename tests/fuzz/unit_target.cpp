// SPDX-License-Identifier: Apache-2.0
// Any bytes as a unit of the Functional Mock-up Interface: described, or refused with a remedy.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "simulator/fmi/package.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace icekeel;
  static const auto file = std::filesystem::temp_directory_path() /
                           ("icekeel-fuzz-" + std::to_string(getpid()) + ".fmu");
  std::ofstream(file, std::ios::binary) << fuzz::text_of(data, size);
  try {
    const auto description = fmi::describe(file);
    fuzz::expect(!description.identifier.empty(), "a library has a name");
    for (const auto& variable : description.variables)
      fuzz::expect(description.find(variable.name) != nullptr, "a variable is found by its name");
  } catch (const fmi::UnusableUnit& problem) {
    fuzz::expect(!problem.remedy.empty(), "a way out");
  }
  std::filesystem::remove(file);
  return 0;
}
