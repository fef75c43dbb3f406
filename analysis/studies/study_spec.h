// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A study as the user writes it: one scenario, what varies in it, what is asked of the runs.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/units.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::studies {

/// How the values of the parameters are combined.
enum class Design {
  grid,             ///< every value with every other
  list,             ///< the first values together, the second values together ...
  latin_hypercube,  ///< every stratum of every range once
  sobol,            ///< a sequence that fills the ranges evenly
  morris,           ///< trajectories, one parameter moved at a time
  sobol_indices     ///< the samples of Saltelli for variance-based indices
};

enum class Scale { linear, log };
enum class Want { least, most };

/// One case of a parameter that changes several settings at once.
struct CaseSpec {
  std::string name;
  std::vector<std::string> set;  ///< path=value
};

/// What varies: values, cases, or a range.
struct ParameterSpec {
  std::string path;                 ///< of a setting; empty for cases
  std::optional<std::string> name;  ///< by default the last word of the path
  std::vector<std::string> values;
  std::vector<CaseSpec> cases;
  std::optional<std::string> from, to;  ///< a range, with units
  std::int64_t steps = 5;               ///< of a range on a grid, both ends included
  bool integer = false;
  Scale scale = Scale::linear;
};

struct LimitsSpec {
  Duration time = units::hour;                               ///< of one point, on the clock
  Information memory = Information::si(4.0 * 8589934592.0);  ///< of one point, resident
};

struct ObjectiveSpec {
  std::string output;
  Want want = Want::least;
};

/// What an output may be at least or at most.
struct BoundSpec {
  std::string output;
  std::optional<double> least, most;
};

struct OptimizeSpec {
  ObjectiveSpec objective;
  std::vector<BoundSpec> limits;
  std::int64_t evaluations = 100;
  double tolerance = 1e-3;  ///< of the variables, as a share of their ranges
};

struct SlurmSpec {
  std::int64_t tasks = 100;  ///< most tasks of the array
  Duration time = units::hour;
  std::vector<std::string> options;  ///< further ones, as "--partition=long"
};

struct StudySpec {
  std::int64_t schema = 0;
  std::string name;
  config::InputPath scenario;
  std::vector<std::string> set;
  std::vector<ParameterSpec> parameters;
  Design design = Design::grid;
  std::int64_t samples = 64;
  std::int64_t replicates = 1;
  std::optional<std::int64_t> seed;
  std::vector<std::string> outputs;
  std::vector<ObjectiveSpec> objectives;
  LimitsSpec limits;
  std::optional<OptimizeSpec> optimize;
  SlurmSpec slurm;
};

void describe(config::Fields& f, CaseSpec& spec);
void describe(config::Fields& f, ParameterSpec& spec);
void describe(config::Fields& f, LimitsSpec& spec);
void describe(config::Fields& f, ObjectiveSpec& spec);
void describe(config::Fields& f, BoundSpec& spec);
void describe(config::Fields& f, OptimizeSpec& spec);
void describe(config::Fields& f, SlurmSpec& spec);
void describe(config::Fields& f, StudySpec& spec);

/// Rules across settings.
std::vector<config::Finding> check(const StudySpec& study);

/// "supply" of "sites[0].cooling.supply"; a trailing ".like" is left out.
std::string name_of(const ParameterSpec& parameter);

}  // namespace icekeel::studies

template <>
struct icekeel::config::Choices<icekeel::studies::Design> {
  static constexpr std::array<std::string_view, 6> names{"grid",  "list",   "latin-hypercube",
                                                         "sobol", "morris", "sobol-indices"};
};
template <>
struct icekeel::config::Choices<icekeel::studies::Scale> {
  static constexpr std::array<std::string_view, 2> names{"linear", "log"};
};
template <>
struct icekeel::config::Choices<icekeel::studies::Want> {
  static constexpr std::array<std::string_view, 2> names{"least", "most"};
};
