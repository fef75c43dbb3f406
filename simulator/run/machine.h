// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The nodes of a site in motion: who is busy, what each zone draws, how fast it may work.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "platforms/network.h"
#include "simulator/engine/kernel.h"
#include "simulator/facility/recirculation.h"
#include "simulator/power/electrical_chain.h"
#include "simulator/power/node_power.h"
#include "simulator/run/draw.h"
#include "simulator/run/fabric_traffic.h"
#include "simulator/run/store.h"
#include "simulator/scenario/scenario.h"
#include "simulator/scheduler/node_pool.h"

namespace icekeel::run {

/// The nodes of a job, and what a node of each zone draws.
struct Occupation {
  struct PerZone {
    std::size_t zone = 0;
    std::size_t nodes = 0;
    Draw draw;  ///< of one node
  };
  std::vector<std::size_t> nodes;  ///< on the site, in the order of the job's own numbering
  std::vector<PerZone> zones;

  Energy energy(Duration now) const;
  bool holds(std::size_t node) const;
};

/// What a batch job draws on each of its nodes: a share of the way from the idle node to the one on
/// which all is busy, or a power that was measured.
struct BatchLoad {
  double utilisation = 0;
  std::optional<Power> held{};
};

/// The nodes of a batch job.
struct BatchNodes {
  std::size_t partition = 0;
  BatchLoad load;
  double share = 1;                   ///< of each node that it holds
  std::optional<std::uint32_t> host;  ///< its one node among the shared ones of the partition
  std::vector<std::size_t> places;    ///< in the pool of the partition
  using Counts = std::vector<std::pair<std::size_t, std::size_t>>;
  Counts zones;  ///< zone and how many nodes in it
  Counts racks;  ///< likewise

  /// What it holds, in nodes.
  double size() const { return share * static_cast<double>(places.size()); }
};

/// A way through the fabric as the engine knows it.
struct EnginePath {
  std::vector<engine::LinkId> links;
  Duration latency;
  double switches = 0;  ///< that it passes
};

/// Links whose capacity has changed, and nodes that have no way to the others any more.
struct FabricChange {
  std::vector<engine::LinkId> links;
  std::set<std::size_t> cut_off;
};

class Machine {
 public:
  /// \param before_change called before any power changes, so that the past can be written down
  /// \param counts_links whether bytes are counted link by link
  Machine(const scenario::Site& site, scheduler::Placement placement, engine::Kernel& kernel,
          std::function<void(Duration)> before_change, bool counts_links = false);

  const scenario::Site& site() const { return site_; }
  const platforms::Network& fabric() const { return fabric_; }

  /// Takes nodes of a partition for a job; they draw as when idle until told otherwise.
  std::optional<std::unique_ptr<Occupation>> take(std::size_t partition, std::size_t nodes);
  void give_back(std::unique_ptr<Occupation> occupation, std::size_t partition);
  /// Takes nodes of a partition for a batch job, which draw as its load says.
  std::optional<BatchNodes> take(std::size_t partition, const scheduler::Choice& choice,
                                 const BatchLoad& load);
  void give_back(const BatchNodes& nodes);
  void change_load(BatchNodes& nodes, const BatchLoad& load);
  /// Takes more whole nodes for a job, or gives back its last ones. False: there are not enough.
  bool resize(BatchNodes& nodes, std::size_t count);
  /// What a meter at the nodes would show of the job's part; differences count as long as nodes and
  /// load stay.
  Energy reading(const BatchNodes& nodes, Duration now) const;
  /// Speed of a batch job on these nodes as they are now over that at the temperature and with the
  /// supplies that they are made for; 0: they cannot work.
  double pace(const BatchNodes& nodes) const;
  /// What a node draws more than when idle, as things are now.
  Power added_power(std::size_t partition, const BatchLoad& load) const;
  std::size_t leaf_of(std::size_t node) const { return fabric_.leaf_of(node); }
  std::size_t partition_of(std::size_t node) const {
    return site_.expansion.zone_of_node(node).partition;
  }
  /// Of a node in the pool of its partition.
  std::size_t place_of(std::size_t node) const { return place_in_pool_[node]; }
  /// A node that failed is not given to jobs until it is repaired.
  void set_failed(std::size_t node, bool failed);
  bool is_failed(std::size_t node) const { return failed_[node]; }
  std::size_t busy_nodes() const;
  /// Nodes of a partition that can be given to jobs, now or when they are given back.
  std::size_t nodes_free(std::size_t partition) const { return pools_[partition].free(); }
  std::size_t nodes_up(std::size_t partition) const { return pools_[partition].up(); }

