// SPDX-License-Identifier: Apache-2.0
#include "analysis/estimate_output.h"

#include <fmt/format.h>

#include <array>

#include "analysis/text_format.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

using Json = nlohmann::ordered_json;
using workloads::PhaseKind;

// A figure of the answer: its key, how it is made, how people read it.
struct Figure {
  std::string_view key;
  std::optional<double> (*value)(const Estimate&);
  std::string_view label;  ///< empty: not in the text
  std::string_view unit;
};

template <class Quantity>
std::optional<double> in(const std::optional<Quantity>& value, Quantity unit) {
  return value ? std::optional(value->in(unit)) : std::nullopt;
}

using E = Estimate;

// Seconds of what not every training does.
std::optional<double> if_any(Duration time) {
  return time > Duration{} ? std::optional(time.si()) : std::nullopt;
}

constexpr std::array<Figure, 22> figures{{
    {"step_time_s", [](const E& e) { return std::optional(e.plan.step_time.si()); }, "step", "s"},
    {"tflops_per_gpu", [](const E& e) { return std::optional(e.tflops_per_gpu()); },
     "model work of a GPU", "TFLOP/s"},
    {"mfu", [](const E& e) { return std::optional(e.mfu()); }, "share of the peak (MFU)", ""},
    {"tokens_per_s", [](const E& e) { return e.tokens_per_second; }, "tokens", "1/s"},
    {"images_per_s", [](const E& e) { return e.samples_per_second; }, "images", "1/s"},
    {"gpu_hours", [](const E& e) { return in(e.gpu_time, units::hour); }, "GPU-hours", "h"},
    {"wall_days", [](const E& e) { return in(e.wall_time, units::day); }, "wall time", "d"},
    {"it_energy_MWh", [](const E& e) { return in(e.it_energy, units::megawatt_hour); },
     "energy of the nodes", "MWh"},
    {"facility_energy_MWh", [](const E& e) { return in(e.facility_energy, units::megawatt_hour); },
     "energy of the facility", "MWh"},
    {"carbon_t", [](const E& e) { return in(e.carbon, units::tonne); }, "carbon", "t"},
    {"node_power_W", [](const E& e) { return std::optional(e.node_power.in(units::watt)); },
     "power of a node", "W"},
    {"memory_per_gpu_GB",
     [](const E& e) { return std::optional(e.plan.memory_per_gpu.in(units::gigabyte)); },
     "memory of a GPU", "GB"},
    {"hardware_tflops_per_gpu",
     [](const E& e) { return std::optional(e.hardware_tflops_per_gpu()); },
     "with what is computed again", "TFLOP/s"},
    {"hfu", [](const E& e) { return std::optional(e.hfu()); }, "share of the peak (HFU)", ""},
    {"cost", [](const E& e) { return e.cost ? std::optional(e.cost->si()) : std::nullopt; },
     "cost of the energy", "currency"},
    {"encoding_s", [](const E& e) { return if_any(e.plan.encoding); }, "", ""},
    {"expert_comm_s", [](const E& e) { return if_any(e.plan.time_of(PhaseKind::expert_comm)); }, "",
     ""},
    {"context_comm_s", [](const E& e) { return if_any(e.plan.time_of(PhaseKind::context_comm)); },
     "", ""},
    {"chips_price",
     [](const E& e) { return e.chips_price ? std::optional(e.chips_price->si()) : std::nullopt; },
     "", ""},
    {"rent", [](const E& e) { return e.rent ? std::optional(e.rent->si()) : std::nullopt; }, "",
     ""},
    {"parameters", [](const E& e) { return std::optional(e.parameters); }, "", ""},
    {"trained_parameters", [](const E& e) { return std::optional(e.trained_parameters); }, "", ""},
}};

struct PrintedPart {
  std::string_view key;
  std::string_view label;
  Duration (*time)(const workloads::StepPlan&);
};

