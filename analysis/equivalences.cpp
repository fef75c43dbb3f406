// SPDX-License-Identifier: Apache-2.0
#include "analysis/equivalences.h"

namespace icekeel::analysis {

Equivalences equivalences(Energy energy, const EquivalenceBasis& basis) {
  return {energy / basis.phone_charge, energy / basis.car_kilometre, energy / basis.grill,
          energy / basis.bulb};
}

}  // namespace icekeel::analysis
