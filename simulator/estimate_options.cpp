// SPDX-License-Identifier: Apache-2.0
#include "simulator/estimate_options.h"

#include <memory>
#include <string>

#include "simulator/commands/commands.h"

namespace icekeel {
namespace {

/// What was given; it lives as long as what is called in the end.
struct Given {
  commands::EstimateCommand training;
  commands::InferenceCommand inference;
  commands::CompressionCommand compression;
  commands::MatrixCommand matrix;
  commands::TrackingCommand tracking;
  bool infers = false, adapts = false;
};

void add_training(CLI::App& app, commands::EstimateCommand& given) {
  for (const auto& [setting, meaning] : commands::estimate_settings())
    app.add_option(commands::option_of(setting), given.settings[setting], meaning);
  app.add_option("--model", given.model, "Model of the catalogue, as llama-65b.");
  app.add_option("--job", given.job, "Job of the catalogue, or a file (YAML).");
  app.add_option("--on", given.on,
                 "Machines to compare, as laptop,dgx,jean-zay,frontier or dgx-a100*4.");
  app.add_option("--cases", given.cases, "Cases (CSV), one a row.");
  app.add_flag("--search", given.search, "Find the fastest layout that fits.");
  app.add_option("--format", given.format, "text, json or csv.")
      ->check(CLI::IsMember({"text", "json", "csv"}))
      ->capture_default_str();
}

void add_inference(CLI::App& app, Given& given) {
  auto* flag = app.add_flag("--inference", given.infers,
                            "Of a model that answers requests or draws images.");
  const auto option = [&](const char* name, std::string& value, const char* meaning) {
    app.add_option(name, value, meaning)->needs(flag);
  };
  auto& inference = given.inference;
  option("--weights", inference.weights, "How the weights are stored, as fp8 or q4-0.");
  option("--prompt", inference.prompt, "Tokens of a prompt.");
  option("--answer", inference.answer, "Tokens of an answer.");
  option("--batch", inference.batch, "Answers under way on a copy of the model.");
  option("--cache-bits", inference.cache_bits, "Bits of a key or value in the cache.");
  option("--serving", inference.serving, "Program that serves the model, as llama-cpp.");
  option("--rate", inference.rate, "Requests a second that come at random: how they wait.");
  option("--requests", inference.requests, "How many of them are followed (2000).");
  option("--seed", inference.seed, "Seed of their random arrivals (1).");
  option("--steps", inference.steps, "Steps in which an image is drawn.");
  option("--node-power", inference.node_power, "Cap on the power of the node [W].");
}

void add_compression(CLI::App& app, commands::CompressionCommand& given) {
  auto* text = app.add_option("--compression", given.text,
                              "Text to compress: enwik8, enwik9 or a size, as '5 GB'.");
  app.add_option("--compressor", given.compressors, "Of the catalogue, as xz-9,nncp-v2-large.")
      ->needs(text);
}

void add_devices(CLI::App& app, Given& given) {
  auto* matrix = app.add_option("--matrix", given.matrix.kind,
                                "add or product: of two matrices, on the chips of --on.");
  app.add_option("--size", given.matrix.size, "Rows, columns and inner side, as 4096,4096,4096.")
      ->needs(matrix);
  auto* tracking =
      app.add_option("--tracking", given.tracking.frames, "Frames of a video to follow a thing.");
  app.add_option("--tracker", given.tracking.tracker, "Of the catalogue, as dasiamrpn.")
      ->needs(tracking);
}

}  // namespace

void add_estimate(CLI::App& app, std::function<int()>& action) {
  const auto given = std::make_shared<Given>();
  auto* estimate = app.add_subcommand(
      "estimate",
      "Time, energy and carbon of a training, of answers and of smaller works, without a site.");
  estimate->callback([&action, given] {
    action = [given] {
      if (given->infers) return commands::infer(given->training, given->inference);
      if (given->adapts) return commands::adapt(given->training);
      if (!given->matrix.kind.empty()) return commands::matrix_work(given->training, given->matrix);
      if (!given->tracking.frames.empty()) return commands::track(given->training, given->tracking);
      if (!given->compression.text.empty())
        return commands::compress(given->training, given->compression);
      return commands::estimate(given->training);
    };
  });
  add_training(*estimate, given->training);
  estimate->add_flag("--adapt", given->adapts,
                     "All weights, LoRA and QLoRA beside each other, on the machines of --on.");
  add_inference(*estimate, *given);
  add_compression(*estimate, given->compression);
  add_devices(*estimate, *given);
}

}  // namespace icekeel
