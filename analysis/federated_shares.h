// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Shares of compute, transfers and server in the energy of a federated job, over the ranges of
/// what is not published.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/config/catalogue.h"
#include "simulator/config/diagnostics.h"
#include "workloads/federated_rounds.h"

namespace icekeel::analysis {

template <class Value>
struct Span {
  Value low{};
  Value high{};
};

/// Published shares, and inputs written down before anything was computed.
struct FederatedSharesSpec {
  static constexpr std::string_view catalogue_kind = "federated-shares";

  struct Ranges {
    Span<ComputeRate> compute_rate;
    Span<std::int64_t> parameters;
    Span<Bandwidth> download;
    Span<Bandwidth> upload;
    Span<Power> server_power;
  };

  std::string name;
  workloads::FederatedSpec federated;  ///< mid inputs; one kind of clients
  Ranges ranges;
  Power server_power;
  double server_pue = 1.0;
  std::array<Span<double>, 4> published{};  ///< in the order of `share_names`
};

inline constexpr std::array<std::string_view, 4> share_names{"compute", "upload", "download",
                                                             "server"};
using Shares = std::array<double, share_names.size()>;

/// Shares of the mid inputs, and the least and the most of each over all corners of the ranges, the
/// energy of data from low to high included.
struct ShareSpans {
  Shares mid{};
  Shares low{};
  Shares high{};
};

void describe(config::Fields& f, FederatedSharesSpec& spec);

/// All cases of the catalogue.
std::vector<FederatedSharesSpec> federated_shares(const config::Catalogue& catalogue,
                                                  config::Diagnostics& diagnostics);

ShareSpans energy_shares(const FederatedSharesSpec& spec);

/// Energy of devices over all rounds of a job, and its updates.
struct DevicesOfAJob {
  Energy energy;
  double updates = 0;
};
DevicesOfAJob devices_of(const workloads::FederatedSpec& federated);

}  // namespace icekeel::analysis
