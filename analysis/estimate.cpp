// SPDX-License-Identifier: Apache-2.0
#include "analysis/estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>

#include "analysis/country.h"
#include "analysis/estimate_model.h"
#include "analysis/node_energy.h"
#include "simulator/base/text.h"
#include "simulator/base/units.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"
#include "simulator/power/node_power.h"
#include "workloads/hardware.h"
#include "workloads/layout_search.h"

namespace icekeel::analysis {
namespace {

using config::Finding;
using Findings = std::vector<Finding>;
using workloads::Hardware;
using workloads::LayoutSpec;
using workloads::TrainingSpec;

// estimate: between the 1.1 of the large operators and the 1.5 to 1.6 that surveys find on average.
constexpr double default_pue = 1.2;
// estimate: what a tuned framework hides of its gradient exchange.
constexpr double default_overlap = 0.9;
constexpr std::string_view early_sharding = "deepspeed-2021-a100";
constexpr std::int64_t default_batch_tokens = std::int64_t{4} << 20U;
constexpr std::int64_t default_batch_images = 2048;
constexpr std::string_view default_node = "dgx-h100";
const std::string default_unet = "stable-diffusion-v1";

// The name of the column that a finding of the models is about.
std::string column_of(const std::string& path) {
  std::string last = path.substr(path.rfind('.') == std::string::npos ? 0 : path.rfind('.') + 1);
  if (last == "key_value_heads") return "kv_heads";
  if (last == "feed_forward_size") return "ffn_size";
  if (last == "vocabulary_size") return "vocab_size";
  if (last == "latent_size") return "image_size";
  for (const EstimateColumn& column : estimate_columns())
    if (column.name == last) return last;
  return {};
}

void add(Findings& to, const Findings& from) {
  for (const Finding& finding : from)
    to.push_back({column_of(finding.path), finding.message, finding.remedy});
}

std::string recompute_name(workloads::Recompute recompute) {
  return std::string(
      config::Choices<workloads::Recompute>::names[static_cast<std::size_t>(recompute)]);
}

std::string precision_name(platforms::Precision precision) {
  return std::string(
      config::Choices<platforms::Precision>::names[static_cast<std::size_t>(precision)]);
}

// What models are usually trained in on this chip.
platforms::Precision usual_precision(const platforms::ChipSpec& chip) {
  using enum platforms::Precision;
  for (const platforms::Precision precision : {bf16, fp16, tf32})
    if (platforms::peak_rate(chip, precision) > ComputeRate{}) return precision;
  return fp32;
}

// The node as it is cooled: an entry of its own where the catalogue has one, else its board set
// with a usual share of heat to the liquid.
struct CooledNode {
  std::string name;
  Cooling cooling = Cooling::air;
};

CooledNode cooled(const std::string& node, std::optional<Cooling> asked,
                  const config::Catalogue& catalogue) {
  const auto own = [&](Cooling kind) { return node.ends_with("-" + std::string(name(kind))); };
  if (own(Cooling::immersion)) return {node, asked.value_or(Cooling::immersion)};
  if (own(Cooling::liquid)) return {node, asked.value_or(Cooling::liquid)};
  if (!asked || *asked == Cooling::air) return {node, Cooling::air};
  const std::string variant = fmt::format("{}-{}", node, name(*asked));
  return {catalogue.find("nodes", variant) ? variant : node, *asked};
}

// estimate: as the catalogue's own liquid and immersed nodes.
platforms::LiquidSpec usual_liquid(Cooling cooling) {
  const auto celsius = [](double t) { return Temperature::from_celsius(t); };
  const platforms::InletRange inlet{celsius(15), celsius(32), celsius(45), celsius(50)};
  return cooling == Cooling::immersion ? platforms::LiquidSpec{1.0, 0.0, inlet}
                                       : platforms::LiquidSpec{0.85, 0.15, inlet};
}

// One case on its way to an estimate.
class Making {
 public:
  Making(const EstimateCase& asked, EstimateOutcome& outcome) : asked_(asked), outcome_(outcome) {}

  bool failed() const { return !outcome_.problems.empty() || !remarks.problems.empty(); }

  void problem(std::string column, std::string message, std::string remedy) {
    outcome_.problems.push_back({std::move(column), std::move(message), std::move(remedy)});
  }
  template <class T>
  void assume(std::string_view column, const T& value) {
    remarks.assumed.push_back(fmt::format("{} {}", column, value));
  }

