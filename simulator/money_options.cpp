// SPDX-License-Identifier: Apache-2.0
#include "simulator/money_options.h"

#include <memory>
#include <tuple>

#include "simulator/commands/cost.h"

namespace icekeel {
namespace {

void add_cost(CLI::App& app, std::function<int()>& action) {
  const auto command = std::make_shared<commands::CostCommand>();
  auto* cost = app.add_subcommand("cost", "What owning and running it costs a year, by part.");
  cost->callback([&action, command] { action = [command] { return commands::cost(*command); }; });
  cost->add_option("file", command->file,
                   "Result (HDF5), or scenario (YAML) to run; else nodes without a site.");
  cost->add_option("--set", command->settings, "Change a setting of the scenario: path=value.")
      ->allow_extra_args(false);
  cost->add_option("--ownership", command->ownership,
                   "Prices and lives: of the catalogue, or YAML.")
      ->capture_default_str();
  cost->add_option("--assume", command->assume, "Change one of them, as 'nodes.keep.life=3 a'.")
      ->allow_extra_args(false);
  for (const auto& [option, value, meaning] :
       {std::tuple{"--budget", &command->budget, "A sum to spend, as '40e9 USD'."},
        {"--node", &command->node, "Node of the catalogue, as dgx-h100."},
        {"--nodes", &command->nodes, "How many of them."},
        {"--country", &command->country, "Whose electricity, as france."},
        {"--price", &command->price, "Price of electricity, as '0.12 EUR/kWh'."},
        {"--pue", &command->pue, "Energy of the facility over that of the IT."},
        {"--place", &command->place, "Place of the catalogue, instead: gives PUE and water."},
        {"--busy", &command->busy, "Share of the time in which nodes are busy."},
        {"--model", &command->model, "Model that they answer with, as llama-2-70b."},
        {"--weights", &command->weights, "How its weights are stored, as fp8."},
        {"--batch", &command->batch, "Answers under way on a copy of it."}})
    cost->add_option(option, *value, meaning);
  cost->add_option("--format", command->format, "text or json.")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
}

void add_years(CLI::App& app, std::function<int()>& action) {
  const auto command = std::make_shared<commands::YearsCommand>();
  auto* years = app.add_subcommand("years", "A plan year by year: nodes, energy, money, carbon.");
  years->callback([&action, command] { action = [command] { return commands::years(*command); }; });
  years->add_option("plan", command->plan, "Plan file (YAML).")->required();
  years->add_option("--set", command->settings, "Change a setting of it: path=value.")
      ->allow_extra_args(false);
  years->add_option("--plot", command->plot, "Draw it instead: .svg, .png or .pdf.");
  years->add_option("--format", command->format, "text, json or csv.")
      ->check(CLI::IsMember({"text", "json", "csv"}))
      ->capture_default_str();
}

}  // namespace

void add_money(CLI::App& app, std::function<int()>& action) {
  add_cost(app, action);
  add_years(app, action);
}

}  // namespace icekeel
