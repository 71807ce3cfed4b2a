#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "learning/booster.hpp"
#include "learning/survey_readers.hpp"

namespace smartfin {

/// The two models. Both use the same table of inputs; each takes the inputs it has a range for.
enum class model_kind : std::uint8_t { wellbeing, stress };

struct model_column {
  score_input input;
  input_range range;  // values are clamped to it, in training and in use
  int constraint;     // sign in which the model's output may move; 0 is free
};

/// The columns of a model, in order.
std::vector<model_column> columns_of(model_kind kind);

/// Clamps the inputs to the columns' ranges; unknown ones stay NaN.
void append_row(feature_matrix& matrix, std::span<const model_column> columns,
                const score_inputs& inputs);

/// Which rows to learn from, by person or household.
using keep_row = std::function<bool(std::int64_t id)>;

/// Trains on the kept rows: each once as it is, and masked copies, so that the model also learns
/// what it can say about people who tell little. The same rows give the same bytes, on one thread.
/// Errors: no_rows, engine_failed.
result<booster, learning_error> train_wellbeing(const std::vector<wellbeing_person>& people,
                                                const keep_row& keep);
result<booster, learning_error> train_stress(const std::vector<survey_household>& households,
                                             const keep_row& keep);

using engine_parameters = std::vector<std::pair<std::string, std::string>>;
/// What the recipe is, for the manifest: the engine's parameters without data-dependent ones.
engine_parameters recipe_of(model_kind kind);
int rounds_of(model_kind kind);

}  // namespace smartfin
