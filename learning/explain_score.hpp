#pragma once

#include "domain/score/explained_score.hpp"
#include "learning/score_models.hpp"

namespace smartfin {

/// The score of a household with everything that may be said about it: the one door for whoever
/// serves scores.
///
/// The models answer when they are there (`models` not null), at least three months of history and
/// the required inputs are known, and the known inputs carry 35 % of the usual weight; otherwise
/// the rules do, and say so. Below 60 % the score is provisional. If the engine fails, the rules
/// answer; if only its explanation does not add up, the score comes with `explained` false and
/// without factors. Both are visible in the answer and worth counting. Errors: too_little_known.
result<explained_score, score_errc> explain(const score_inputs& inputs, const score_models* models,
                                            const score_context& context = {});

/// The `unrounded` of the same answer, without its explanation: some twenty times faster, for
/// whoever tries many changes. Errors: too_little_known.
result<double, score_errc> score_only(const score_inputs& inputs, const score_models* models,
                                      const score_context& context = {});

}  // namespace smartfin