  void hold(Occupation::PerZone& zone, Power per_node);
  void repeat(Occupation::PerZone& zone, std::shared_ptr<const Pattern> pattern, Duration into);

  const power::NodePowerModel& model(std::size_t zone) const { return zones_[zone].model; }
  const power::Surroundings& surroundings(std::size_t zone) const { return zones_[zone].around; }

  /// Changes what surrounds the nodes. True if that changes what jobs draw or how fast they work:
  /// inlet temperatures count from 0.01 K on. Where exhaust recirculates, each rack has its own
  /// inlet, and the hottest of a zone counts for its nodes.
  bool set_inlets(Temperature air, Temperature coolant);
  /// Coolant temperatures from which nodes slow down, and at which they stop; those of the air.
  std::vector<Temperature> coolant_limits() const;
  std::vector<Temperature> air_limits() const;
  /// The site's flexible load from now on; it draws as long as any feed is on.
  void set_flexible(Power power);
  bool set_supplies(const power::ElectricalChain& chain, const power::ChainState& state);
  /// Switches off the racks of the last zone that has power in one of these cord groups, to take
  /// effect with the next `set_supplies`. Nothing if there is none.
  std::optional<std::size_t> shed(const std::set<std::size_t>& groups);
  /// Lets all zones have power again, as far as there is any. Whether any had been shed.
  bool unshed();

  EnginePath path(std::size_t from, std::size_t to, std::uint64_t key) const;
  /// What one of the sender's own links carries at most: a share of its adapters' rate, as far as
  /// the protocol of a job gets.
  void limit_senders(std::span<const std::size_t> nodes, double share);
  /// Of a link that several nodes may use; none for a node's own.
  std::optional<Bandwidth> shared_capacity(engine::LinkId link) const;
  /// Takes a part of the fabric away or gives it back; nothing changes if it is so already.
  FabricChange set_lost(platforms::FabricPart part, std::size_t index, bool lost);
  /// Adds what a flow moves to that of a step.
  void add_to(FabricTraffic::Step& step, const EnginePath& path, Information bytes) const;
  /// What each step of a job moves; it sends nothing yet. Nobody's traffic is followed where
  /// nothing depends on it.
  void begin_traffic(scheduler::JobId job, FabricTraffic::Step step);
  /// From now on a step takes so long; without a length the job sends nothing.
  /// \param done steps of the job since its traffic began, if known at this moment
  void go_on_sending(scheduler::JobId job, std::optional<Duration> step,
                     std::optional<double> done = {});
  void end_traffic(scheduler::JobId job);
  /// Over a link of the fabric, by its own numbering.
  Information moved_over(std::size_t link, Duration at) const { return traffic_.moved(link, at); }

  /// Something is about to change: the past can be written down.
  void before_change() { before_change_(kernel_.now()); }
  /// Where samples come from and checkpoints go; absent without storage.
  Store* store() { return store_ ? &*store_ : nullptr; }

