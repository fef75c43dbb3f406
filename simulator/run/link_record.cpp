// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/link_record.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "simulator/base/units.h"

namespace icekeel::run {

LinkRecord::LinkRecord(const scenario::Scenario& scenario, result::ResultWriter& writer,
                       std::vector<const Machine*> machines)
    : writer_(writer),
      every_(scenario.spec.record.links->every),
      listed_(static_cast<std::size_t>(scenario.spec.record.links->busiest)) {
  for (const Machine* machine : machines) {
    const auto links = machine->fabric().links();
    for (std::size_t i = 0; i < links.size(); ++i) links_.push_back({&links[i], machine, i});
  }
  const std::vector<std::string> levels(platforms::link_levels.begin(),
                                        platforms::link_levels.end());
  writer_.add_labels("link_level", levels, "level of links of the fabric");
  axis_ = writer_.add_time_axis("time_link");
  writer_.add_series(axis_, {"link_utilisation",
                             "1",
                             "bytes over the links of a level, over what these carry",
                             {"time_link", "link_level"},
                             true,
                             {}});
  writer_.add_series(axis_, {"link_utilisation_most",
                             "1",
                             "the same of the busiest link of a level",
                             {"time_link", "link_level"},
                             true,
                             {}});
}

void LinkRecord::catch_up(Duration now) {
  for (Duration end; (end = static_cast<double>(rows_ + 1) * every_) <= now; ++rows_)
    write_row(end);
}

void LinkRecord::finish(Duration now) {
  if (now > row_began_) write_row(now);
}

void LinkRecord::write_row(Duration at) {
  constexpr std::size_t levels = platforms::link_levels.size();
  std::array<Information, levels> moved{}, could{};
  std::array<double, levels> most{};
  const Duration length = at - row_began_;
  for (Link& one : links_) {
    const auto level = static_cast<std::size_t>(one.link->level);
    const Information until = one.machine->moved_over(one.index, at);
    const Information all = one.link->capacity * length;
    const double utilisation = (until - one.moved) / all;
    moved[level] += until - one.moved;
    could[level] += all;
    most[level] = std::max(most[level], utilisation);
    one.most = std::max(one.most, utilisation);
    one.moved = until;
  }
  std::vector<double> row;
  for (std::size_t level = 0; level < levels; ++level)
    row.push_back(could[level] > Information{} ? moved[level] / could[level] : std::nan(""));
  for (std::size_t level = 0; level < levels; ++level)
    row.push_back(could[level] > Information{} ? most[level] : std::nan(""));
  writer_.append(axis_, row_began_, at, row);
  row_began_ = at;
}

double LinkRecord::mean(const Link& one) const {
  return row_began_ > Duration{} ? one.moved / (one.link->capacity * row_began_) : 0.0;
}

std::optional<double> LinkRecord::highest_mean() const {
  std::optional<double> highest;
  for (const Link& one : links_) highest = std::max(highest.value_or(0.0), mean(one));
  return highest;
}

double LinkRecord::highest() const {
  double highest = 0;
  for (const Link& one : links_) highest = std::max(highest, one.most);
  return highest;
}

Information LinkRecord::moved() const {
  Information sum;
  for (const Link& one : links_) sum += one.moved;
  return sum;
}

std::vector<result::Column> LinkRecord::busiest() const {
  std::vector<std::size_t> order(links_.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto listed = std::min(listed_, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(listed), order.end(),
                    [this](std::size_t a, std::size_t b) {
                      const double x = mean(links_[a]), y = mean(links_[b]);
                      return x > y || (x == y && a < b);
                    });
  std::vector<std::string> name, level;
  std::vector<double> capacity, moved, utilisation, most;
  for (std::size_t i = 0; i < listed; ++i) {
    const Link& one = links_[order[i]];
    name.push_back(one.machine->site().spec.name + "/" + one.link->name);
    level.emplace_back(platforms::link_levels[static_cast<std::size_t>(one.link->level)]);
    capacity.push_back(one.link->capacity.in(units::byte_per_second));
    moved.push_back(one.moved.in(units::byte));
    utilisation.push_back(mean(one));
    most.push_back(one.most);
  }
  return {{"name", "", "site and link, in one direction", name},
          {"level", "", "level of the fabric", level},
          {"capacity", "byte s-1", "what it carries", capacity},
          {"moved", "byte", "what it carried in all", moved},
          {"utilisation", "1", "that over what it could have carried", utilisation},
          {"utilisation_most", "1", "the same of its busiest interval", most}};
}

}  // namespace icekeel::run
