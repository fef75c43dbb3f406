// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The way of a request: a line, exchange points, backbones and cables, one after the other.
///
///     time   = sum of latencies + bytes / rate of the slowest part
///     energy = sum of bytes * energy of each part for a byte
///
/// Parts forward what they have at once, so only the slowest holds bytes up. What stands without
/// traffic is a matter of allocation (access_line.h).
/// See simulator/docs/methods/request-path.md.
/// Verified by: tests/unit/platforms/request_path_test.cpp.

#include <string>
#include <vector>

#include "platforms/access_line.h"

namespace icekeel::platforms {

struct PathPart {
  std::string name;
  Duration latency;            ///< one way
  Bandwidth upload, download;  ///< 0: no limit
  DataEnergy energy;
};

PathPart path_part(std::string name, const LineSpec& line);
PathPart path_part(std::string name, const WanSpec& part);

struct RequestPath {
  std::vector<PathPart> parts;  ///< from the device on

  Duration latency() const;  ///< one way, without bytes
  Duration time_up(Information bytes) const;
  Duration time_down(Information bytes) const;
  DataEnergy energy() const;  ///< of all parts
};

}  // namespace icekeel::platforms
