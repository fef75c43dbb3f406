// SPDX-License-Identifier: Apache-2.0
// Any text as a quantity, a number and a count; what is understood prints back to the same value.
#include <cmath>

#include "simulator/config/units_text.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace icekeel;
  const auto text = fuzz::text_of(data, size);
  config::parse_number(text);
  if (const auto count = config::parse_count(text))
    fuzz::expect(config::parse_count(std::to_string(*count)) == count, "a count reads back");
  const auto parsed = config::parse_quantity(text);
  const auto* quantity = std::get_if<config::WrittenQuantity>(&parsed);
  if (!quantity || !std::isfinite(quantity->si)) return 0;
  if (config::units_of(quantity->dimension).empty()) return 0;
  const auto currency = quantity->currency.empty() ? "EUR" : quantity->currency;
  const auto printed = config::quantity_text(quantity->si, quantity->dimension, currency);
  const auto back = config::parse_quantity(printed);
  const auto* same = std::get_if<config::WrittenQuantity>(&back);
  fuzz::expect(same && same->si == quantity->si, "a quantity reads back");
  return 0;
}
