// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/alike_flows.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "simulator/base/units.h"

namespace icekeel::run {
namespace {

using Colour = std::uint64_t;

// Spreads evenly over 64 bits (the finalizer of SplitMix64).
Colour mixed(Colour colour, std::uint64_t with) {
  colour = (colour ^ with) + 0x9e3779b97f4a7c15ULL;
  colour = (colour ^ (colour >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  colour = (colour ^ (colour >> 27U)) * 0x94d049bb133111ebULL;
  return colour ^ (colour >> 31U);
}

/// Flows over the links that may hold them back, with colours; links are numbered as flows first
/// pass them.
class Colouring {
 public:
  Colouring(std::span<const SeenFlow> flows,
            const std::function<Bandwidth(engine::LinkId)>& capacity) {
    std::unordered_map<engine::LinkId, std::size_t> number;
    for (const SeenFlow& flow : flows) {
      // SimGrid moves whole bytes.
      const auto bytes = static_cast<std::uint64_t>(flow.bytes.in(units::byte) + 0.5);
      flow_.push_back(mixed(flow.phase, bytes));
      for (const engine::LinkId link : flow.links) {
        const auto [found, fresh] = number.emplace(link, links_.size());
        if (fresh) links_.push_back({link, capacity(link)});
        passed_.push_back(found->second);
      }
      ends_.push_back(passed_.size());
    }
    for (const Link& link : links_)
      link_.push_back(std::bit_cast<std::uint64_t>(link.capacity.si()));
    drop_wide_links();
  }

  // Until a round tells no more flows apart.
  void refine() {
    for (std::size_t before = 0, now = kinds(); now > before && now < flow_.size();) {
      paint_links();
      paint_flows();
      before = now;
      now = kinds();
    }
    paint_links();
  }

  Colour flow(std::size_t index) const { return flow_[index]; }
  Colour link(std::size_t index) const { return link_[index]; }
  engine::LinkId id(std::size_t link) const { return links_[link].id; }
  std::span<const std::size_t> passed(std::size_t flow) const {
    const std::size_t begin = flow > 0 ? ends_[flow - 1] : 0;
    return std::span(passed_).subspan(begin, ends_[flow] - begin);
  }

 private:
  std::size_t kinds() const {
    auto colours = flow_;
    std::ranges::sort(colours);
    return static_cast<std::size_t>(std::ranges::unique(colours).begin() - colours.begin());
  }

  // The sum does not depend on the order of the flows.
  void paint_links() {
    std::vector<Colour> sums(link_.size(), 0);
    for (std::size_t f = 0; f < flow_.size(); ++f)
      for (const std::size_t l : passed(f)) sums[l] += mixed(flow_[f], 1);
    for (std::size_t l = 0; l < link_.size(); ++l) link_[l] = mixed(link_[l], sums[l]);
  }

  void paint_flows() {
    for (std::size_t f = 0; f < flow_.size(); ++f)
      for (const std::size_t l : passed(f)) flow_[f] = mixed(flow_[f], link_[l]);
  }

  struct Link {
    engine::LinkId id;
    Bandwidth capacity;
    Bandwidth most{};  // that can come: what the first links of its flows carry
    std::size_t last = static_cast<std::size_t>(-1);
  };

  // What never holds a flow back tells none apart: links that carry all that can come.
  void drop_wide_links() {
    std::vector<std::size_t> order;
    for (std::size_t f = 0; f < ends_.size(); ++f)
      if (!passed(f).empty()) order.push_back(f);
    std::ranges::stable_sort(order, {}, [this](std::size_t f) { return passed(f).front(); });
    for (const std::size_t f : order) {
      const std::size_t first = passed(f).front();
      for (const std::size_t l : passed(f))
        if (std::exchange(links_[l].last, first) != first) links_[l].most += links_[first].capacity;
    }
    std::vector<std::size_t> kept, ends;
    for (std::size_t f = 0; f < ends_.size(); ++f) {
      const auto before = passed(f);
      for (const std::size_t l : before)
        if (l == before.front() || links_[l].most > (1 + 1e-9) * links_[l].capacity)
          kept.push_back(l);
      ends.push_back(kept.size());
    }
    passed_ = std::move(kept);
    ends_ = std::move(ends);
  }

  std::vector<Link> links_;
  std::vector<Colour> flow_, link_;
  std::vector<std::size_t> passed_;  // links of all flows, one flow after the other
  std::vector<std::size_t> ends_;    // of each flow in them
};

}  // namespace

std::vector<StandIn> stand_ins(std::span<const SeenFlow> flows,
                               const std::function<Bandwidth(engine::LinkId)>& capacity) {
  Colouring colouring(flows, capacity);
  colouring.refine();
  std::unordered_map<Colour, std::size_t> kind_of_flow, shown_link;
  for (std::size_t f = 0; f < flows.size(); ++f)
    for (const std::size_t l : colouring.passed(f)) shown_link.emplace(colouring.link(l), l);
  std::vector<StandIn> result;
  for (std::size_t f = 0; f < flows.size(); ++f) {
    const auto [found, fresh] = kind_of_flow.emplace(colouring.flow(f), result.size());
    if (fresh) result.push_back({flows[f].phase, flows[f].bytes});
    StandIn& one = result[found->second];
    ++one.count;
    for (const std::size_t l : colouring.passed(f))
      if (shown_link.at(colouring.link(l)) == l) one.links.push_back(colouring.id(l));
  }
  return result;
}

}  // namespace icekeel::run
