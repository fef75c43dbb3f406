// SPDX-License-Identifier: Apache-2.0
// What one change makes of a request.
#include <fmt/format.h>

#include <array>

#include "analysis/footprint.h"
#include "platforms/access_line.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

/// Asks for the same request with one thing changed, and keeps what comes out.
class Choices {
 public:
  Choices(const FootprintCase& base, const config::Catalogue& catalogue)
      : base_(base), catalogue_(catalogue) {
    base_.job.clear();
  }

  template <class Change>
  void with(const char* setting, const std::string& value, const Change& change) {
    FootprintCase other = base_;
    change(other);
    const auto outcome = request_footprint(other, catalogue_);
    all_.push_back({setting, value,
                    outcome.footprint ? std::optional(lifecycle::total(outcome.footprint->parts))
                                      : std::nullopt});
  }

  void change_servers();
  void change_way();
  void change_device();
  std::vector<Alternative> all() && { return std::move(all_); }

 private:
  static constexpr Duration year = 365.25 * units::day;

  FootprintCase base_;
  const config::Catalogue& catalogue_;
  std::vector<Alternative> all_;
};

void Choices::change_servers() {
  for (const char* country : {"sweden", "france", "usa", "poland"})
    with("country", country, [&](FootprintCase& c) {
      c.request.country = country;
      c.year.reset();
    });
  for (const char* weights : {"fp16", "fp8", "int8", "q4-0"})
    with("weights", weights, [&](FootprintCase& c) { c.request.weights = weights; });
  for (const std::int64_t batch : {1, 8, 64})
    with("batch", std::to_string(batch), [&](FootprintCase& c) { c.request.batch = batch; });
  for (const double share : {0.1, 0.5, 0.9})
    with("utilisation", fmt::format("{:g} %", 100 * share),
         [&](FootprintCase& c) { c.utilisation = share; });
  for (const double years : {3.0, 5.0, 8.0})
    with("lifetime", fmt::format("{:g} a", years),
         [&](FootprintCase& c) { c.lifetime = years * year; });
  with("second-life", "4 a", [&](FootprintCase& c) { c.second_life = 4.0 * year; });
}

void Choices::change_way() {
  for (const auto& line : catalogue_.names(platforms::LineSpec::catalogue_kind))
    with("network", line, [&](FootprintCase& c) { c.network = line; });
}

void Choices::change_device() {
  for (const auto& device : catalogue_.names(TerminalSpec::catalogue_kind))
    with("device", device, [&](FootprintCase& c) {
      c.device = device;
      c.device_lifetime.reset();
    });
  if (base_.device.empty()) return;
  for (const double years : {2.0, 4.0, 8.0})
    with("device-lifetime", fmt::format("{:g} a", years),
         [&](FootprintCase& c) { c.device_lifetime = years * year; });
}

}  // namespace

std::vector<Alternative> alternatives(const RequestFootprint& base,
                                      const config::Catalogue& catalogue) {
  Choices choices(base.asked, catalogue);
  if (!base.asked.served) choices.change_servers();
  choices.change_way();
  choices.change_device();
  return std::move(choices).all();
}

}  // namespace icekeel::analysis
