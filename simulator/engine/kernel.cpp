// SPDX-License-Identifier: Apache-2.0
#include "simulator/engine/kernel.h"

#include <algorithm>
#include <array>
#include <exception>
#include <simgrid/kernel/Timer.hpp>
#include <vector>

#include "simulator/base/expect.h"
#include "simulator/base/units.h"
#include "simulator/engine/fabric_zone.h"

namespace icekeel::engine {
namespace {

using simgrid::kernel::timer::Timer;
namespace sg4 = simgrid::s4u;

// SimGrid reads its options from a command line of its own.
struct EngineArguments {
  std::array<std::string, 5> texts{"icekeel", "--log=root.thresh:critical",
                                   "--cfg=network/model:CM02", "--cfg=network/crosstraffic:0",
                                   "--cfg=network/TCP-gamma:1e18"};
  std::array<char*, 6> pointers{};
  int count = static_cast<int>(texts.size());
  EngineArguments() {
    std::transform(texts.begin(), texts.end(), pointers.begin(),
                   [](std::string& text) { return text.data(); });
  }
};

std::atomic<bool> used{false};

}  // namespace

struct Kernel::Impl {
  /// A flow in the air, and what follows it.
  struct Transfer {
    FabricZone::Path path;
    double bytes;
    sg4::CommPtr comm;
    Action done;
  };

  EngineArguments arguments;
  sg4::Engine engine{&arguments.count, arguments.pointers.data()};
  FabricZone* zone = new FabricZone("fabric");  // the engine owns it
  std::vector<sg4::Link*> links;
  bool sealed = false;

  Agenda agenda;
  Timer* timer = nullptr;  // the only one pending; never to be touched after it fired
  double armed_for = 0.0;
  bool firing = false;
  bool stopping = false;
  const std::atomic<bool>* watched = nullptr;
  Action alarm;
  std::exception_ptr failure;
  std::uint64_t events = 0;

  std::vector<std::unique_ptr<Transfer>> transfers;
  std::vector<std::size_t> free_transfers;
  std::vector<sg4::CommPtr> given_up;  // SimGrid looks at them again at the same instant
  double given_up_at = 0.0;

  void arm() {
    if (firing || stopping) return;
    const auto next = agenda.next();
    if (!next || (timer && armed_for <= next->si())) return;
    if (timer) timer->remove();
    armed_for = std::max(next->si(), sg4::Engine::get_clock());
    timer = Timer::set(armed_for, [this] { fire(); });
  }

  void fire() {
    timer = nullptr;
    firing = true;
    const auto now = Duration::si(sg4::Engine::get_clock());
    try {
      while (auto action = agenda.take(now)) {
        ++events;
        if (watched && watched->load(std::memory_order_relaxed)) {
          watched = nullptr;
          alarm();
          continue;
        }
        action();
      }
    } catch (...) {
      failure = std::current_exception();
      stop();
    }
    firing = false;
    arm();
  }

  void stop() {
    stopping = true;
    agenda.clear();
    if (timer) timer->remove();
    timer = nullptr;
    for (auto& transfer : transfers)
      if (transfer && transfer->comm) transfer->comm->cancel();
  }

  void start(std::size_t index) {
    auto& transfer = *transfers[index];
    transfer.comm = zone->send(transfer.path, transfer.bytes, reinterpret_cast<void*>(index + 1));
  }

  // A flow keeps the rate of its narrowest link at the start as a bound: to see that link become
  // faster, what is left of it starts again.
  void restart_over(const sg4::Link* link) {
    if (const double clock = sg4::Engine::get_clock(); given_up_at < clock) {
      given_up.clear();
      given_up_at = clock;
    }
    for (std::size_t index = 0; index < transfers.size(); ++index) {
      const auto& transfer = transfers[index];
      if (!transfer || !transfer->comm || std::ranges::count(transfer->path, link) == 0) continue;
      if (transfer->comm->get_state() != sg4::Activity::State::STARTED) continue;
      const double left = transfer->comm->get_remaining();
      if (left < 1.0) continue;  // it ends at this instant
      transfer->bytes = left;
      transfer->comm->set_data(nullptr);
      transfer->comm->cancel();
      given_up.push_back(std::move(transfer->comm));
      start(index);
    }
  }

