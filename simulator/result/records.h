// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What a result file holds, as plain structs: the writer takes them, the reader returns them.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "simulator/base/calendar.h"

namespace icekeel::result {

/// Version of the file format. Another major version cannot be read, a later minor one can.
struct FormatVersion {
  int major = 1;
  int minor = 0;
  bool operator==(const FormatVersion&) const = default;
};
inline constexpr FormatVersion format_version{1, 0};

/// Where a result comes from: the attributes of the root group.
struct FileInfo {
  std::string title;            ///< name of the scenario
  std::string history;          ///< what was done, e.g. "2026-01-01T00:00:00Z icekeel run a.yaml"
  std::string source;           ///< program and version, e.g. "icekeel 0.1.0"
  Timestamp start;              ///< zero of every time axis
  std::int64_t seed = 0;        ///< seed of the random streams
  std::string scenario_sha256;  ///< of the scenario's text, lower-case hexadecimal
  Timestamp created;            ///< when the file was begun
};

/// A series over time: one number an interval, or one a label and interval.
struct Variable {
  std::string name;
  std::string units;  ///< UDUNITS spelling, e.g. "W", "degC", "kg kW-1 h-1", "1"
  std::string long_name;
  std::vector<std::string>
      dimensions;              ///< {"time"} or {"time", "rack"}; the first is its time axis
  bool wide = false;           ///< stored in 4 bytes instead of 8 (racks, nodes)
  std::string cell_methods{};  ///< how a value stands for its interval; empty: "<axis>: mean"
};

/// One column of a table; NaN where a number is missing.
struct Column {
  std::string name;
  std::string units{};  ///< UDUNITS spelling; empty for texts
  std::string long_name;
  std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>> values;
};

/// One figure; no value where the scenario does not define it (then it is not in the file).
struct Scalar {
  std::string name;
  std::string units;  ///< UDUNITS spelling; money has "1", its currency is a text
  std::string long_name;
  std::optional<double> value{};
};

struct Text {
  std::string name;
  std::string text;  ///< UTF-8
};

/// A default plot for viewers that know NeXus (H5Web): soft links to the series and its axes.
struct Plot {
  std::string name;
  std::vector<std::string> signals;  ///< series with the same axes; the first is the main one
  std::vector<std::string> axes;     ///< names of the dimensions, e.g. {"time"}
  std::string title;
};

}  // namespace icekeel::result
