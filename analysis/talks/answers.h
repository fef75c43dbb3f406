// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The answers, by the line that they are to.

#include <span>
#include <string_view>

#include "analysis/talks/talk.h"

namespace icekeel::talks {

struct NamedAnswer {
  std::string_view id;
  Figures (*figures)(const Asked&);
};

std::span<const NamedAnswer> answers_of_chips();     ///< chips, nodes, machines
std::span<const NamedAnswer> answers_of_models();    ///< training and using models
std::span<const NamedAnswer> answers_of_sites();     ///< rooms, cooling, availability
std::span<const NamedAnswer> answers_of_services();  ///< life cycle, networks, daily life
std::span<const NamedAnswer> answers_of_devices();   ///< units of chips, small networks, videos
std::span<const NamedAnswer> answers_of_money();     ///< what sums buy, what a lower cost does

}  // namespace icekeel::talks