  void completed(std::size_t index) {
    if (stopping) return;
    agenda.book(Duration::si(sg4::Engine::get_clock()), Priority::end, [this, index] {
      const auto transfer = std::exchange(transfers[index], nullptr);
      free_transfers.push_back(index);
      transfer->done();
    });
    arm();
  }
};

Kernel::Kernel() {
  const bool first = !used.exchange(true);
  ICEKEEL_EXPECT(first && "one simulation a process");
  impl_ = std::make_unique<Impl>();
  sg4::Activity::on_completion_cb([impl = impl_.get()](const sg4::Activity& activity) {
    // Data is the index plus one: a pointer would not survive the vector.
    const auto tag = reinterpret_cast<std::uintptr_t>(activity.get_data<void>());
    if (tag > 0) impl->completed(tag - 1);
  });
}

Kernel::~Kernel() {
  impl_->stop();
}

Duration Kernel::now() const {
  return Duration::si(sg4::Engine::get_clock());
}

EventId Kernel::at(Duration date, Priority priority, Action action) {
  if (impl_->stopping) return {};
  const auto event = impl_->agenda.book(std::max(date, now()), priority, std::move(action));
  impl_->arm();
  return event;
}

void Kernel::cancel(EventId event) {
  impl_->agenda.cancel(event);
}

LinkId Kernel::add_link(const std::string& name, Bandwidth capacity) {
  ICEKEEL_EXPECT(!impl_->sealed);
  impl_->links.push_back(
      impl_->zone->get_iface()->create_link(name, capacity.in(units::byte_per_second)));
  return LinkId(impl_->links.size() - 1);
}

void Kernel::set_capacity(LinkId link, Bandwidth capacity) {
  auto* changed = impl_->links.at(link.index());
  const double before = changed->get_bandwidth(), now = capacity.in(units::byte_per_second);
  changed->set_bandwidth(now);
  if (now > before) impl_->restart_over(changed);
}

Bandwidth Kernel::capacity(LinkId link) const {
  return impl_->links.at(link.index())->get_bandwidth() * units::byte_per_second;
}

void Kernel::send(std::span<const LinkId> path, Information bytes, Duration latency, Action done) {
  ICEKEEL_EXPECT(impl_->sealed);
  if (path.empty() || bytes < units::byte) {
    after(latency, Priority::end, std::move(done));
    return;
  }
  auto transfer = std::make_unique<Impl::Transfer>();
  transfer->path.reserve(path.size());
  for (const LinkId link : path) transfer->path.push_back(impl_->links.at(link.index()));
  transfer->bytes = bytes.in(units::byte);
  transfer->done = std::move(done);
  std::size_t index = impl_->transfers.size();
  if (impl_->free_transfers.empty()) {
    impl_->transfers.emplace_back();
  } else {
    index = impl_->free_transfers.back();
    impl_->free_transfers.pop_back();
  }
  impl_->transfers[index] = std::move(transfer);
  if (latency <= Duration{}) return impl_->start(index);
  after(latency, Priority::change, [impl = impl_.get(), index] { impl->start(index); });
}

void Kernel::run() {
  impl_->zone->get_iface()->seal();
  impl_->sealed = true;
  impl_->arm();
  impl_->engine.run();
  if (impl_->failure) std::rethrow_exception(impl_->failure);
}

void Kernel::stop() {
  impl_->stop();
}

void Kernel::watch(const std::atomic<bool>& flag, Action action) {
  impl_->watched = &flag;
  impl_->alarm = std::move(action);
}

std::uint64_t Kernel::events() const {
  return impl_->events;
}

}  // namespace icekeel::engine
