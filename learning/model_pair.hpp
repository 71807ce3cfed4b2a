#pragma once

#include <vector>

#include "domain/score/score_formula.hpp"
#include "learning/training_recipe.hpp"

namespace smartfin {

/// The two models that one score takes. Copies share the engine's trees.
struct model_pair {
  booster wellbeing;
  booster stress;
};

/// Both models' answers, row by row.
using outputs = result<std::vector<model_output>, learning_error>;

/// The well-being model sees bracket edges, the stress model bracket midpoints.
outputs outputs_of(const model_pair& models, const std::vector<wellbeing_person>& people);
outputs outputs_of(const model_pair& models, const std::vector<survey_household>& households);
outputs outputs_of(const model_pair& models, const std::vector<score_inputs>& inputs);

/// Both models' terms, row by row. Errors: engine_failed, not_additive (off by more than
/// `additivity_max`).
result<std::vector<model_terms>, learning_error> terms_of(const model_pair& models,
                                                          const std::vector<score_inputs>& inputs);

/// The most by which bias and terms may miss the prediction: float rounding, and no more.
inline constexpr double additivity_max = 1e-3;

/// The largest miss over all rows of one model.
result<double, learning_error> additivity_error(const booster& model, const feature_matrix& inputs);

}  // namespace smartfin
