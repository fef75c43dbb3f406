// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Scoreboards of published figures. Two kinds that are never mixed: accounting repeats the
/// authors' arithmetic with the authors' inputs; prediction starts from first principles.

#include <vector>

#include "analysis/validate_published.h"
#include "analysis/validate_scoreboard.h"

namespace icekeel::analysis {

/// What an account gives for one of its printed figures, in the unit of the row.
ScoreRow account_row(const PublishedSpec& paper, const AccountSpec& account,
                     const AccountFigure& figure);

/// Energy and carbon with the authors' own watts, PUE, grid and scope.
///
///     device time = given, or work / rate, or devices * wall time
///     energy      = device time * power * PUE
///     carbon      = energy * intensity  [+ idle energy * intensity + embodied]
///     embodied    = (servers * per server + devices * per chip) / (lifetime * use) * wall time
///
/// Tolerance: 0.5 %, and 2 % where the printed figure is rounded.
Scoreboard accounting_scoreboard(const std::vector<PublishedSpec>& cases);

/// A prediction with all that is free chosen, in the unit of its published figure.
ScoreRow prediction_row(const PublishedSpec& paper, const PredictionSpec& prediction);

/// Step times and GPU-hours from the model; calibration points and circular figures are shown
/// and not scored.
Scoreboard training_scoreboard(const std::vector<PublishedSpec>& cases);

}  // namespace icekeel::analysis
