// SPDX-License-Identifier: Apache-2.0
#include "analysis/federated_shares.h"

#include <algorithm>

#include "simulator/config/document.h"
#include "simulator/config/reader.h"

namespace icekeel::analysis {
namespace {

using workloads::FederatedRounds;
using workloads::FederatedSpec;

constexpr std::uint64_t shares_seed = 1;

FederatedRounds played(const FederatedSpec& spec) {
  FederatedRounds rounds(spec, random_stream(shares_seed, "shares"));
  for (std::int64_t i = 0; i < spec.rounds; ++i) rounds.next();
  return rounds;
}

Shares shares_of(const FederatedSharesSpec& s, platforms::EnergyPerData data) {
  const FederatedRounds rounds = played(s.federated);
  const workloads::ClientTotals& phones = rounds.totals().front();
  const Energy compute = phones.energy.compute;
  const Energy upload = phones.energy.upload + data * phones.uploaded;
  const Energy download = phones.energy.download + data * phones.downloaded;
  const Energy server = s.server_pue * rounds.now() * s.server_power;
  const Energy all = compute + upload + download + server;
  return {compute / all, upload / all, download / all, server / all};
}

// The corner whose bits choose the low or the high end of each range.
Shares corner(FederatedSharesSpec s, unsigned bits) {
  const auto end = [&bits](const auto& range) {
    const auto value = bits % 2 == 0 ? range.low : range.high;
    bits /= 2;
    return value;
  };
  auto& client = s.federated.clients.front();
  client.device.compute_rate = end(s.ranges.compute_rate);
  s.federated.parameters = end(s.ranges.parameters);
  client.line.download = end(s.ranges.download);
  client.line.upload = end(s.ranges.upload);
  s.server_power = end(s.ranges.server_power);
  return shares_of(s, end(client.line.energy));
}
constexpr unsigned corners = 1U << 6U;

}  // namespace

template <class Value>
void describe(config::Fields& f, Span<Value>& span) {
  f.required("low", span.low, "Least.");
  f.required("high", span.high, "Most.");
}

void describe(config::Fields& f, FederatedSharesSpec::Ranges& r) {
  f.required("compute_rate", r.compute_rate, "Of the devices.");
  f.required("parameters", r.parameters, "Of the model.");
  f.required("download", r.download, "Rate of the lines.");
  f.required("upload", r.upload, "Rate of the lines.");
  f.required("server_power", r.server_power, "Of all servers of the job.");
}

namespace {

struct Published {
  std::array<Span<double>, 4>& shares;
};

void describe(config::Fields& f, Published& p) {
  for (std::size_t i = 0; i < share_names.size(); ++i)
    f.required(share_names[i], p.shares[i], "Share of the energy.");
}

}  // namespace

void describe(config::Fields& f, FederatedSharesSpec& s) {
  f.required("federated", s.federated, "The job, with its mid inputs.");
  f.required("ranges", s.ranges, "Of inputs that are not published.");
  f.required("server_power", s.server_power, "Of all servers of the job.");
  f.required("server_pue", s.server_pue, "Of their datacenter.", {.least = 1});
  Published published{s.published};
  f.required("published", published, "Shares as published.");
}

std::vector<FederatedSharesSpec> federated_shares(const config::Catalogue& catalogue,
                                                  config::Diagnostics& diagnostics) {
  std::vector<FederatedSharesSpec> cases;
  for (const auto& name : catalogue.names(FederatedSharesSpec::catalogue_kind)) {
    auto root = config::load_document(*catalogue.find(FederatedSharesSpec::catalogue_kind, name),
                                      diagnostics);
    if (!root) continue;
    config::Reader reader(std::move(*root), name, catalogue, diagnostics);
    const std::size_t errors = diagnostics.errors();
    cases.emplace_back().name = name;
    reader.read(cases.back());
    if (diagnostics.errors() == errors) reader.report(check(cases.back().federated), "federated");
  }
  return cases;
}

ShareSpans energy_shares(const FederatedSharesSpec& spec) {
  ShareSpans spans;
  spans.mid = shares_of(spec, spec.federated.clients.front().line.energy.mid);
  spans.low = spans.high = spans.mid;
  for (unsigned bits = 0; bits < corners; ++bits) {
    const Shares one = corner(spec, bits);
    for (std::size_t i = 0; i < one.size(); ++i) {
      spans.low[i] = std::min(spans.low[i], one[i]);
      spans.high[i] = std::max(spans.high[i], one[i]);
    }
  }
  return spans;
}

DevicesOfAJob devices_of(const FederatedSpec& spec) {
  FederatedRounds rounds = played(spec);
  rounds.stop();
  DevicesOfAJob sum;
  for (const auto& totals : rounds.totals()) {
    sum.energy += totals.energy.total();
    sum.updates += static_cast<double>(totals.received);
  }
  return sum;
}

}  // namespace icekeel::analysis
