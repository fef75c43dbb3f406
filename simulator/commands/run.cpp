// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "simulator/base/sha256.h"
#include "simulator/commands/commands.h"
#include "simulator/commands/output_file.h"
#include "simulator/commands/progress.h"
#include "simulator/run/simulation.h"
#include "simulator/scenario/scenario.h"

namespace icekeel::commands {
namespace {

namespace fs = std::filesystem;

std::atomic<bool> interrupt_asked{false};

std::atomic<std::time_t> interrupt_asked_at{0};

// The first signal asks for an orderly end, a later one ends at once. Supervisors send the same
// signal to the process and to its group; what comes within a moment is one wish.
void ask_to_stop(int signal) {
  constexpr std::time_t moment_s = 2;
  const std::time_t now = std::time(nullptr);
  if (!interrupt_asked.exchange(true)) {
    interrupt_asked_at = now;
  } else if (now - interrupt_asked_at >= moment_s) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

void listen_to_signals() {
  std::signal(SIGINT, ask_to_stop);
  std::signal(SIGTERM, ask_to_stop);
}

std::string hash_of_file(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return sha256(text.str());
}

Timestamp wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::seconds>(now).count()};
}

}  // namespace

int run(const RunCommand& command) {
  const auto began = std::chrono::steady_clock::now();
  const auto wall = [began] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  };
  config::Diagnostics diagnostics;
  const auto catalogue = config::Catalogue::installed();
  const auto scenario =
      scenario::load(command.scenario, {command.settings, command.seed}, catalogue, diagnostics);
  std::cerr << diagnostics.text();
  if (!scenario) return bad_input;
  std::vector<fs::path> inputs{command.scenario};
  for (const auto& input : scenario->inputs) inputs.emplace_back(input.resolved);
  if (const auto problem = output_problem(command.output, inputs, "the scenario"); !problem.empty())
    return refuse_output(command.output, problem, "result.h5");

  ProgressLine progress(command.progress, wall);
  run::RunOptions options;
  options.output = command.output;
  options.version = version();
  options.command_line = command.command_line;
  options.scenario_sha256 = sha256(scenario->text);
  for (const auto& input : scenario->inputs)
    options.input_sha256.emplace_back(input.text, hash_of_file(input.resolved));
  options.created = wall_clock();
  options.progress = [&](const run::Progress& p) { progress.show(p); };
  options.interrupted = &interrupt_asked;
  options.ready = listen_to_signals;
  options.wall_seconds = wall;
  const auto outcome = run::simulate(*scenario, options);
  progress.end();
  if (outcome.status == "interrupted") {
    std::cerr << fmt::format("icekeel: interrupted; what was simulated is in '{}'\n",
                             outcome.file.string());
    return interrupted;
  }
  std::cout << fmt::format("{} written in {:.2f} s; 'icekeel summary {}' shows what it says\n",
                           outcome.file.string(), wall(), outcome.file.string());
  return done;
}

}  // namespace icekeel::commands
