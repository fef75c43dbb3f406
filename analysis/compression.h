// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What it takes to compress a text: time, energy, and energy for each byte that is saved.
///
///     time   = size / speed          energy = power * time
///     per byte saved = energy / (size - compressed size)
///
/// Speeds and sizes are measured ones. Compressed sizes of enwik8 and enwik9 are exact; any other
/// size is taken to shrink as the nearest of the two (by its logarithm), which holds for English
/// text alone. The power is a range, since the measurements say only on what they ran.
///
/// See simulator/docs/methods/compression.md.
/// Verified by: tests/unit/analysis/compression_test.cpp.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/base/units.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "simulator/lifecycle/range_fields.h"

namespace icekeel::analysis {

/// The texts of the Large Text Compression Benchmark: the first 10^8 and 10^9 bytes of the English
/// Wikipedia of 3 March 2006.
inline constexpr Information enwik8 = 1e8 * units::byte;
inline constexpr Information enwik9 = 1e9 * units::byte;

/// A program that compresses, as it was measured.
struct CompressorSpec {
  static constexpr std::string_view catalogue_kind = "compressors";
  std::string name;
  Bandwidth speed;             ///< of what it reads
  Information enwik8, enwik9;  ///< compressed
  std::string device;          ///< that it ran on
  lifecycle::Range<Power> power;
};

void describe(config::Fields& f, CompressorSpec& compressor);

struct Compression {
  CompressorSpec by;
  Information size, compressed;
  bool measured = false;  ///< the compressed size is no guess
  Duration time;
  lifecycle::Range<Energy> energy;

  Information saved() const { return size - compressed; }
  /// Joule for each byte less.
  lifecycle::Range<double> per_byte_saved() const;
};

/// \param size  above 0
Compression compress(const CompressorSpec& compressor, Information size);

struct CompressionCase {
  std::string text;         ///< "enwik8", "enwik9" or a size, as "5 GB"
  std::string compressors;  ///< of the catalogue, separated by commas; empty: all
};

struct CompressionOutcome {
  std::vector<Compression> answers;  ///< the fastest first
  std::vector<config::Finding> problems;
};

CompressionOutcome compress(const CompressionCase& asked, const config::Catalogue& catalogue);

nlohmann::ordered_json to_json(const std::vector<Compression>& answers);
std::string to_csv(const std::vector<Compression>& answers);
std::string to_text(const std::vector<Compression>& answers);

}  // namespace icekeel::analysis
