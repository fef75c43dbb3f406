// SPDX-License-Identifier: Apache-2.0
#include "simulator/scenario/scenario_spec.h"

namespace icekeel::scenario {

void describe(config::Fields& f, SiteSpec& site) {
  f.required("name", site.name, "Name of the site, unique in the scenario.");
  f.required("climate", site.climate, "Where it stands and the weather there.");
  f.required("grid", site.grid, "What its electricity costs and emits.");
  f.required("halls", site.halls, "Halls with their racks.");
  f.required("fabric", site.fabric, "Network between the nodes.");
  f.optional("storage", site.storage, "Shared storage; jobs that write checkpoints need it.");
  f.required("power", site.power, "Electrical chain from the utility to the racks.");
  f.required("cooling", site.cooling, "Cooling plant.");
  f.optional("heat_reuse", site.heat_reuse, "Heat given to a network; none: all is rejected.");
  f.optional("on_site", site.on_site, "Solar arrays and a battery behind the meter.");
  f.optional("flexible", site.flexible,
             "A load beside the racks with a fixed energy a day, in the hours that suit best.");
  f.optional("recirculation", site.recirculation,
             "Exhaust at the inlets of each rack; without it, the plant's mean for all racks.");
  f.optional("direct_emissions", site.direct_emissions,
             "What the site emits itself: refrigerants that leak, generators on test.");
  f.optional("life_cycle", site.life_cycle,
             "Lives of what the site is made of; without it, life-cycles/standard.");
  f.optional("reliability", site.reliability,
             "How often components fail; without it, reliability/standard where it is asked for.");
  f.optional("node_failures", site.node_failures,
             "How often nodes and their parts fail under jobs; without it, never.");
}

void describe(config::Fields& f, WorkloadSpec& workload) {
  f.optional("jobs", workload.jobs, "Jobs, in the order in which they queue at equal dates.");
  f.optional("traces", workload.traces, "Batch jobs from files.");
  f.optional("streams", workload.streams, "Batch jobs drawn from distributions.");
  f.optional("load_profiles", workload.load_profiles,
             "How loads change while jobs run, as lists of steps by name.");
}

void describe(config::Fields& f, EventSpec& event) {
  f.required("at", event.at, "Date after the start of the simulation.");
  f.required("lose", event.lose,
             "What is lost, as 'feed A', a part of the chain, as 'A/ups', 'cdu pumps', "
             "'cooling', the plant, or a part of the network: 'adapter', 'leaf switch', "
             "'upper switch' or 'cable' with its number, as 'cable 12'.");
  f.optional("modules", event.modules,
             "How many modules of the part; without it, all. Of the network: how many from that "
             "number on; without it, one.",
             {.least = 1});
  f.optional("for", event.lasting, "How long; without it, until the end.", {.above_least = true});
  f.optional("site", event.site, "Name of the site; needed where there are several.");
}

void describe(config::Fields& f, RackRecordSpec& racks) {
  f.optional("every", racks.every, "Interval of the series of racks.", {.least = 1.0});
}

void describe(config::Fields& f, LinkRecordSpec& links) {
  f.optional("every", links.every, "Interval of the series of links.", {.least = 1.0});
  f.optional("busiest", links.busiest, "How many of the busiest links are listed.",
             {.least = 1, .most = 1e6});
}

void describe(config::Fields& f, RecordSpec& record) {
  f.optional("every", record.every, "Interval of the series of the site.", {.least = 0.1});
  f.optional("racks", record.racks, "Series of every rack; none are recorded without it.");
  f.optional("links", record.links,
             "Use of the links of the fabrics; none is recorded without it.");
  f.optional("phases", record.phases,
             "Whether the power of jobs is recorded by the kind of phase they are in.");
}

void describe(config::Fields& f, ScenarioSpec& scenario) {
  f.required("schema", scenario.schema, "Version of this format: 1.", {.least = 1, .most = 1});
  f.required("name", scenario.name, "Title of the scenario.");
  f.optional("currency", scenario.currency, "Currency of every sum of money, as EUR or USD.");
  f.required("start", scenario.start, "Date at which the simulation starts.");
  f.optional("duration", scenario.duration, "How long to simulate; at most 100 years.",
             {.most = 36525.0 * units::day.si(), .above_least = true});
  f.optional("until", scenario.until, "Instead of a duration: end when all jobs have ended.");
  f.required("sites", scenario.sites, "One or more datacenters.");
  f.optional("workload", scenario.workload, "What runs there.");
  f.optional("queue", scenario.queue, "How jobs queue.");
  f.optional("events", scenario.events, "What happens to the sites.");
  f.optional("random_failures", scenario.random_failures,
             "Draw failures and repairs of chains and cooling from the reliability data.");
  f.optional("planned_maintenance", scenario.planned_maintenance,
             "Take each component out once a year for the time that the reliability data plan.");
  f.optional("record", scenario.record, "What is recorded, and how often.");
  f.optional("facility_step", scenario.facility_step,
             "Longest interval over which the cooling plant counts as steady.",
             {.least = 1.0, .most = 3600.0});
  f.optional("seed", scenario.seed, "Seed of every random stream.");
}

}  // namespace icekeel::scenario
