// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A model that nodes hold to answer requests: how it is laid out, and how requests come.
///
/// Every node holds the same copies of the model, each on as many of its chips as make the node
/// answer most tokens a second. Requests are spread evenly over the copies. See
/// simulator/docs/methods/serving.md.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "platforms/activity.h"
#include "platforms/node.h"
#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "workloads/arrivals.h"
#include "workloads/service_flow.h"

namespace icekeel::workloads {

struct ServiceSpec {
  ModelSpec model;
  WeightFormatSpec weights;
  ServingEfficiencySpec method;
  std::int64_t nodes = 1;
  std::optional<std::int64_t> tensor_parallel;  ///< chips of a copy
  std::int64_t cache_bits = 16;                 ///< of a key or value
  std::int64_t prompt = 0, answer = 0;          ///< tokens
  std::optional<std::int64_t> batch;            ///< answers under way on a copy, at most
  ArrivalSpec arrivals;                         ///< at all nodes
  std::optional<double> scale_to;               ///< share of the capacity that nodes are used to
  std::optional<Duration> lasting;
};

/// The same on nodes of one kind.
struct ServicePlan {
  std::int64_t ranks = 0;   ///< chips of a copy
  std::int64_t copies = 0;  ///< on a node
  double chips_used = 0;    ///< share of a node's chips
  Information memory;       ///< that a chip needs when full
  Hardware hardware;
  std::shared_ptr<const CopyOfModel> copy;

  /// Requests a second of one node.
  double capacity() const { return static_cast<double>(copies) * copy->capacity(); }
};

/// What the devices of a node do whose copies are all in that state.
platforms::Activity activity_of(const ServicePlan& plan, const CopyState& state);

void describe(config::Fields& f, ServiceSpec& service);

/// What is wrong whatever the nodes, and on nodes of a kind; paths relative to the service.
std::vector<config::Finding> check(const ServiceSpec& service);
std::vector<config::Finding> check(const ServiceSpec& service, const platforms::NodeSpec& node);

/// Needs a service without findings.
ServicePlan plan_service(const ServiceSpec& service, const platforms::NodeSpec& node);

/// The format that products can have on a chip: its own, or the next wider; none: it has no rate.
std::optional<platforms::Precision> arithmetic_on(const platforms::ChipSpec& chip,
                                                  platforms::Precision wanted);

}  // namespace icekeel::workloads
