#pragma once

#include <string>

#include "learning/evaluation.hpp"
#include "learning/score_models.hpp"
#include "learning/validation.hpp"

namespace smartfin {

struct training_request {
  std::string trained_on;  // civil date, for the manifest
  bool cross_validate = false;
  /// The models now serving, if any: a challenger that moves people's scores too much needs a
  /// sign-off.
  std::optional<score_models> champion;
};

/// A trained score and what its gate says; it may serve when `failed` is empty.
struct trained_score {
  model_files files;
  model_manifest manifest;
  gate_figures gate;
  std::vector<std::string> failed;
};

/// Validates the recipe on a fifth of the people, then trains on all of them. The same data and
/// request give the same bytes. Errors: no_rows, engine_failed.
result<trained_score, learning_error> train_score(const surveys& data,
                                                  const training_request& request);

/// Invented households whose answers are kept with every model.
std::vector<score_inputs> golden_inputs();

}  // namespace smartfin
