// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What a sum or a product of two matrices takes on each kind of unit of a chip: one number at a
/// time, vectors of a processor (SSE, AVX, AVX2, AVX-512, NEON), those of a GPU, matrix units.
///
///     time    = launch + max( work / rate,  bytes / memory bandwidth )
///     rate    = cores * clock * pipes * (width / element) * (fused ? 2 : 1)   of a product
///     clocks  = additions, or products with their sums, over those that begin in one
///     energy  = time * (idle + busy * cores + arithmetic and memory by their shares of the peaks)
///
/// A sum of m x n has m n additions and moves 3 m n elements; a product of m x k and k x n has
/// 2 m n k operations and moves m k + k n + m n: each matrix once, to and from the memory. Nothing
/// is lost to loops, tiles or waiting, so the times are the least that the unit allows.
///
/// See simulator/docs/methods/matrix-work.md.
/// Verified by: tests/unit/analysis/matrix_work_test.cpp.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platforms/chip.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/finding.h"

namespace icekeel::analysis {

/// A kind of unit of a processor.
struct ArithmeticUnit {
  std::string name;
  std::int64_t cores = 1;
  Frequency clock;
  Information width;       ///< of a vector; that of an element: one number at a time
  std::int64_t pipes = 1;  ///< vectors that begin in a clock
  bool fused = false;      ///< a product and its sum are one operation
};

/// The units of a chip, in the entry of its name; "any" for the other chips.
struct ArithmeticUnits {
  static constexpr std::string_view catalogue_kind = "units";
  std::vector<ArithmeticUnit> units;
  bool peaks = true;  ///< whether the chip's peak rates are units too: of vectors, of matrices
  Duration launch;    ///< until they begin
};

void describe(config::Fields& f, ArithmeticUnit& unit);
void describe(config::Fields& f, ArithmeticUnits& units);

struct MatrixWork {
  bool product = false;  ///< else a sum
  std::int64_t rows = 0, columns = 0, inner = 1;

  double steps() const;  ///< additions, or products with their sums
  Work work() const;
  double elements() const;  ///< read and written
};

struct MatrixAnswer {
  std::string chip, unit;
  double at_once = 0;  ///< steps that begin in a clock; 0: not told
  double clocks = 0;
  ComputeRate rate;  ///< the most of this unit, for this work
  Duration time, arithmetic, memory, launch;
  Power power;
  Energy energy;

  std::string_view bound() const;  ///< "arithmetic", "memory" or "launch"
};

/// On every unit that can do it.
std::vector<MatrixAnswer> matrix_work(const std::string& name, const platforms::ChipSpec& chip,
                                      const ArithmeticUnits& units, const MatrixWork& asked);

struct MatrixCase {
  std::string kind;   ///< "add" or "product"
  std::string size;   ///< "m,n" or "m,n,k"
  std::string chips;  ///< of the catalogue, separated by commas
};

struct MatrixOutcome {
  std::vector<MatrixAnswer> answers;
  std::vector<config::Finding> problems;
};

MatrixOutcome matrix_work(const MatrixCase& asked, const config::Catalogue& catalogue);

nlohmann::ordered_json to_json(const std::vector<MatrixAnswer>& answers);
std::string to_text(const std::vector<MatrixAnswer>& answers);

}  // namespace icekeel::analysis
