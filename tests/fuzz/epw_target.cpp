// SPDX-License-Identifier: Apache-2.0
// Any text as a weather file: either a year or an explanation, and a year is finite everywhere.
#include <cmath>
#include <sstream>

#include "simulator/facility/epw.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace icekeel;
  std::istringstream file{std::string(fuzz::text_of(data, size))};
  const auto read = facility::read_epw(file);
  fuzz::expect(read.year.has_value() == read.problems.empty(), "a year, or problems");
  fuzz::expect(read.problems.size() <= 50, "at most fifty problems");
  for (const auto& problem : read.problems) fuzz::expect(!problem.message.empty(), "a message");
  if (!read.year) return 0;
  for (int hour = 0; hour < 8760; hour += 13)
    fuzz::expect(std::isfinite(read.year->at(3600.0 * hour).dry_bulb.kelvin()), "finite weather");
  return 0;
}
