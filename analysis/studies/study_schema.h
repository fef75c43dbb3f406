// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// JSON Schema of studies, for editors.

#include <nlohmann/json.hpp>

#include "simulator/config/catalogue.h"

namespace icekeel::studies {

nlohmann::ordered_json study_schema(const config::Catalogue& catalogue);

}  // namespace icekeel::studies
