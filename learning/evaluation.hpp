#pragma once

#include <cstddef>
#include <vector>

#include "learning/metrics.hpp"
#include "learning/model_pair.hpp"

namespace smartfin {

/// Both surveys, read.
struct surveys {
  wellbeing_survey people;
  household_survey households;
};

/// Both models' answers for both surveys.
struct survey_outputs {
  std::vector<model_output> people;
  std::vector<model_output> households;
};
result<survey_outputs, learning_error> outputs_of(const model_pair& models, const surveys& data);

struct wellbeing_figures {
  std::size_t n = 0;  // people
  regression_figures fit;
};
struct stress_figures {
  std::size_t n = 0;  // households, however many implicates each has
  double auc = 0;
  double severe_auc = 0;  // of the same prediction against severe distress
  probability_figures calibration;
};
struct score_figures {
  double auc = 0;         // a low score against stress, SCF
  double severe_auc = 0;  // against severe distress, SCF
  double spearman = 0;    // with the well-being scale, NFWBS
};
struct evaluation_figures {
  wellbeing_figures wellbeing;
  stress_figures stress;
  score_figures score;
};

/// Weighted accuracy of the answers.
evaluation_figures figures_of(const surveys& data, const survey_outputs& answers);

/// The largest miss of bias and terms, of each model on the survey it was made from.
result<double, learning_error> additivity_error(const model_pair& models, const surveys& data);

/// Five-fold cross-validation, households whole: every row answered by models that have not seen
/// it.
result<survey_outputs, learning_error> out_of_fold(const surveys& data);
inline constexpr int folds = 5;

}  // namespace smartfin
