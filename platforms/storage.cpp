// SPDX-License-Identifier: Apache-2.0
#include "platforms/storage.h"

#include <algorithm>

namespace icekeel::platforms {

Power storage_power(const StorageSpec& storage, double share) {
  const Power added = std::max(Power{}, storage.most - storage.idle);
  return storage.idle + std::clamp(share, 0.0, 1.0) * added;
}

void describe(config::Fields& f, StorageSpec& storage) {
  f.optional("name", storage.name, "Name of the storage in results.");
  f.required("capacity", storage.capacity, "Capacity for data.", {.above_least = true});
  f.required("read", storage.read, "Sustained read bandwidth of all clients together.",
             {.above_least = true});
  f.required("write", storage.write, "Sustained write bandwidth of all clients together.",
             {.above_least = true});
  f.required("idle", storage.idle, "Power without traffic.");
  f.required("most", storage.most, "Power at full bandwidth.");
}

}  // namespace icekeel::platforms
