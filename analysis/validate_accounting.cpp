// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "analysis/validate.h"
#include "simulator/base/expect.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

constexpr double close = 0.005;
constexpr double rounded = 0.02;

Duration device_time(const AccountSpec& a) {
  if (a.device_time) return *a.device_time;
  if (a.work && a.rate) return *a.work / *a.rate;
  ICEKEEL_EXPECT(a.devices && a.wall_time);
  return static_cast<double>(*a.devices) * *a.wall_time;
}

Duration wall_time(const AccountSpec& a) {
  if (!a.devices) return a.wall_time ? *a.wall_time : device_time(a);
  return device_time(a) / static_cast<double>(*a.devices);
}

Energy energy(const AccountSpec& a) {
  if (a.energy) return *a.energy;
  ICEKEEL_EXPECT(a.device_power);
  return a.pue * (device_time(a) * *a.device_power);
}

Mass embodied(const AccountSpec& a) {
  ICEKEEL_EXPECT(a.embodied && a.devices);
  const EmbodiedAccount& e = *a.embodied;
  const Mass all =
      static_cast<double>(e.servers) * e.per_server + static_cast<double>(*a.devices) * e.per_chip;
  return wall_time(a) / (e.use * e.lifetime) * all;
}

Mass carbon(const AccountSpec& a, const AccountFigure& figure) {
  const auto intensity = figure.carbon_intensity ? figure.carbon_intensity : a.carbon_intensity;
  ICEKEEL_EXPECT(intensity);
  const auto idle = [&] {
    ICEKEEL_EXPECT(a.idle_energy);
    return *a.idle_energy * *intensity;
  };
  switch (figure.part) {
    case Part::run:
      return energy(a) * *intensity;
    case Part::idle:
      return idle();
    case Part::embodied:
      return embodied(a);
    case Part::total:
      break;
  }
  return energy(a) * *intensity + idle() + embodied(a);
}

struct Compared {
  std::string_view quantity;
  std::string_view unit;
  double published = 0;
  double ours = 0;
};

Compared compared(const AccountSpec& a, const AccountFigure& f) {
  if (f.device_time)
    return {"device time", "h", f.device_time->in(units::hour), device_time(a).in(units::hour)};
  if (f.wall_time)
    return {"wall time", "d", f.wall_time->in(units::day), wall_time(a).in(units::day)};
  if (f.energy) {
    const Energy ours = f.part == Part::idle ? a.idle_energy.value_or(Energy{}) : energy(a);
    return {"energy", "MWh", f.energy->in(units::megawatt_hour), ours.in(units::megawatt_hour)};
  }
  ICEKEEL_EXPECT(f.carbon);
  return {"carbon", "t", f.carbon->in(units::tonne), carbon(a, f).in(units::tonne)};
}

std::string quantity_text(std::string_view quantity, const AccountFigure& f) {
  std::string text(quantity);
  if (f.part != Part::run)
    text = fmt::format("{} {}", config::Choices<Part>::names[static_cast<std::size_t>(f.part)],
                       quantity);
  if (f.carbon_intensity)
    text += fmt::format(" at {:g} g/kWh", f.carbon_intensity->in(units::gram_per_kilowatt_hour));
  return text;
}

}  // namespace

ScoreRow account_row(const PublishedSpec& paper, const AccountSpec& account,
                     const AccountFigure& figure) {
  ScoreRow row;
  row.group = paper.group;
  row.name = account.name;
  row.source = paper.source;
  row.scope = account.scope;
  row.tier = name(figure.tier);
  const Compared both = compared(account, figure);
  row.quantity = quantity_text(both.quantity, figure);
  row.unit = std::string(both.unit);
  row.published = both.published;
  row.ours = both.ours;
  row.tolerance = figure.tier == Tier::rounded ? rounded : close;
  row.source_wrong = !figure.defect.empty();
  row.note = figure.defect.empty() ? figure.note : figure.defect;
  return row;
}

Scoreboard accounting_scoreboard(const std::vector<PublishedSpec>& cases) {
  Scoreboard board;
  board.name = "accounting";
  board.title =
      "Published energy and carbon, reproduced with the authors' own watts, PUE, grid and scope.";
  board.ours_label = "reproduced";
  board.remarks = {
      "Most of these figures are arithmetic, not measurements: reproducing them says that the "
      "bookkeeping is understood, not that a prediction is right. Tolerance: 0.5 %, and 2 % where "
      "the printed figure is rounded. A figure that cannot follow from its own inputs is shown as "
      "'source wrong', with the reason, and is not counted."};
  for (const PublishedSpec& paper : cases)
    for (const AccountSpec& account : paper.accounts)
      for (const AccountFigure& figure : account.published)
        board.rows.push_back(account_row(paper, account, figure));
  return board;
}

}  // namespace icekeel::analysis