constexpr std::array<PrintedPart, 7> parts{{
    {"compute_s", "compute",
     [](const workloads::StepPlan& p) { return p.time_of(PhaseKind::compute); }},
    {"tensor_comm_s", "tensor communication",
     [](const workloads::StepPlan& p) { return p.time_of(PhaseKind::tensor_comm); }},
    {"pipeline_bubble_s", "pipeline bubble",
     [](const workloads::StepPlan& p) { return p.time_of(PhaseKind::pipeline_bubble); }},
    {"pipeline_comm_s", "pipeline communication",
     [](const workloads::StepPlan& p) { return p.time_of(PhaseKind::pipeline_comm); }},
    {"data_comm_exposed_s", "data communication, exposed",
     [](const workloads::StepPlan& p) { return p.time_of(PhaseKind::data_comm); }},
    {"optimizer_s", "optimizer",
     [](const workloads::StepPlan& p) { return p.time_of(PhaseKind::optimizer); }},
    {"other_s", "other",
     [](const workloads::StepPlan& p) {
       Duration other = p.step_time;
       for (const PhaseKind kind :
            {PhaseKind::compute, PhaseKind::tensor_comm, PhaseKind::pipeline_bubble,
             PhaseKind::pipeline_comm, PhaseKind::data_comm, PhaseKind::optimizer})
         other -= p.time_of(kind);
       return other;
     }},
}};

std::string_view recompute_name(const workloads::LayoutSpec& l) {
  return config::Choices<workloads::Recompute>::names[static_cast<std::size_t>(l.recompute)];
}

Json layout_json(const workloads::LayoutSpec& l) {
  return {{"tensor_parallel", l.tensor_parallel},
          {"pipeline_parallel", l.pipeline_parallel},
          {"data_parallel", l.data_parallel},
          {"context_parallel", l.context_parallel},
          {"expert_parallel", l.expert_parallel},
          {"micro_batch", l.micro_batch},
          {"interleave", l.interleave},
          {"sequence_parallel", l.sequence_parallel},
          {"recompute", recompute_name(l)},
          {"flash_attention", l.flash_attention},
          {"zero_stage", l.zero_stage}};
}

std::string error_text(const EstimateOutcome& outcome) {
  std::string text;
  for (const auto& problem : outcome.problems)
    text += (text.empty() ? "" : "; ") + (problem.path.empty() ? "" : problem.path + ": ") +
            problem.message;
  return text;
}

// Every key with its value, in the order of the documentation.
Json whole(const Estimate* e, const std::string& name, const Json& error) {
  Json json;
  json["name"] = e ? e->name : name;
  for (const Figure& figure : figures) {
    const auto value = e ? figure.value(*e) : std::nullopt;
    json[std::string(figure.key)] = value ? Json(*value) : Json();
    if (figure.key == "memory_per_gpu_GB") json["fits"] = e ? Json(e->plan.fits) : Json();
    if (figure.key == "cost")
      json["currency"] = e && !e->currency.empty() ? Json(e->currency) : Json();
  }
  for (const PrintedPart& part : parts)
    json["breakdown"][std::string(part.key)] = e ? Json(part.time(e->plan).si()) : Json();
  json["nodes"] = e ? Json(e->plan.nodes) : Json();
  json["gpus"] = e ? Json(e->plan.gpus) : Json();
  json["layout"] = layout_json(e ? e->training.layout : workloads::LayoutSpec{});
  if (!e)
    for (auto& value : json["layout"]) value = nullptr;
  json["layout_searched"] = e ? Json(e->searched) : Json();
  json["error"] = error;
  return json;
}

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

std::string cell(const Json& value) {
  if (value.is_null()) return {};
  return quoted(value.is_string() ? value.get<std::string>() : value.dump());
}

void flatten(const Json& json, const std::string& prefix, std::string& names, std::string& cells) {
  for (const auto& [key, value] : json.items()) {
    if (value.is_object()) {
      flatten(value, prefix + key + ".", names, cells);
      continue;
    }
    names += (names.empty() ? "" : ",") + prefix + key;
    cells += (prefix.empty() && key == "name" ? "" : ",") + cell(value);
  }
}

