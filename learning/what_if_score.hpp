#pragma once

#include "domain/score/what_if.hpp"
#include "learning/score_models.hpp"

namespace smartfin {

/// Scores the household as it is and after the changes, with the same models, rules and yardstick.
/// An improvement never lowers the score (see `apply`). Errors: those of `apply`, too_little_known.
result<score_change, what_if_errc> what_if(const household_figures& now,
                                           const what_if_changes& changes,
                                           const score_models* models);

}  // namespace smartfin