  void fill_work(const workloads::JobSpec* job, const workloads::ModelSpec& model,
                 const platforms::NodeSpec& node);
  void check_precision(const platforms::NodeSpec& node);
  void fill_nodes(std::int64_t per_node);
  void fill_layout(const Hardware& hardware);

  TrainingSpec training;
  Remarks remarks;
  bool has_length = false;
  std::int64_t nodes = 1;
  bool searched = false;
  std::size_t considered = 0;

 private:
  std::optional<bool> splits_norms() const;
  workloads::FixedLayout fixed() const;
  bool wants_search() const;
  void fill_given(std::int64_t gpus);
  void search(const Hardware& hardware, std::int64_t gpus);

  const EstimateCase& asked_;
  EstimateOutcome& outcome_;
  bool has_job_layout_ = false;
};

void Making::fill_work(const workloads::JobSpec* job, const workloads::ModelSpec& model,
                       const platforms::NodeSpec& node) {
  if (job) {
    training = *job->training;
    has_job_layout_ = true;
    has_length = true;
  }
  training.model = model;
  const bool images = workloads::sees_images(model);
  if (asked_.precision) {
    training.precision = *asked_.precision;
  } else if (!job) {
    training.precision = usual_precision(node.chip);
    assume("precision", precision_name(training.precision));
  }
  if (asked_.optimizer) training.optimizer = *asked_.optimizer;
  if (asked_.global_batch)
    training.global_batch = *asked_.global_batch;
  else if (!job) {
    const auto tokens = workloads::tokens_per_sample(training.model);
    training.global_batch =
        images ? default_batch_images : std::max<std::int64_t>(1, default_batch_tokens / tokens);
    assume("global_batch", training.global_batch);
  }
  if (asked_.tokens) {
    training.stages.clear();
    training.steps.reset();
    training.samples.reset();
    training.tokens.reset();
    (images ? training.samples : training.tokens) = asked_.tokens;
    has_length = true;
  } else if (!has_length) {
    training.steps = 1;
  }
}

void Making::check_precision(const platforms::NodeSpec& node) {
  if (platforms::peak_rate(node.chip, training.precision) > ComputeRate{}) return;
  std::string known;
  for (std::size_t i = 0; i < config::Choices<platforms::Precision>::names.size(); ++i)
    if (const auto precision = static_cast<platforms::Precision>(i);
        platforms::peak_rate(node.chip, precision) > ComputeRate{})
      known += (known.empty() ? "" : ", ") + precision_name(precision);
  problem(
      "precision",
      fmt::format("{} has no {} arithmetic", node.chip.name.empty() ? "this chip" : node.chip.name,
                  precision_name(training.precision)),
      "it has " + known);
}

// Nodes that are given, or that the given layout fills.
void Making::fill_nodes(std::int64_t per_node) {
  const bool has_layout =
      asked_.tensor_parallel || asked_.pipeline_parallel || asked_.data_parallel;
  const LayoutSpec& l = training.layout;
  const std::int64_t gpus =
      asked_.tensor_parallel.value_or(has_job_layout_ ? l.tensor_parallel : 1) *
      asked_.pipeline_parallel.value_or(has_job_layout_ ? l.pipeline_parallel : 1) *
      asked_.context_parallel.value_or(has_job_layout_ ? l.context_parallel : 1) *
      asked_.data_parallel.value_or(has_job_layout_ && !asked_.nodes ? l.data_parallel : 1);
  if (asked_.nodes) {
    nodes = *asked_.nodes;
    if (gpus > nodes * per_node)
      problem("nodes",
              fmt::format("{} GPUs are asked for, but {} node{} of {} hold {}", gpus, nodes,
                          nodes == 1 ? "" : "s", per_node, nodes * per_node),
              fmt::format("take {} nodes, or less parallelism", (gpus + per_node - 1) / per_node));
    return;
  }
  nodes = (gpus + per_node - 1) / per_node;
  if (!has_layout && !has_job_layout_) assume("nodes", nodes);
}

// Beside a given tensor parallelism it has its default, unless a search is asked for.
std::optional<bool> Making::splits_norms() const {
  if (asked_.sequence_parallel || asked_.search || !asked_.tensor_parallel)
    return asked_.sequence_parallel;
  return false;
}

workloads::FixedLayout Making::fixed() const {
  return {.tensor_parallel = asked_.tensor_parallel,
          .pipeline_parallel = asked_.pipeline_parallel,
          .data_parallel = asked_.data_parallel,
          .micro_batch = asked_.micro_batch,
          .interleave = asked_.interleave,
          .context_parallel = asked_.context_parallel,
          .expert_parallel = asked_.expert_parallel,
          .sequence_parallel = splits_norms(),
          .recompute = asked_.recompute,
          .zero_stage = asked_.zero_stage};
}

bool Making::wants_search() const {
  if (asked_.search) return true;
  if (has_job_layout_) return false;
  return !asked_.micro_batch || !asked_.tensor_parallel ||
         (!asked_.pipeline_parallel && !asked_.data_parallel);
}

// What the user gives of the layout, with defaults for the rest.
void Making::fill_given(std::int64_t gpus) {
  LayoutSpec& l = training.layout;
  const auto take = [&](std::int64_t& member, const EstimateCase::Count& given,
                        std::string_view column) {
    if (given)
      member = *given;
    else if (!has_job_layout_)
      assume(column, member);
  };
  take(l.tensor_parallel, asked_.tensor_parallel, "tensor_parallel");
  if (asked_.context_parallel) l.context_parallel = *asked_.context_parallel;
  const std::int64_t copies = asked_.data_parallel.value_or(1) * l.context_parallel;
  if (!asked_.pipeline_parallel && !has_job_layout_ && asked_.nodes &&
      gpus % (l.tensor_parallel * copies) == 0)
    l.pipeline_parallel = gpus / (l.tensor_parallel * copies);
  else
    take(l.pipeline_parallel, asked_.pipeline_parallel, "pipeline_parallel");
  const std::int64_t group = l.tensor_parallel * l.pipeline_parallel * l.context_parallel;
  if (asked_.data_parallel) {
    l.data_parallel = *asked_.data_parallel;
  } else if (!has_job_layout_ || asked_.nodes || asked_.tensor_parallel ||
             asked_.pipeline_parallel || asked_.context_parallel) {
    l.data_parallel = std::max<std::int64_t>(1, gpus / group);
    if (gpus % group != 0) {
      TrainingSpec one = training;
      one.layout.data_parallel = 1;
      add(outcome_.problems, workloads::check(one));
      if (!failed())
        problem("data_parallel",
                fmt::format("{} GPUs cannot be shared by groups of {} evenly", gpus, group),
                "take another tensor_parallel or pipeline_parallel, or say how many copies there "
                "are");
    }
  }
  take(l.micro_batch, asked_.micro_batch, "micro_batch");
  take(l.interleave, asked_.interleave, "interleave");
  if (asked_.expert_parallel) l.expert_parallel = *asked_.expert_parallel;
  take(l.zero_stage, asked_.zero_stage, "zero_stage");
  if (asked_.sequence_parallel)
    l.sequence_parallel = *asked_.sequence_parallel;
  else if (!has_job_layout_ && l.tensor_parallel > 1)
    assume("sequence_parallel", l.sequence_parallel);
  if (asked_.recompute)
    l.recompute = *asked_.recompute;
  else if (!has_job_layout_)
    assume("recompute", recompute_name(l.recompute));
}

void Making::search(const Hardware& hardware, std::int64_t gpus) {
  const auto found = workloads::search_layout(training, hardware, gpus, fixed());
  searched = true;
  considered = found.considered;
  if (found.layout) {
    training.layout = *found.layout;
    return;
  }
  // Whatever is wrong with what is given is wrong with any layout that keeps it.
  LayoutSpec& l = training.layout;
  l.tensor_parallel = asked_.tensor_parallel.value_or(1);
  l.pipeline_parallel = asked_.pipeline_parallel.value_or(1);
  l.data_parallel = asked_.data_parallel.value_or(1);
  l.context_parallel = asked_.context_parallel.value_or(1);
  l.micro_batch = asked_.micro_batch.value_or(1);
  l.interleave = asked_.interleave.value_or(1);
  l.expert_parallel = asked_.expert_parallel.value_or(1);
  add(outcome_.problems, workloads::check_plannable(training, hardware));
  if (failed()) return;
  if (found.least_memory > Information{}) {
    outcome_.lacking = {
        fmt::format(
            "no layout on {} GPUs fits: the smallest needs {:.1f} GB on each, and they have "
            "{:.1f} GB",
            gpus, found.least_memory.in(units::gigabyte), hardware.memory.in(units::gigabyte)),
        gpus, training.global_batch};
    problem("nodes", outcome_.lacking->message, "take more nodes, or GPUs with more memory");
  } else {
    problem("global_batch",
            fmt::format("a batch of {} cannot be spread as the layout asks", training.global_batch),
            "give less of the layout, or another global_batch");
  }
}

void Making::fill_layout(const Hardware& hardware) {
  const std::int64_t gpus = nodes * static_cast<std::int64_t>(hardware.gpus_per_node);
  LayoutSpec& l = training.layout;
  if (asked_.flash_attention) {
    l.flash_attention = *asked_.flash_attention;
  } else if (!has_job_layout_) {
    l.flash_attention = asked_.recompute != workloads::Recompute::selective;
    assume("flash_attention", l.flash_attention);
  }
  if (!has_job_layout_) {
    // Frameworks without fused attention are of a time when gradients left after the last
    // micro-batch.
    l.overlap = l.flash_attention ? default_overlap : 0;
    assume("overlap of the gradient exchange", fmt::format("{:.0f} %", 100 * l.overlap));
  }
  if (wants_search())
    search(hardware, gpus);
  else
    fill_given(gpus);
  if (failed()) return;
  add(outcome_.problems, workloads::check_plannable(training, hardware));
  if (!failed() && l.gpus() < gpus && asked_.nodes)
    remarks.warnings.push_back(fmt::format("{} of the {} GPUs are used", l.gpus(), gpus));
}

std::string words(const workloads::ModelSpec& model, double parameters) {
  const std::string size = parameters >= 1e9 ? fmt::format("{:.1f} B", parameters * 1e-9)
                                             : fmt::format("{:.1f} M", parameters * 1e-6);
  if (!model.transformer)
    return fmt::format("{}, {} parameters", model.unet ? "unet" : "resnet", size);
  const auto& m = *model.transformer;
  if (m.experts > 1)
    return fmt::format(
        "mixture of experts, {} parameters: {} layers, hidden size {}, {} of {} experts a token",
        size, m.layers, m.hidden_size, m.experts_per_token, m.experts);
  return fmt::format("{}, {} parameters: {} layers, hidden size {}, {} heads",
                     m.patch_size ? "vision transformer"
                     : m.encoder  ? "encoder"
                                  : "transformer",
                     size, m.layers, m.hidden_size, m.attention_heads);
}

}  // namespace

double Estimate::tflops_per_gpu() const {
  return plan.model_work.in(units::teraflop) /
         (static_cast<double>(plan.gpus) * plan.step_time.si());
}

double Estimate::hardware_tflops_per_gpu() const {
  return plan.hardware_work.in(units::teraflop) /
         (static_cast<double>(plan.gpus) * plan.step_time.si());
}

std::string grid_name(std::string_view country) {
  std::string plain;
  for (const char c : country)
    plain +=
        c == ' ' || c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  struct Code {
    std::string_view two, three, name;
  };
  static constexpr std::array<Code, 22> codes{{
      {"au", "aus", "australia"},     {"br", "bra", "brazil"},         {"ca", "can", "canada"},
      {"cn", "chn", "china"},         {"dk", "dnk", "denmark"},        {"fi", "fin", "finland"},
      {"fr", "fra", "france"},        {"de", "deu", "germany"},        {"is", "isl", "iceland"},
      {"in", "ind", "india"},         {"ie", "irl", "ireland"},        {"it", "ita", "italy"},
      {"jp", "jpn", "japan"},         {"nl", "nld", "netherlands"},    {"no", "nor", "norway"},
      {"pl", "pol", "poland"},        {"es", "esp", "spain"},          {"se", "swe", "sweden"},
      {"ch", "che", "switzerland"},   {"gb", "gbr", "united-kingdom"}, {"us", "usa", "usa"},
      {"uk", "uk", "united-kingdom"},
  }};
  for (const Code& code : codes)
    if (plain == code.two || plain == code.three) return std::string(code.name);
  return plain == "united-states" ? "usa" : plain;
}

Estimator::Estimator(config::Catalogue catalogue) : catalogue_(std::move(catalogue)) {}

template <class Spec>
const Spec* Estimator::entry(const std::string& name, std::string_view column, Findings& problems) {
  auto& known = [this]() -> auto& {
    if constexpr (std::is_same_v<Spec, platforms::NodeSpec>)
      return nodes_;
    else if constexpr (std::is_same_v<Spec, workloads::ModelSpec>)
      return models_;
    else if constexpr (std::is_same_v<Spec, workloads::JobSpec>)
      return jobs_;
    else if constexpr (std::is_same_v<Spec, platforms::MachineSpec>)
      return machines_;
    else if constexpr (std::is_same_v<Spec, workloads::EfficiencySpec>)
      return efficiencies_;
    else if constexpr (std::is_same_v<Spec, workloads::WeightFormatSpec>)
      return formats_;
    else
      return grids_;
  }();
  if (const auto at = known.find(name); at != known.end()) return &at->second;
  const bool is_file = name.ends_with(".yaml") || name.ends_with(".yml");
  const auto file = is_file ? std::optional(std::filesystem::path(name))
                            : catalogue_.find(Spec::catalogue_kind, name);
  if (!file) {
    const auto meant = nearest(name, catalogue_.names(Spec::catalogue_kind));
    problems.push_back(
        {std::string(column),
         fmt::format("the catalogue has no '{}' among its {}", name, Spec::catalogue_kind),
         meant ? fmt::format("did you mean '{}'?", *meant)
               : fmt::format("'icekeel list {}' shows what there is", Spec::catalogue_kind)});
    return nullptr;
  }
  config::Diagnostics diagnostics;
  Spec spec;
  if (const auto document = config::load_document(*file, diagnostics))
    config::Reader(*document, std::string(column), catalogue_, diagnostics).read(spec);
  if (diagnostics.failed()) {
    std::string text = diagnostics.text("nothing was estimated");
    while (text.ends_with('\n')) text.pop_back();
    problems.push_back({std::string(column), fmt::format("'{}' cannot be used", name), text});
    return nullptr;
  }
  return &known.emplace(name, std::move(spec)).first->second;
}

std::optional<platforms::MachineSpec> Estimator::machine(const std::string& name,
                                                         Findings& problems) {
  if (!catalogue_.find("machines", name) && catalogue_.find("nodes", name))
    return platforms::MachineSpec{.name = name, .node = name};
  if (const auto* found = entry<platforms::MachineSpec>(name, "on", problems)) return *found;
  return std::nullopt;
}

std::optional<workloads::EfficiencySpec> Estimator::efficiency_of(const platforms::ChipSpec& chip,
                                                                  Findings& problems) {
  if (chip.family.empty()) return std::nullopt;
  for (const auto& name : catalogue_.names(workloads::EfficiencySpec::catalogue_kind))
    if (const auto* known = entry<workloads::EfficiencySpec>(name, "node", problems))
      if (std::ranges::find(known->families, chip.family) != known->families.end()) return *known;
  return std::nullopt;
}

EstimateOutcome Estimator::estimate(const EstimateCase& asked) {
  EstimateOutcome outcome;
  Making making(asked, outcome);
  Findings& problems = outcome.problems;

  const workloads::JobSpec* job = nullptr;
  if (!asked.job.empty()) {
    job = entry<workloads::JobSpec>(asked.job, "job", problems);
    if (job && !job->training)
      making.problem("job", fmt::format("'{}' trains nothing that can be estimated", asked.job),
                     "take a job with 'training:'");
  }
  const std::string node_asked = asked.node.empty() ? std::string(default_node) : asked.node;
  if (asked.node.empty()) making.assume("node", node_asked);
  const CooledNode cooling = cooled(node_asked, asked.cooling, catalogue_);
  const auto* node_found = entry<platforms::NodeSpec>(cooling.name, "node", problems);
  std::optional<workloads::ModelSpec> model;
  if (!asked.model.empty()) {
    if (const auto* found = entry<workloads::ModelSpec>(asked.model, "model", problems))
      model = *found;
  } else if (job && job->training) {
    model = job->training->model;
  } else if (asked.job.empty() && family_of(asked) == Family::unet) {
    if (const auto* found = entry<workloads::ModelSpec>(default_unet, "family", problems))
      model = *found;
    making.assume("model", default_unet);
  } else if (asked.job.empty()) {
    model = model_of(asked, making.remarks);
  }
  const facility::GridSpec* grid = nullptr;
  if (!asked.country.empty())
    grid = entry<facility::GridSpec>(grid_name(asked.country), "country", problems);
  offer_neighbours(grid_name(asked.country), catalogue_, problems);
  if (model && (!asked.model.empty() || job || model->unet))
    change_model(asked, *model, making.remarks);
  if (model && model->transformer && model->transformer->lora_rank && !asked.frozen_weights.empty())
    if (const auto* format =
            entry<workloads::WeightFormatSpec>(asked.frozen_weights, "frozen_weights", problems))
      model->transformer->frozen_weights = *format;
  add(problems, making.remarks.problems);
  if (making.failed() || !model || !node_found) return outcome;

  making.fill_work(job, *model, *node_found);
  if (!job)
    if (auto own = efficiency_of(node_found->chip, problems))
      making.training.efficiency = std::move(*own);
  if (!job && asked.zero_stage == 3 && asked.flash_attention == false) {
    // Who shards weights without fused attention does it as the first library that could.
    making.assume("efficiency", early_sharding);
    if (const auto* found =
            entry<workloads::EfficiencySpec>(std::string(early_sharding), "zero_stage", problems))
      making.training.efficiency = *found;
  }
  platforms::NodeSpec node = *node_found;
  if (cooling.cooling != Cooling::air && !node.liquid) node.liquid = usual_liquid(cooling.cooling);
  const auto coolant =
      cooling.cooling == Cooling::air ? platforms::Coolant::air : platforms::Coolant::liquid;
  making.check_precision(node);
  making.fill_nodes(node.chips);
  if (making.failed()) return outcome;
  const Hardware hardware = workloads::hardware_of(node, making.training.precision);
  making.fill_layout(hardware);
  if (making.failed()) return outcome;
  if (!asked.pue) making.assume("pue", default_pue);
  if (!asked.cooling) making.assume("cooling", name(cooling.cooling));

  Estimate& e = outcome.estimate.emplace();
  e.name = !asked.name.empty()    ? asked.name
           : !asked.job.empty()   ? asked.job
           : !asked.model.empty() ? asked.model
                                  : "estimate";
  e.training = making.training;
  e.plan = workloads::plan_step(e.training, hardware, workloads::Detail::times);
  e.parameters = workloads::parameters(e.training.model);
  e.trained_parameters = workloads::trained_parameters(e.training.model);
  e.model = words(e.training.model, e.parameters);
  if (e.trained_parameters < e.parameters)
    e.model += fmt::format(", {:.1f} M of them trained", e.trained_parameters * 1e-6);
  e.node_name = cooling.name;
  e.cooling = std::string(name(cooling.cooling));
  e.peak = hardware.peak;
  e.gpu_memory = hardware.memory;
  e.searched = making.searched;
  e.considered = making.considered;
  e.node_power = mean_node_power(e.plan, node, coolant);
  const double per_second = static_cast<double>(e.training.global_batch) / e.plan.step_time.si();
  const auto tokens = workloads::tokens_per_sample(e.training.model);
  if (!workloads::sees_images(e.training.model))
    e.tokens_per_second = per_second * static_cast<double>(tokens);
  else
    e.samples_per_second = per_second;
  e.pue = asked.pue.value_or(default_pue);
  if (making.has_length) {
    e.wall_time = e.plan.run_time();
    e.gpu_time = e.plan.gpu_time();
    e.it_energy = static_cast<double>(e.plan.nodes) * (e.node_power * *e.wall_time);
    e.facility_energy = e.pue * *e.it_energy;
    if (grid) e.carbon = facility::location_carbon(*grid).mid * *e.facility_energy;
    if (asked.electricity_price) e.cost = *asked.electricity_price * *e.facility_energy;
  }
  if (asked.electricity_price) e.currency = asked.currency;
  if (node.chip.price) e.chips_price = static_cast<double>(e.plan.gpus) * *node.chip.price;
  if (node.chip.rent && e.gpu_time) e.rent = *node.chip.rent * *e.gpu_time;
  e.assumed = making.remarks.assumed;
  e.warnings = making.remarks.warnings;
  if (!e.plan.fits) e.warnings.push_back("the model does not fit: " + e.plan.why_not);
  return outcome;
}

}  // namespace icekeel::analysis