  /// Everything on the IT meter: nodes, switches, storage.
  Energy it_energy(Duration now) const;
  Energy node_energy(Duration now) const;
  /// The part of it that no job holds: idle nodes, and what is left of shared ones.
  Energy unallocated_energy(Duration now) const;
  /// Of steps that repeat, the mean; so are all powers of the machine.
  Power it_power() const;
  /// Of the racks, by cord group.
  std::vector<Energy> group_energy(Duration now) const;
  std::vector<Power> group_power() const;
  /// The part whose heat goes to liquid.
  Energy liquid_heat(Duration now) const;
  Power liquid_power() const;
  /// What computes at present, without the fans and the supplies of the nodes; switches and storage
  /// count in full.
  Power compute_power() const;
  Energy rack_energy(std::size_t rack, Duration now) const {
    return racks_[rack].meter.energy(now);
  }
  Temperature rack_inlet(std::size_t rack) const;
  /// Where exhaust recirculates: the hottest air inlet so far, and the mean share of the racks'
  /// heat that came back.
  struct Recirculated {
    Temperature hottest;
    double supply_heat_index = 0;
  };
  std::optional<Recirculated> recirculated() const;

 private:
  struct ZoneState {
    power::NodePowerModel model;
    power::Surroundings around;
    double liquid_share;
    double idle;                      // nodes; those in batch jobs count in part
    std::unique_ptr<Draw> idle_draw;  // of one node
    LoadMeter meter;
    LoadMeter unallocated{};  // what nobody holds of its nodes, as idle ones
    bool shed = false;
    bool down = false;  // it can do no work at all
    // Of batch jobs; kept from the first one on.
    std::unique_ptr<Draw> full_draw{};  // of one node on which all is busy
    std::unique_ptr<Draw> held_draw{};  // of all nodes with a power of their own
    double held_nodes = 0;
    double made_for_speed = 1;  // of the full node, in the surroundings it is made for
    double pace = 1;
  };
  struct RackState {
    std::size_t zone;
    double idle;
    LoadMeter meter;
    std::unique_ptr<Draw> held_draw{};
  };

  void mix_air(Temperature supply);
  std::vector<facility::RackAir> rack_air() const;
  void add_links();
  void hold_shared();
  void add_zones();
  Power idle_power(const ZoneState& zone) const;
  void refresh_idle(ZoneState& zone);
  void refresh_down();
  void count_busy(Occupation& occupation, bool busy);
  void prepare_batch(std::size_t zone);
  void refresh_batch(ZoneState& zone);
  void count_batch(const BatchNodes& nodes, double sign);
  void count_places(BatchNodes& nodes) const;
  std::optional<std::vector<std::size_t>> take_shared(std::size_t partition, std::uint32_t host);
  std::size_t zone_of(std::size_t node) const;

  const scenario::Site& site_;
  engine::Kernel& kernel_;
  std::function<void(Duration)> before_change_;
  platforms::Network fabric_;
  std::set<std::pair<platforms::FabricPart, std::size_t>> lost_parts_;
  FabricTraffic traffic_;
  bool follows_traffic_ = false;
  std::vector<engine::LinkId> links_;         // of the fabric, by its own numbering
  std::vector<engine::LinkId> sender_links_;  // of each node: what its protocol lets through
  std::optional<Store> store_;
  std::deque<ZoneState> zones_;
  std::vector<RackState> racks_;
  std::vector<scheduler::NodePool> pools_;  // by partition
  std::vector<std::size_t> place_in_pool_;  // of each node
  struct SharedPlace {
    std::size_t place = 0, jobs = 0;
  };
  std::map<std::pair<std::size_t, std::uint32_t>, SharedPlace> shared_;  // by partition and number
  std::optional<facility::Recirculation> recirculation_;
  std::vector<TemperatureDifference> warmer_;  // of each rack, above the supply air
  std::vector<TemperatureDifference> hottest_of_zone_;
  Temperature supply_air_;
  std::optional<Temperature> hottest_;
  double heat_index_sum_ = 0, heat_index_count_ = 0;
  std::vector<bool> failed_;  // by node
  Draw switches_;
  Draw storage_;
  Draw flexible_;
  Power flexible_power_;
  bool powered_ = true;
};

}  // namespace icekeel::run
