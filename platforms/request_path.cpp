// SPDX-License-Identifier: Apache-2.0
#include "platforms/request_path.h"

#include <utility>

namespace icekeel::platforms {
namespace {

Duration through_slowest(const RequestPath& path, Information bytes, Bandwidth PathPart::* rate) {
  Bandwidth least;
  for (const auto& part : path.parts)
    if (part.*rate > Bandwidth{} && (least == Bandwidth{} || part.*rate < least))
      least = part.*rate;
  return path.latency() + (least > Bandwidth{} ? bytes / least : Duration{});
}

}  // namespace

PathPart path_part(std::string name, const LineSpec& line) {
  return {std::move(name), line.latency, line.upload, line.download, line.energy};
}

PathPart path_part(std::string name, const WanSpec& part) {
  return {std::move(name), latency(part), part.capacity, part.capacity, part.energy};
}

Duration RequestPath::latency() const {
  Duration sum;
  for (const auto& part : parts) sum += part.latency;
  return sum;
}

Duration RequestPath::time_up(Information bytes) const {
  return through_slowest(*this, bytes, &PathPart::upload);
}

Duration RequestPath::time_down(Information bytes) const {
  return through_slowest(*this, bytes, &PathPart::download);
}

DataEnergy RequestPath::energy() const {
  DataEnergy sum;
  for (const auto& part : parts) sum = sum + part.energy;
  return sum;
}

}  // namespace icekeel::platforms
