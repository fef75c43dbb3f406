// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Entries of the catalogue, for tests.

#include <stdexcept>
#include <string>

#include "simulator/config/catalogue.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"

namespace icekeel {

inline std::string catalogue_folder() {
  return ICEKEEL_SOURCE_DIR "/platforms/catalogue";
}

/// The entry, read as the program reads it; throws the messages if there are any.
template <class Spec>
Spec catalogue_entry(const std::string& kind, const std::string& name) {
  config::Diagnostics diagnostics;
  const config::Catalogue catalogue(
      {catalogue_folder(), ICEKEEL_SOURCE_DIR "/workloads/catalogue"});
  const auto path = catalogue_folder() + "/" + kind + "/" + name + ".yaml";
  const auto root = config::load_document(path, diagnostics);
  Spec spec;
  if (root) {
    config::Reader reader(*root, name, catalogue, diagnostics);
    reader.read(spec);
  }
  if (diagnostics.failed()) throw std::runtime_error(diagnostics.text());
  return spec;
}

template <class Spec>
Spec catalogue_entry(const std::string& name) {
  return catalogue_entry<Spec>(std::string(Spec::catalogue_kind), name);
}

}  // namespace icekeel
