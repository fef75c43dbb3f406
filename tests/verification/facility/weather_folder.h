// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Where real weather files lie, if they do.

#include <string>

namespace icekeel::facility {

inline const std::string weather_folder = std::string(ICEKEEL_SOURCE_DIR) + "/../shared/data/";

}  // namespace icekeel::facility
