// SPDX-License-Identifier: Apache-2.0
#include "workloads/image_operators.h"

namespace icekeel::workloads {

Operator convolution(std::string_view name, Pixels pixels, double in, double out, double kernel,
                     bool bias) {
  Operator op{.name = name, .kind = OperatorKind::convolution};
  op.rows = pixels.out;
  op.columns = out;
  op.inner = in * kernel * kernel;
  op.elements = pixels.in * in + pixels.out * out + op.inner * out;
  op.parameters = op.inner * out + (bias ? out : 0.0);
  op.saved = pixels.in * in;
  return op;
}

Operator linear(std::string_view name, double rows, double in, double out, bool bias) {
  Operator op{.name = name, .rows = rows, .columns = out, .inner = in};
  op.elements = rows * (in + out) + in * out;
  op.parameters = in * out + (bias ? out : 0.0);
  op.saved = rows * in;
  return op;
}

Operator over_memory(std::string_view name, double elements, double trained, double saved) {
  Operator op{.name = name, .kind = OperatorKind::element_wise};
  op.elements = elements;
  op.parameters = trained;
  op.saved = saved;
  return op;
}

}  // namespace icekeel::workloads
