// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Designs of experiments: rows of numbers between 0 and 1, one a parameter.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace icekeel::studies {

/// Rows of a design, all of the same length.
using Places = std::vector<std::vector<double>>;

/// Every level with every other; the last one varies fastest.
Places grid(std::span<const std::size_t> levels);

/// Row k has level k of every parameter.
Places list(std::size_t parameters, std::size_t levels);

/// Of `rows` equal strata of each parameter every one is hit once, at a random place.
/// Source: McKay, Beckman, Conover, Technometrics 21 (1979) 239.
Places latin_hypercube(std::size_t parameters, std::size_t rows, std::uint64_t seed);

/// The Sobol sequence with the direction numbers of Joe and Kuo (Boost.Random), moved by a random
/// digital shift, which keeps its evenness and takes the special role from the origin.
Places sobol(std::size_t parameters, std::size_t rows, std::uint64_t seed);

/// Trajectories of Morris on 4 levels: p + 1 rows each, in which each parameter moves once by 2/3.
/// Source: Morris, Technometrics 33 (1991) 161.
Places morris(std::size_t parameters, std::size_t trajectories, std::uint64_t seed);
inline constexpr double morris_step = 2.0 / 3.0;

/// For each row of two samples A and B: A, B, and A with one column of B, for each parameter.
/// The samples are halves of one Sobol sequence.
/// Source: Saltelli et al., Computer Physics Communications 181 (2010) 259, design of section 4.
Places saltelli(std::size_t parameters, std::size_t rows, std::uint64_t seed);

}  // namespace icekeel::studies
