// SPDX-License-Identifier: Apache-2.0
#include "analysis/validate_published.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/config/document.h"
#include "simulator/config/reader.h"

namespace icekeel::analysis {
namespace {

constexpr config::Limits positive{.least = 0, .above_least = true};
constexpr config::Limits count{.least = 1, .most = 1e7};

using Findings = std::vector<config::Finding>;

// What a figure cannot be computed without.
void check_figure(const AccountSpec& a, const AccountFigure& f, const std::string& path,
                  Findings& findings) {
  const auto need = [&](bool there, const char* what, const char* remedy) {
    if (!there) findings.push_back({path, fmt::format("the figure needs {}", what), remedy});
  };
  const int quantities = int{f.device_time.has_value()} + int{f.wall_time.has_value()} +
                         int{f.energy.has_value()} + int{f.carbon.has_value()};
  need(quantities == 1, "one quantity", "give one of device_time, wall_time, energy, carbon");
  const bool time = a.device_time || (a.work && a.rate) || (a.devices && a.wall_time);
  const bool whole = f.part == Part::run || f.part == Part::total;
  const bool energy = whole && (f.energy || f.carbon);
  if (f.device_time || f.wall_time || (energy && !a.energy))
    need(time, "the time of the devices",
         "give device_time, or work and rate, or devices and wall_time");
  if (energy) need(a.energy || a.device_power, "power", "give device_power or energy");
  if (f.carbon && f.part != Part::embodied)
    need(a.carbon_intensity || f.carbon_intensity, "a carbon intensity", "give carbon_intensity");
  if (f.part == Part::idle || f.part == Part::total)
    need(a.idle_energy.has_value(), "the idle energy", "give idle_energy");
  if (f.part == Part::embodied || f.part == Part::total)
    need(a.embodied && a.devices && time, "the machines and their time",
         "give embodied, devices and the time of the devices");
}

void check_prediction(const PublishedSpec& paper, const PredictionSpec& p, const std::string& path,
                      Findings& findings) {
  if (!p.node && !paper.node)
    findings.push_back({path, "the prediction has no node", "give node, here or for the group"});
  if (p.all_reduce) return;
  if (!p.model && !paper.model)
    findings.push_back({path, "the prediction has no model", "give model, here or for the group"});
  const int quantities = int{p.step_time.has_value()} + int{p.megatron_rate.has_value()} +
                         int{p.tokens_per_second.has_value()} +
                         int{p.samples_per_second.has_value()} + int{p.device_time.has_value()} +
                         int{p.node_power.has_value()};
  if (quantities != 1)
    findings.push_back({path, "the prediction needs one published figure",
                        "give one of step_time, megatron_rate, tokens_per_second, "
                        "samples_per_second, device_time, node_power, all_reduce"});
  if (p.megatron_rate &&
      !(p.model ? *p.model : paper.model.value_or(workloads::ModelSpec{})).transformer)
    findings.push_back({path + ".megatron_rate", "this rate counts the work of a transformer",
                        "give step_time instead"});
}

Findings check(const PublishedSpec& paper) {
  Findings findings;
  for (std::size_t a = 0; a < paper.accounts.size(); ++a)
    for (std::size_t f = 0; f < paper.accounts[a].published.size(); ++f)
      check_figure(paper.accounts[a], paper.accounts[a].published[f],
                   fmt::format("accounts[{}].published[{}]", a, f), findings);
  for (std::size_t p = 0; p < paper.predictions.size(); ++p)
    check_prediction(paper, paper.predictions[p], fmt::format("predictions[{}]", p), findings);
  return findings;
}

}  // namespace

void describe(config::Fields& f, AccountFigure& a) {
  f.optional("device_time", a.device_time, "Printed time of all devices together.", positive);
  f.optional("wall_time", a.wall_time, "Printed time from start to end.", positive);
  f.optional("energy", a.energy, "Printed energy.", positive);
  f.optional("carbon", a.carbon, "Printed CO2 equivalent.", positive);
  f.optional("part", a.part, "Part of the footprint that the figure is about.");
  f.optional("carbon_intensity", a.carbon_intensity,
             "Carbon intensity of this figure where it is not that of the account.");
  f.optional("tier", a.tier, "Whether the figure was measured, rounded or assumed.");
  f.optional("defect", a.defect, "Why the printed figure is wrong.");
  f.optional("note", a.note, "What to know of the figure.");
}

void describe(config::Fields& f, EmbodiedAccount& e) {
  f.required("servers", e.servers, "Number of servers.", count);
  f.required("per_server", e.per_server, "CO2 equivalent of making a server without its chips.");
  f.required("per_chip", e.per_chip, "CO2 equivalent of making a chip.");
  f.required("lifetime", e.lifetime, "Years in service.", positive);
  f.optional("use", e.use, "Share of the lifetime in which they work.",
             {.least = 0, .most = 1, .above_least = true});
}

void describe(config::Fields& f, AccountSpec& a) {
  f.required("name", a.name, "Name of the run.");
  f.optional("scope", a.scope, "What the figures include.");
  f.optional("devices", a.devices, "Number of chips.", count);
  f.optional("device_time", a.device_time, "Time of all chips together.", positive);
  f.optional("wall_time", a.wall_time, "Time from start to end.", positive);
  f.optional("work", a.work, "Floating-point work of the run.", positive);
  f.optional("rate", a.rate, "Rate at which one chip works.", positive);
  f.optional("device_power", a.device_power, "Power for each chip.", positive);
  f.optional("energy", a.energy, "Energy, where the authors start from it.", positive);
  f.optional("pue", a.pue, "Power usage effectiveness that the authors apply.", {.least = 1});
  f.optional("carbon_intensity", a.carbon_intensity, "Carbon intensity that the authors apply.",
             positive);
  f.optional("idle_energy", a.idle_energy, "Energy of the machine's idle share.", positive);
  f.optional("embodied", a.embodied, "Account of making the machines.");
  f.required("published", a.published, "The printed figures.");
}

void describe(config::Fields& f, AllReduceSpec& a) {
  f.required("size", a.size, "Size of the buffer of each chip.", positive);
  f.required("bus_bandwidth", a.bus_bandwidth, "Published rate, as nccl-tests prints it.",
             positive);
  f.optional("algorithm", a.algorithm, "ring, tree or switches; default: the fastest.");
}

void describe(config::Fields& f, PredictionSpec& p) {
  f.required("name", p.name, "Name of the row.");
  f.optional("model", p.model, "The network.");
  f.optional("global_batch", p.global_batch, "Samples a step.", {.least = 1});
  f.optional("tokens", p.tokens, "Tokens of the whole run.", {.least = 1});
  f.optional("stages", p.stages, "Stages of the whole run, where it is not counted in tokens.");
  f.optional("devices", p.devices, "GPUs, where the layout is not published.", count);
  f.optional("layout", p.layout, "How the job is spread over GPUs.");
  f.optional("free", p.free,
             "What is not published: the model's fastest choice that fits is taken.");
  f.optional("step_time", p.step_time, "Published time of a step.", positive);
  f.optional("megatron_rate", p.megatron_rate,
             "Published rate of a GPU, by equation 3 of arXiv:2104.04473.", positive);
  f.optional("tokens_per_second", p.tokens_per_second, "Published tokens a second.", positive);
  f.optional("samples_per_second", p.samples_per_second, "Published samples a second.", positive);
  f.optional("device_time", p.device_time, "Published GPU-hours of the whole run.", positive);
  f.optional("node_power", p.node_power, "Published mean power of a node.", positive);
  f.optional("evaluation", p.evaluation, "Evaluations that the published run includes.");
  f.optional("all_reduce", p.all_reduce, "Published all-reduce over the chips of a node.");
  f.optional("node", p.node, "The node, where it is not that of the group.");
  f.optional("standing", p.standing,
             "Whether the figure is scored, was fitted to, or is circular.");
  f.optional("note", p.note, "What to know of the row.");
}

void describe(config::Fields& f, PublishedSpec& p) {
  f.required("group", p.group, "Name of the group in the scoreboards.");
  f.required("source", p.source, "Where the figures are from.");
  f.optional("scope", p.scope, "What the predicted figures include.");
  f.optional("assumed", p.assumed, "What is not published and was filled in.");
  f.optional("order", p.order, "Place in the scoreboards.");
  f.optional("accounts", p.accounts, "Accounts of energy and carbon.");
  f.optional("node", p.node, "The node that the predictions run on.");
  f.optional("model", p.model, "The network of predictions that name none.");
  f.optional("precision", p.precision, "Number format of the matrix products.");
  f.optional("efficiency", p.efficiency, "How much of the machine's peaks the jobs reach.");
  f.optional("tier", p.tier, "Whether the predicted figures were measured, rounded or assumed.");
  f.optional("tolerance", p.tolerance, "Most that a prediction may be off, stated beforehand.",
             {.most = 1, .above_least = true});
  f.optional("predictions", p.predictions, "Steps and runs to predict.");
}

std::vector<PublishedSpec> published_cases(const config::Catalogue& catalogue,
                                           config::Diagnostics& diagnostics) {
  std::vector<PublishedSpec> cases;
  for (const std::string& entry : catalogue.names(PublishedSpec::catalogue_kind)) {
    const auto file = catalogue.find(PublishedSpec::catalogue_kind, entry);
    auto root = config::load_document(*file, diagnostics);
    if (!root) continue;
    config::Reader reader(std::move(*root), entry, catalogue, diagnostics);
    const std::size_t errors = diagnostics.errors();
    reader.read(cases.emplace_back());
    if (diagnostics.errors() == errors) reader.report(check(cases.back()));
  }
  std::ranges::stable_sort(cases, {}, &PublishedSpec::order);
  return cases;
}

std::string_view name(Tier tier) {
  return config::Choices<Tier>::names[static_cast<std::size_t>(tier)];
}

}  // namespace icekeel::analysis
