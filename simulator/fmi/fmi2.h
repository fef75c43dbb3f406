// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Types of the Functional Mock-up Interface 2.0 for co-simulation, as far as they are used here.
/// The layout is part of the standard: Functional Mock-up Interface for Model Exchange and
/// Co-Simulation, version 2.0.4, sections 2.1 and 4.2.

#include <cstddef>

namespace icekeel::fmi {

using Component = void*;
using Environment = void*;
using Reference = unsigned int;
using Text = const char*;
using Boolean = int;

enum class Status : int { ok, warning, discard, error, fatal, pending };
enum class Type : int { model_exchange, co_simulation };

struct Callbacks {
  void (*logger)(Environment, Text instance, Status, Text category, Text message, ...);
  void* (*allocate)(std::size_t count, std::size_t size);
  void (*release)(void* memory);
  void (*step_finished)(Environment, Status);
  Environment environment;
};

using Instantiate = Component (*)(Text name, Type, Text guid, Text resources, const Callbacks*,
                                  Boolean visible, Boolean logging);
using SetupExperiment = Status (*)(Component, Boolean has_tolerance, double tolerance, double start,
                                   Boolean has_stop, double stop);
using Act = Status (*)(Component);  // enter and exit initialization mode, terminate
using SetReal = Status (*)(Component, const Reference*, std::size_t count, const double*);
using GetReal = Status (*)(Component, const Reference*, std::size_t count, double*);
using DoStep = Status (*)(Component, double from, double length, Boolean no_return);
using FreeInstance = void (*)(Component);

}  // namespace icekeel::fmi
