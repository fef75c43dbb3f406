// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Inference as JSON and as text for people.

#include <nlohmann/json.hpp>
#include <string>

#include "analysis/image_inference.h"
#include "analysis/inference.h"

namespace icekeel::analysis {

/// Every key in a stable order; what the case does not define is null.
nlohmann::ordered_json to_json(const Inference& inference);
/// For people: aligned, with units, with what was assumed.
std::string to_text(const Inference& inference);

nlohmann::ordered_json to_json(const ImageInference& inference);
std::string to_text(const ImageInference& inference);

}  // namespace icekeel::analysis
