// SPDX-License-Identifier: Apache-2.0
#include "simulator/scheduler/queue_spec.h"

#include <fmt/format.h>

namespace icekeel::scheduler {

void describe(config::Fields& f, OrderSpec& order) {
  f.optional("ageing", order.ageing, "By how much a job's priority grows while it waits.");
  f.optional("fair_share", order.fair_share,
             "What a user's part of all that was used takes off the priority of their jobs.");
  f.optional("half_life", order.half_life, "After which half of what was used is forgotten.",
             {.above_least = true});
}

void describe(config::Fields& f, WindowSpec& window) {
  f.optional("name", window.name, "Name of the window.");
  f.required("at", window.at, "Begin, after the start of the simulation.");
  f.required("for", window.lasting, "How long.", {.above_least = true});
  f.optional("every", window.every, "From one begin to the next; without it, once.",
             {.above_least = true});
  f.optional("nodes", window.nodes, "How many nodes are kept free; without it, all.", {.least = 1});
  f.optional("partition", window.partition, "Kind of the nodes; without it, of all kinds.");
}

void describe(config::Fields& f, PreemptionSpec& preemption) {
  f.optional("margin", preemption.margin,
             "By how much the priority of a job must be higher to take the nodes of another.",
             {.above_least = true});
  f.optional("save", preemption.save, "Time to save a job that makes room.");
  f.optional("resume", preemption.resume, "Time to load it again.");
}

void describe(config::Fields& f, QueueSpec& queue) {
  f.optional("backfill", queue.backfill,
             "Who may overtake: 'none', 'easy' (who does not delay the first that waits) or "
             "'conservative' (who delays nobody).");
  f.optional("depth", queue.depth, "How many of those who wait backfill looks at; without it, all.",
             {.least = 1});
  f.optional("order", queue.order, "The order of those who wait; by default that of arrival.");
  f.optional("overrun", queue.overrun,
             "What happens to a job at the end of the time it asked for: 'kill' or 'keep'.");
  f.optional("placement", queue.placement,
             "Nodes of a job are under the fewest 'leaves', or first in the fewest 'pods' of a fat "
             "tree or 'groups' of a dragonfly.");
  f.optional("power_cap", queue.power_cap,
             "Most power that all jobs together may add to the idle machine.",
             {.above_least = true});
  f.optional("defer", queue.defer,
             "Jobs with slack start when they cost least: 'carbon' or 'price'.");
  f.optional("preemption", queue.preemption,
             "Batch jobs make room for others of higher priority; without it, never.");
  f.optional("windows", queue.windows, "Maintenance and other times with nodes kept free.");
}

std::vector<config::Finding> check(const QueueSpec& queue) {
  std::vector<config::Finding> findings;
  if (queue.depth && queue.backfill == Backfill::none)
    findings.push_back({"depth", "without backfill only the first who waits is looked at",
                        "give 'backfill: easy' or 'conservative', or take this out"});
  for (std::size_t i = 0; i < queue.windows.size(); ++i) {
    const auto& window = queue.windows[i];
    if (window.every && *window.every < window.lasting)
      findings.push_back({fmt::format("windows[{}].every", i),
                          "a window begins again before it has ended",
                          "give 'every' at least the value of 'for'"});
  }
  return findings;
}

}  // namespace icekeel::scheduler