std::string labelled(std::string_view label, const std::string& value, std::string_view unit) {
  std::string text = fmt::format("  {}{} {}", left(label, 32), right(value, 14), unit);
  while (text.ends_with(' ')) text.pop_back();
  return text + "\n";
}

std::string layout_text(const Estimate& e) {
  const workloads::LayoutSpec& l = e.training.layout;
  return fmt::format(
      "\nLayout{}\n  tensor {} x pipeline {} x data {}{} = {} GPUs on {} nodes, micro-batch {} of "
      "{} "
      "samples\n  interleave {}, recompute {}, zero stage {}, sequence parallel {}, flash "
      "attention {}\n",
      e.searched ? fmt::format(", the fastest of {} that were compared", e.considered) : "",
      l.tensor_parallel, l.pipeline_parallel, l.data_parallel,
      l.context_parallel > 1 ? fmt::format(" x context {}", l.context_parallel) : "", e.plan.gpus,
      e.plan.nodes, l.micro_batch, e.training.global_batch, l.interleave, recompute_name(l),
      l.zero_stage, l.sequence_parallel ? "on" : "off", l.flash_attention ? "on" : "off");
}

}  // namespace

Json to_json(const EstimateOutcome& outcome, const std::string& name) {
  const Estimate* e = outcome.estimate ? &*outcome.estimate : nullptr;
  Json json = whole(e, name, e ? Json() : Json(error_text(outcome)));
  json["assumed"] = e ? Json(e->assumed) : Json::array();
  json["warnings"] = e ? Json(e->warnings) : Json::array();
  return json;
}

std::string csv_header() {
  std::string names, cells;
  flatten(whole(nullptr, "", Json()), "", names, cells);
  return names + "\n";
}

std::string csv_row(const EstimateOutcome& outcome, const std::string& name) {
  const Estimate* e = outcome.estimate ? &*outcome.estimate : nullptr;
  std::string names, cells;
  flatten(whole(e, name, e ? Json() : Json(error_text(outcome))), "", names, cells);
  return cells + "\n";
}

std::string to_text(const Estimate& e) {
  std::string text = cut(printable(e.name), 100) + "\n" + cut(e.model, 100) + "\n";
  text += fmt::format("{} {}, {} cooling, {} GB of memory a GPU\n", e.plan.nodes, e.node_name,
                      e.cooling, number_text(e.gpu_memory.in(units::gigabyte)));
  text += "\nEstimate\n";
  for (const Figure& figure : figures) {
    const auto value = figure.value(e);
    if (figure.label.empty() || !value) continue;
    if (figure.unit == "s" || figure.unit == "d")
      text += labelled(figure.label,
                       duration_text(Duration::si(*value * (figure.unit == "d" ? 86400 : 1))), "");
    else
      text += labelled(figure.label, number_text(*value),
                       figure.unit == "currency" ? e.currency : std::string(figure.unit));
  }
  text += labelled("fits into memory", e.plan.fits ? "yes" : "no", "");
  text += layout_text(e);
  text += "\nThe step\n";
  for (const PrintedPart& part : parts) {
    const Duration time = part.time(e.plan);
    text += labelled(part.label, fmt::format("{:.4f}", time.si()),
                     fmt::format("s  {:5.1f} %", 100 * (time / e.plan.step_time)));
  }
  for (const auto& [label, time] :
       {std::pair{"of compute: frozen encoders", e.plan.encoding},
        std::pair{"of other: tokens to experts", e.plan.time_of(PhaseKind::expert_comm)},
        std::pair{"of other: keys of shared sequences", e.plan.time_of(PhaseKind::context_comm)}})
    if (time > Duration{})
      text += labelled(label, fmt::format("{:.4f}", time.si()),
                       fmt::format("s  {:5.1f} %", 100 * (time / e.plan.step_time)));
  if (!e.assumed.empty()) text += "\nAssumed\n";
  for (const std::string& what : e.assumed) text += "  " + what + "\n";
  return text;
}

}  // namespace icekeel::analysis
