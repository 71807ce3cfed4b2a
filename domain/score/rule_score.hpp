#pragma once

#include "domain/result.hpp"
#include "domain/score/explained_score.hpp"

namespace smartfin {

/// The transparent score for when no model is loaded or too little is known: the mean of seven
/// indicators of 0-100 (spending below income, bills on time, cushion, long term, debt service,
/// unsecured debt, plan), as far as they are known, put on the models' scale by 6.25 + 0.695 x
/// mean.
///
/// Points are those of the mean of a typical household's indicator (`base`), each known indicator's
/// distance from it shared among its inputs; they add up like the models' points. Every input may
/// move the score only in the direction of its sign. Unknown inputs have no points.
/// Errors: too_little_known (fewer than three indicators).
result<explained_score, score_errc> rule_score(const score_inputs& inputs,
                                               const score_context& context);

/// Half of the 80 % range around a rule-based score, in points.
inline constexpr double rule_range_half_width = 17;

}  // namespace smartfin
