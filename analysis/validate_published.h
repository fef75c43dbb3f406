// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Published figures as the catalogue holds them (kind "published"): the numbers, where they are
/// from, and everything that is needed to compute them again.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/validate_scoreboard.h"
#include "platforms/node.h"
#include "simulator/base/quantity.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/diagnostics.h"
#include "simulator/config/fields.h"
#include "workloads/collectives.h"
#include "workloads/training.h"

namespace icekeel::analysis {

enum class Tier { measured, rounded, assumed };

/// Part of a footprint.
enum class Part { run, idle, embodied, total };

/// One printed figure of an account; exactly one of the quantities is given.
struct AccountFigure {
  std::optional<Duration> device_time;  ///< GPU-hours
  std::optional<Duration> wall_time;
  std::optional<Energy> energy;
  std::optional<Mass> carbon;
  Part part = Part::run;
  std::optional<CarbonIntensity> carbon_intensity;  ///< where it is not the account's
  Tier tier = Tier::measured;
  std::string defect;  ///< why the printed figure is wrong
  std::string note;
};

/// Making the machines, spread over the hours of their life that are used.
struct EmbodiedAccount {
  std::int64_t servers = 0;
  Mass per_server;  ///< without its chips
  Mass per_chip;
  Duration lifetime;
  double use = 1;  ///< share of the lifetime in which they work
};

/// The arithmetic of one published run with its authors' own inputs. The time of all devices
/// together is given, or follows from work and rate, or from devices and wall time.
struct AccountSpec {
  std::string name;
  std::string scope;  ///< what the watts include; of which run
  std::optional<std::int64_t> devices;
  std::optional<Duration> device_time;
  std::optional<Duration> wall_time;
  std::optional<Work> work;
  std::optional<ComputeRate> rate;  ///< of one device
  std::optional<Power> device_power;
  std::optional<Energy> energy;  ///< where the authors start from it
  double pue = 1;
  std::optional<CarbonIntensity> carbon_intensity;
  std::optional<Energy> idle_energy;
  std::optional<EmbodiedAccount> embodied;
  std::vector<AccountFigure> published;
};

/// What the fastest layout may still choose where it is not published.
enum class Choice { micro_batch, interleave, layout };

/// An all-reduce between the chips of one node.
struct AllReduceSpec {
  Information size;
  Bandwidth bus_bandwidth;                        ///< published, as nccl-tests prints it
  std::optional<workloads::Algorithm> algorithm;  ///< default: the fastest
};

/// One measured or published step, run or transfer; exactly one of the quantities is given.
struct PredictionSpec {
  std::string name;
  std::optional<workloads::ModelSpec> model;  ///< default: that of the group
  std::int64_t global_batch = 1;
  std::optional<std::int64_t> tokens;        ///< of the whole run, for device_time
  std::vector<workloads::StageSpec> stages;  ///< the same, as steps on samples of given sizes
  std::optional<std::int64_t> devices;       ///< where the layout is to be found
  workloads::LayoutSpec layout;
  std::vector<Choice> free;
  std::optional<workloads::EvaluationSpec> evaluation;
  std::optional<Duration> step_time;
  std::optional<ComputeRate> megatron_rate;  ///< of a GPU, by equation 3 of arXiv:2104.04473
  std::optional<double> tokens_per_second;
  std::optional<double> samples_per_second;
  std::optional<Duration> device_time;
  std::optional<Power> node_power;  ///< mean of a run, at the inlet of the supplies
  std::optional<AllReduceSpec> all_reduce;
  std::optional<platforms::NodeSpec> node;  ///< default: that of the group
  Standing standing = Standing::scored;
  std::string note;
};

/// A paper, model card or log.
struct PublishedSpec {
  static constexpr std::string_view catalogue_kind = "published";

  std::string group;
  std::string source;
  std::string scope;
  std::string assumed;  ///< what is not published
  std::int64_t order = 0;
  std::vector<AccountSpec> accounts;

  std::optional<platforms::NodeSpec> node;
  std::optional<workloads::ModelSpec> model;
  platforms::Precision precision = platforms::Precision::bf16;
  workloads::EfficiencySpec efficiency;
  Tier tier = Tier::measured;
  std::optional<double> tolerance;
  std::vector<PredictionSpec> predictions;
};

void describe(config::Fields& f, AccountFigure& figure);
void describe(config::Fields& f, EmbodiedAccount& embodied);
void describe(config::Fields& f, AccountSpec& account);
void describe(config::Fields& f, AllReduceSpec& all_reduce);
void describe(config::Fields& f, PredictionSpec& prediction);
void describe(config::Fields& f, PublishedSpec& published);

/// Everything the catalogue has, in the order that the entries ask for.
std::vector<PublishedSpec> published_cases(const config::Catalogue& catalogue,
                                           config::Diagnostics& diagnostics);

std::string_view name(Tier tier);

}  // namespace icekeel::analysis

template <>
struct icekeel::config::Choices<icekeel::workloads::Algorithm> {
  static constexpr std::array<std::string_view, 3> names{"ring", "tree", "switches"};
};
template <>
struct icekeel::config::Choices<icekeel::analysis::Tier> {
  static constexpr std::array<std::string_view, 3> names{"measured", "rounded", "assumed"};
};
template <>
struct icekeel::config::Choices<icekeel::analysis::Part> {
  static constexpr std::array<std::string_view, 4> names{"run", "idle", "embodied", "total"};
};
template <>
struct icekeel::config::Choices<icekeel::analysis::Choice> {
  static constexpr std::array<std::string_view, 3> names{"micro_batch", "interleave", "layout"};
};
template <>
struct icekeel::config::Choices<icekeel::analysis::Standing> {
  static constexpr std::array<std::string_view, 4> names{"scored", "calibration", "circular",
                                                         "other_scope"};
};
