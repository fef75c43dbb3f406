// SPDX-License-Identifier: Apache-2.0
#include "simulator/scheduler/line.h"

#include <algorithm>
#include <utility>

namespace icekeel::scheduler {

Line::Stretch Line::leaf(std::size_t place) const {
  const auto& entry = entries_[place];
  if (!entry.waits) return {};
  Least least{.nodes = entry.request.choices.front().nodes,
              .walltime = entry.request.choices.front().walltime};
  for (const auto& choice : entry.request.choices) {
    least.nodes = std::min(least.nodes, choice.nodes);
    least.walltime = std::min(least.walltime, choice.walltime);
    if (choice.parts > 0) least.parts = std::min(least.parts, choice.parts);
  }
  if (entry.reservation) least.due = entry.reservation->start;
  return {least, 1};
}

Line::Stretch Line::joined(const Stretch& a, const Stretch& b) {
  if (a.waiting == 0) return b;
  if (b.waiting == 0) return a;
  return {{std::min(a.least.nodes, b.least.nodes), std::min(a.least.walltime, b.least.walltime),
           std::min(a.least.parts, b.least.parts), std::min(a.least.due, b.least.due)},
          a.waiting + b.waiting};
}

void Line::refresh(std::size_t place) {
  std::size_t node = width_ + place;
  tree_[node] = leaf(place);
  while ((node /= 2) > 0) tree_[node] = joined(tree_[2 * node], tree_[2 * node + 1]);
}

void Line::rebuild() {
  width_ = 1;
  while (width_ < entries_.size()) width_ *= 2;
  tree_.assign(2 * width_, {});
  for (std::size_t i = 0; i < entries_.size(); ++i) tree_[width_ + i] = leaf(i);
  for (std::size_t node = width_; --node > 0;)
    tree_[node] = joined(tree_[2 * node], tree_[2 * node + 1]);
}

void Line::add(Request request) {
  entries_.push_back({std::move(request), std::nullopt, 0, true});
  ++waiting_;
  if (entries_.size() > width_) return rebuild();
  refresh(entries_.size() - 1);
}

void Line::remove(std::size_t place) {
  entries_[place].waits = false;
  --waiting_;
  refresh(place);
}

void Line::reserve(std::size_t place, std::optional<Reservation> reservation) {
  entries_[place].reservation = reservation;
  refresh(place);
}

std::size_t Line::place_after(std::size_t waiting) const {
  if (waiting >= tree_[1].waiting) return end;
  std::size_t node = 1;
  while (node < width_) {
    node *= 2;
    if (waiting < tree_[node].waiting) continue;
    waiting -= tree_[node].waiting;
    ++node;
  }
  return node - width_;
}

void Line::tidy() {
  if (entries_.size() < 64 || waiting_ > entries_.size() / 2) return;
  std::erase_if(entries_, [](const Entry& entry) { return !entry.waits; });
  rebuild();
}

void Line::sort_by_value() {
  std::erase_if(entries_, [](const Entry& entry) { return !entry.waits; });
  const auto before = [](const Entry& a, const Entry& b) { return a.value > b.value; };
  if (!std::is_sorted(entries_.begin(), entries_.end(), before))
    std::stable_sort(entries_.begin(), entries_.end(), before);
  rebuild();
}

}  // namespace icekeel::scheduler
