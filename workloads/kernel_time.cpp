// SPDX-License-Identifier: Apache-2.0
#include "workloads/kernel_time.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/units.h"

namespace icekeel::workloads {
namespace {

// Peak of the units that an operator runs on.
ComputeRate peak_of(const Operator& op, const Hardware& hardware) {
  return is_attention_core(op) ? hardware.attention_peak : hardware.peak;
}

// Share of its reachable rate that an operator gets as a product of these sides.
double use(const Operator& op, double rows, double columns, double inner,
           const KernelModel& model) {
  const double half = model.efficiency.half_size;
  const double depth =
      model.hardware.pipeline_depth * (peak_of(op, model.hardware) / model.hardware.peak);
  return rows / (rows + half) * columns / (columns + half) * inner / (inner + depth * half);
}

// Kernels of one direction, one after the other.
struct Timeline {
  const KernelModel& model;
  PassCost cost{};

  // Work at a share of its peak, or the memory traffic that comes with it.
  void compute(Work work, ComputeRate rate, double elements) {
    const Information bytes = elements * model.element;
    const Duration arithmetic = work > Work{} ? work / rate : Duration{};
    const Duration memory =
        bytes / (model.efficiency.memory_share * model.hardware.memory_bandwidth);
    cost += {std::max(arithmetic, memory), {}, work, bytes};
  }
  // Bytes through the memory and nothing else.
  void move(Information bytes) {
    const Bandwidth rate = model.efficiency.memory_share * model.hardware.memory_bandwidth;
    cost += {bytes / rate, {}, {}, bytes};
  }
  // Factors of a product with trained weights, brought into the narrow format.
  void cast(const Operator& op, double elements) {
    if (op.kind == OperatorKind::matrix && !is_attention_core(op)) move(elements * model.cast);
  }
  // Weights brought from how they are kept into 16 bits.
  void unpack(const Operator& op) {
    if (op.unpacked <= 0) return;
    move(op.unpacked * 2 * units::byte);
    launch(op.kernels);
  }
  void launch(double kernels) { cost.launches += kernels * model.efficiency.launch; }
};

// Rate of products of this kind that are large on every side.
ComputeRate rate_of(const Operator& op, const KernelModel& model) {
  const auto& e = model.efficiency;
  const ComputeRate peak = peak_of(op, model.hardware);
  if (op.kind == OperatorKind::attention) return e.attention_share * peak;
  return (op.kind == OperatorKind::convolution ? e.convolution_share : e.matrix_share) * peak;
}

}  // namespace

PassCost& PassCost::operator+=(const PassCost& other) {
  kernels += other.kernels;
  launches += other.launches;
  work += other.work;
  traffic += other.traffic;
  return *this;
}

PassCost KernelModel::forward(std::span<const Operator> operators) const {
  Timeline line{*this};
  for (const Operator& op : operators) {
    // The sides of a fused kernel's tiles are its own choice.
    const double used =
        op.kind == OperatorKind::attention ? 1.0 : use(op, op.rows, op.columns, op.inner, *this);
    line.unpack(op);
    line.cast(op, op.rows * op.inner);
    line.compute(op.forward_work(), used * rate_of(op, *this), op.elements);
    line.launch(op.kernels);
  }
  return line.cost;
}

PassCost KernelModel::backward(std::span<const Operator> operators) const {
  Timeline line{*this};
  for (const Operator& op : operators) {
    const ComputeRate rate = rate_of(op, *this);
    if (op.kind == OperatorKind::element_wise || op.kind == OperatorKind::attention) {
      // The gradient of the output is read besides what the forward pass touched.
      line.compute(op.backward_work(), rate, 1.5 * op.elements);
    } else {  // gradients of the left factor and, where it is trained, of the right one
      line.unpack(op);
      line.cast(op, op.rows * op.columns);
      line.compute(op.forward_work(), use(op, op.rows, op.inner, op.columns, *this) * rate,
                   op.elements);
      if (!op.frozen)
        line.compute(op.forward_work(), use(op, op.inner, op.columns, op.rows, *this) * rate,
                     op.elements);
    }
    if (!op.frozen) line.move(op.parameters * efficiency.gradient_traffic);
    line.launch((op.frozen ? 1 : 2) * op.kernels);
  }
  return line.cost;
}

PassCost KernelModel::sustained(PassCost cost) const {
  if (cost.kernels <= Duration{} || hardware.power_limit <= Power{}) return cost;
  const platforms::ChipPower& p = hardware.power;
  const double tensor = cost.work / (cost.time() * hardware.peak);
  const double memory = cost.traffic / (cost.time() * hardware.memory_bandwidth);
  const Power dynamic = p.busy + tensor * p.tensor + memory * p.memory;
  const Power allowed = hardware.power_limit - p.idle;
  if (dynamic > allowed) cost.kernels /= std::pow(allowed / dynamic, 1 / p.speed_exponent);
  return cost;
}

}  // namespace icekeel::workloads
