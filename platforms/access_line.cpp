// SPDX-License-Identifier: Apache-2.0
#include "platforms/access_line.h"

namespace icekeel::platforms {
namespace {

constexpr config::Limits positive{.least = 0, .above_least = true};

constexpr double light_in_vacuum = 299792458.0;  // [m/s], exact by the definition of the metre

}  // namespace

DataEnergy operator+(const DataEnergy& a, const DataEnergy& b) {
  return {a.low + b.low, a.mid + b.mid, a.high + b.high};
}

Duration latency(const WanSpec& part) {
  return part.delay + Duration::si(part.length.si() * part.group_index / light_in_vacuum);
}

void describe(config::Fields& f, DataEnergy& e) {
  f.required("low", e.low, "Least that sources say, such as 0.05 Wh/GB.");
  f.required("mid", e.mid, "Value to reckon with.");
  f.required("high", e.high, "Most that sources say.");
}

void describe(config::Fields& f, LineSpec& l) {
  f.required("download", l.download, "Rate at which the line downloads.", positive);
  f.required("upload", l.upload, "Rate at which the line uploads.", positive);
  f.optional("latency", l.latency, "Time of a message to or from the server, without its bytes.");
  f.optional("standing_power", l.standing_power,
             "Power of modem, router and access port, with or without traffic.");
  f.optional("energy", l.energy, "Energy that data adds in the networks.");
}

void describe(config::Fields& f, WanSpec& w) {
  f.optional("length", w.length, "Length of its fibre; light takes 4.9 us a kilometre.");
  f.optional("group_index", w.group_index, "Of its fibre: light in vacuum over light in it.",
             {.least = 1});
  f.optional("delay", w.delay, "Delay in its equipment, one way.");
  f.optional("capacity", w.capacity,
             "Rate each way that all clients of the kind share; 0 bit/s: no limit.");
  f.optional("energy", w.energy, "Energy that data adds.");
}

std::vector<config::Finding> check(const DataEnergy& e) {
  if (e.low <= e.mid && e.mid <= e.high) return {};
  return {{"", "low, mid and high are not in that order", "give the smallest first"}};
}

}  // namespace icekeel::platforms
