// SPDX-License-Identifier: Apache-2.0
// A round with one flow a kind of clients against the same round with a flow a client in the
// engine. A process holds one simulation, so every case is a test of its own.
#include <gtest/gtest.h>

#include <string>

#include "simulator/base/units.h"
#include "simulator/engine/kernel.h"
#include "workloads/federated_rounds.h"

namespace icekeel::workloads {
namespace {

ClientSpec kind(const std::string& name, double download, double upload, double shared) {
  ClientSpec c;
  c.name = name;
  c.count = 40;
  c.device.compute_rate = ComputeRate::si(5e9);
  c.device.training_power = 7.0 * units::watt;
  c.device.receiving_power = 3.0 * units::watt;
  c.device.sending_power = 4.0 * units::watt;
  c.line.download = Bandwidth::si(download);
  c.line.upload = Bandwidth::si(upload);
  if (shared > 0) c.shared_access = Bandwidth::si(shared);
  c.samples = 200;
  c.samples_spread = 0.7;
  c.speed_spread = 0.7;
  return c;
}

FederatedSpec round_over(double uplink) {
  FederatedSpec s;
  s.clients = {kind("fibre", 300e6, 300e6, 0), kind("adsl", 20e6, 2e6, 0),
               kind("cell", 100e6, 50e6, 150e6)};
  s.parameters = 1400000;
  s.work_per_sample = Work::si(8e7);
  s.rounds = 1;
  s.updates_per_round = 120;
  s.over_selection = 1.0;
  s.server.compute_rate = ComputeRate::si(1e12);
  if (uplink > 0) s.server.uplink = Bandwidth::si(uplink);
  return s;
}

// Every client by itself: a private line, what its kind shares, the uplink of the server.
class AllFlows {
 public:
  AllFlows(const FederatedSpec& spec, std::uint64_t key)
      : spec_(spec), population_(spec, key), payload_(payload_of(spec)) {
    up_ = link("up", spec.server.uplink), down_ = link("down", spec.server.uplink);
    for (std::size_t k = 0; k < spec.clients.size(); ++k) {
      const ClientSpec& client = spec.clients[k];
      const engine::LinkId shared_down = link("d" + client.name, client.shared_access);
      const engine::LinkId shared_up = link("u" + client.name, client.shared_access);
      for (std::int64_t i = 0; i < client.count; ++i)
        kernel_.at(
            {}, engine::Priority::arrival,
            [this, k, i, shared_down, shared_up,
             down = kernel_.add_link(client.name + std::to_string(i) + "d", client.line.download),
             up = kernel_.add_link(client.name + std::to_string(i) + "u", client.line.upload)] {
              begin({k, i}, {down, shared_down, down_}, {up, shared_up, up_});
            });
    }
    kernel_.run();
  }

  Duration end;
  Energy energy;  // of transfers and training

 private:
  using Path = std::vector<engine::LinkId>;

  engine::LinkId link(const std::string& name, const std::optional<Bandwidth>& rate) {
    return kernel_.add_link(name, rate.value_or(Bandwidth::si(1e15)));
  }

  void begin(const ClientId& id, const Path& down, const Path& up) {
    const auto& device = spec_.clients[id.kind].device;
    const Duration compute =
        times_of(spec_, spec_.clients[id.kind], population_.traits(id)).compute;
    kernel_.send(down, payload_.download, {}, [this, &device, up, compute] {
      energy += kernel_.now() * device.receiving_power + compute * device.training_power;
      kernel_.after(compute, engine::Priority::change, [this, &device, up] {
        kernel_.send(up, payload_.upload, {}, [this, &device, since = kernel_.now()] {
          end = kernel_.now();
          energy += (end - since) * device.sending_power;
        });
      });
    });
  }

  const FederatedSpec& spec_;
  engine::Kernel kernel_;
  Population population_;
  Payload payload_;
  engine::LinkId up_, down_;
};

void expect_the_same(const FederatedSpec& spec) {
  RandomStream random = random_stream(5, "flows");
  FederatedRounds rounds(spec, random);
  const Round round = rounds.next();
  const AllFlows all(spec, random());  // the first number of the stream chooses the traits
  EXPECT_EQ(round.received, 120);
  EXPECT_NEAR(round.collection / all.end, 1.0, 1e-6);
  const Energy active = round.energy.download + round.energy.compute + round.energy.upload;
  EXPECT_NEAR(active / all.energy, 1.0, 1e-6);
}

TEST(FederatedFlows, AgreeWithAFlowAClientOnPrivateLines) {
  expect_the_same(round_over(0));
}
TEST(FederatedFlows, AgreeWithAFlowAClientOnABusyUplink) {
  expect_the_same(round_over(500e6));
}
TEST(FederatedFlows, AgreeWithAFlowAClientOnAFullUplink) {
  expect_the_same(round_over(60e6));
}

}  // namespace
}  // namespace icekeel::workloads
