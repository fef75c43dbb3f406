// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What estimates of answers and of images share: entries of the catalogue, and a node's power.

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "platforms/node.h"
#include "simulator/base/text.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/document.h"
#include "simulator/config/finding.h"
#include "simulator/config/reader.h"
#include "workloads/service.h"
#include "workloads/serving.h"

namespace icekeel::analysis {

/// Reads an entry of the catalogue; whether it could be read. Problems carry `path`.
template <class Spec>
bool read_entry(const std::string& name, std::string path, const config::Catalogue& catalogue,
                std::vector<config::Finding>& problems, Spec& spec) {
  const auto file = catalogue.find(Spec::catalogue_kind, name);
  if (!file) {
    const auto meant = nearest(name, catalogue.names(Spec::catalogue_kind));
    problems.push_back(
        {std::move(path),
         fmt::format("the catalogue has no '{}' among its {}", name, Spec::catalogue_kind),
         meant ? fmt::format("did you mean '{}'?", *meant)
               : fmt::format("'icekeel list {}' shows what there is", Spec::catalogue_kind)});
    return false;
  }
  config::Diagnostics diagnostics;
  if (const auto document = config::load_document(*file, diagnostics))
    config::Reader(*document, path, catalogue, diagnostics).read(spec);
  if (diagnostics.failed())
    problems.push_back({std::move(path), fmt::format("'{}' cannot be used", name),
                        diagnostics.text("nothing was estimated")});
  return !diagnostics.failed();
}

using workloads::arithmetic_on;

/// Power of a node whose chips do that in that time.
/// \param used  share of its chips that take part   \param busy  share of the time that they work
Power serving_power(const platforms::NodeSpec& node, const workloads::ServingCost& cost,
                    const workloads::Hardware& hardware, double used, double busy = 1.0);

/// A cap on a node's power that no limit of its chips can keep.
config::Finding cap_too_low(const std::string& node, Power least);

/// Lowers the power limit of the node's chips until the node draws no more than `most`; whether
/// that is possible.
/// \param draws  Power(const platforms::NodeSpec&), at work
template <class Draws>
bool cap_chips(platforms::NodeSpec& node, Power most, const Draws& draws) {
  if (draws(node) <= most) return true;
  Power low = 1.01 * node.chip.power.idle, high = node.chip.tdp;
  const auto with = [&](Power limit) {
    node.chip.tdp = limit;
    return draws(node);
  };
  if (with(low) > most) return false;
  for (int halving = 0; halving < 40; ++halving) {
    const Power middle = 0.5 * (low + high);
    (with(middle) <= most ? low : high) = middle;
  }
  node.chip.tdp = low;
  return true;
}

}  // namespace icekeel::analysis
