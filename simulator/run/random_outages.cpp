// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/random_outages.h"

#include <fmt/format.h>

#include <boost/random/lognormal_distribution.hpp>
#include <boost/random/weibull_distribution.hpp>
#include <cmath>

#include "simulator/scenario/design_load.h"

namespace icekeel::run {
namespace {

constexpr auto year = Duration::si(31557600);

std::string kind_name(power::StageKind kind) {
  return std::string(config::Choices<power::StageKind>::names[static_cast<std::size_t>(kind)]);
}

std::string plant_name(facility::PlantKind kind) {
  return std::string(config::Choices<facility::PlantKind>::names[static_cast<std::size_t>(kind)]);
}

// Of that mean: Weibull.
Duration time_to_failure(const reliability::FailureSpec& data, RandomStream& random) {
  const double mean = (1.0 / data.failure_rate).si();
  boost::random::weibull_distribution<> up(data.shape, mean / std::tgamma(1.0 + 1.0 / data.shape));
  return Duration::si(up(random));
}

// Of that mean and relative spread: lognormal.
Duration time_to_repair(const reliability::FailureSpec& data, RandomStream& random) {
  const double sigma2 = std::log1p(data.repair_spread * data.repair_spread);
  boost::random::lognormal_distribution<> away(std::log(data.repair.si()) - 0.5 * sigma2,
                                               std::sqrt(sigma2));
  return sigma2 > 0.0 ? Duration::si(away(random)) : data.repair;
}

}  // namespace

std::vector<ComponentGroup> component_groups(const scenario::SiteSpec& site,
                                             const power::PartGraph& chain) {
  const auto& data = *site.reliability;
  std::vector<ComponentGroup> groups;
  for (std::size_t i = 0; i < chain.parts.size(); ++i)
    groups.push_back(
        {chain.parts[i].name, kind_name(chain.parts[i].kind), chain.parts[i].modules, i, nullptr});
  const bool coolant_known = scenario::coolant_capacity(site) > HeatCapacity{};
  if (const auto plant = data.cooling.find(plant_name(site.cooling.plant));
      plant != data.cooling.end())
    for (const auto& part : plant->second)
      if (part.kind != "cdu" || coolant_known)
        groups.push_back({part.name, part.kind, part.modules, {}, &part});
  std::erase_if(groups, [&](const auto& group) { return !data.components.contains(group.kind); });
  return groups;
}

RandomOutages::RandomOutages(engine::Kernel& kernel, const reliability::ReliabilitySpec& data,
                             const std::vector<ComponentGroup>& groups, Book book)
    : kernel_(kernel), data_(data), groups_(groups), book_(std::move(book)) {
  for (const auto& group : groups) count_[group.kind] += group.modules;
}

void RandomOutages::book_failures(const std::string& site, std::uint64_t seed) {
  for (const auto& group : groups_) {
    auto data = data_.components.at(group.kind);
    if (count_[group.kind] > 1) data.failure_rate *= 1.0 - data.common_cause;
    if (data.failure_rate <= Frequency{}) continue;
    for (std::int64_t module = 0; module < group.modules; ++module)
      fail_later(std::make_shared<Process>(
          Process{{&group},
                  1,
                  data,
                  random_stream(seed, fmt::format("failures/{}/{}/{}", site, group.name, module)),
                  {}}));
  }
  add_common_causes(site, seed);
}

// A share of the failures of a kind takes all of it at once, where there is more than one.
void RandomOutages::add_common_causes(const std::string& site, std::uint64_t seed) {
  for (const auto& [kind, count] : count_) {
    auto data = data_.components.at(kind);
    data.failure_rate *= data.common_cause;
    if (count < 2 || data.failure_rate <= Frequency{}) continue;
    Process process{{},
                    scenario::all_modules,
                    data,
                    random_stream(seed, fmt::format("failures/{}/common cause/{}", site, kind)),
                    "common cause"};
    for (const auto& group : groups_)
      if (group.kind == kind) process.groups.push_back(&group);
    fail_later(std::make_shared<Process>(std::move(process)));
  }
}

void RandomOutages::fail_later(const std::shared_ptr<Process>& process) {
  const Duration at = kernel_.now() + time_to_failure(process->data, process->random);
  const Duration lasting = time_to_repair(process->data, process->random);
  for (const auto* group : process->groups)
    book_({group, process->modules, at, lasting, process->reason});
  kernel_.at(at + lasting, engine::Priority::change, [this, process] { fail_later(process); });
}

void RandomOutages::book_maintenance() {
  std::vector<const ComponentGroup*> planned;  // a module each
  for (const auto& group : groups_)
    if (data_.components.at(group.kind).maintenance > Duration{})
      planned.insert(planned.end(), static_cast<std::size_t>(group.modules), &group);
  for (std::size_t i = 0; i < planned.size(); ++i)
    maintain_later(*planned[i],
                   (static_cast<double>(i) + 0.5) / static_cast<double>(planned.size()) * year,
                   data_.components.at(planned[i]->kind).maintenance);
}

void RandomOutages::maintain_later(const ComponentGroup& group, Duration at, Duration lasting) {
  book_({&group, 1, at, lasting, "maintenance", true});
  kernel_.at(at + lasting, engine::Priority::change,
             [this, &group, at, lasting] { maintain_later(group, at + year, lasting); });
}

}  // namespace icekeel::run
