// SPDX-License-Identifier: Apache-2.0
#include "simulator/config/neighbours.h"

#include <algorithm>

#include "simulator/config/document.h"
#include "simulator/config/reader.h"

namespace icekeel::config {

void describe(Fields& f, NeighbourSpec& neighbour) {
  f.required("names", neighbour.names, "Its name and codes.");
  f.required("near", neighbour.near, "Entries nearby, nearest first.");
}

void describe(Fields& f, NeighboursSpec& neighbours) {
  f.required("absent", neighbours.absent, "Names without an entry.");
}

std::vector<std::string> neighbours_of(std::string_view name, std::string_view kind,
                                       const Catalogue& catalogue) {
  const auto file = catalogue.find(NeighboursSpec::catalogue_kind, kind);
  Diagnostics unheard;
  auto root = file ? load_document(*file, unheard) : std::nullopt;
  if (!root) return {};
  NeighboursSpec spec;
  Reader(std::move(*root), std::string(kind), catalogue, unheard).read(spec);
  const auto at = std::ranges::find_if(spec.absent, [&](const NeighbourSpec& one) {
    return std::ranges::find(one.names, name) != one.names.end();
  });
  if (at == spec.absent.end()) return {};
  std::erase_if(at->near, [&](const auto& near) { return !catalogue.find(kind, near); });
  return at->near;
}

}  // namespace icekeel::config
