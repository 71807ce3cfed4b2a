#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "learning/evaluation.hpp"

namespace smartfin {

/// A row and what the models said about it on the day they were made.
struct golden_row {
  score_inputs inputs;
  model_output output;
};

struct model_part {
  std::string sha256;  // of the model file's bytes
  std::vector<model_column> columns;
  engine_parameters recipe;
  int rounds = 0;
};

struct data_source {
  std::size_t rows = 0;
  std::string sha256;  // of the unpacked survey file
};

/// How far felt well-being lies from the predicted one for 80 % of people, in points of its scale.
struct wellbeing_spread {
  double complete = 12.2;       // with the survey's own answers
  double third_missing = 13.2;  // with 32 % of the inputs hidden
};

/// Everything about a trained pair of models but the trees.
struct model_manifest {
  std::string id;
  std::string hash;        // SHA-256 over both model files, well-being first
  std::string trained_on;  // civil date
  int score_version = 0;
  model_part wellbeing;
  model_part stress;
  data_source nfwbs;
  data_source scf;
  wellbeing_spread spread;
  input_terms usual_points{};     // weighted mean |points| of each input in its surveys
  evaluation_figures validation;  // of the same recipe without the validation fifth, on that fifth
  std::optional<evaluation_figures> cross_validation;
  std::vector<std::string> failed_gates;
  std::vector<golden_row> golden;
};

std::string to_json(const model_manifest& manifest);
/// Errors: not_our_model.
result<model_manifest, learning_error> manifest_from_json(std::string_view json);

}  // namespace smartfin
