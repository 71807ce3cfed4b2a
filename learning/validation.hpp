#pragma once

#include "domain/score/promotion_gate.hpp"
#include "learning/evaluation.hpp"
#include "learning/model_manifest.hpp"

namespace smartfin {

/// What the recipe achieves on the fifth of people and households that it was not shown.
struct validation_report {
  gate_figures gate;
  evaluation_figures figures;
  wellbeing_spread spread;
};

/// Trains on four fifths, chosen by a hash of survey and id, and measures on the rest.
/// Errors: no_rows (also when the split leaves nobody to measure on), engine_failed.
result<validation_report, learning_error> validate_recipe(const surveys& data);

/// How the scores of the validation fifth move from the serving models to the new ones. Accuracy is
/// compared as each was validated, for both final models have since seen these people.
struct validated_pair {
  model_pair models;
  evaluation_figures validation;
};
result<champion_figures, learning_error> compare_with_champion(const validated_pair& challenger,
                                                               const validated_pair& champion,
                                                               const surveys& data);

/// The validation fifth of both surveys.
surveys validation_part(const surveys& data);

}  // namespace smartfin
