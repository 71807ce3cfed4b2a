#include "learning/trainer.hpp"

#include <cmath>

#include "learning/content_hash.hpp"
#include "learning/survey_hash.hpp"

namespace smartfin {
namespace {

constexpr double explained_share =
    0.15;  // of the rows; TreeSHAP on all would take most of the time
constexpr std::size_t id_digits = 12;

/// Adds each row's |terms| to a weighted mean.
struct mean_terms {
  input_terms sum{};
  double weight = 0;

  void add(const input_terms& terms, double row_weight) {
    for (std::size_t i = 0; i < terms.size(); ++i) sum[i] += row_weight * std::abs(terms[i]);
    weight += row_weight;
  }
};

/// A sample of rows and what the models make of them.
template <class Row>
result<mean_terms, learning_error> mean_points(const model_pair& models, model_kind kind,
                                               const std::vector<Row>& rows) {
  std::vector<score_inputs> inputs;
  std::vector<double> weights;
  const auto survey = kind == model_kind::wellbeing ? survey_name::nfwbs : survey_name::scf;
  for (const auto& row : rows) {
    if (drawn(survey, row.id, 0, "explained") >= explained_share) continue;
    inputs.push_back(row.inputs);
    weights.push_back(row.weight);
  }
  if (inputs.empty()) return failure{learning_error{learning_errc::no_rows, "too few rows"}};
  auto terms = terms_of(models, inputs);
  if (!terms) return failure{terms.error()};
  mean_terms mean;
  for (std::size_t i = 0; i < terms->size(); ++i)
    mean.add(kind == model_kind::wellbeing ? (*terms)[i].wellbeing : (*terms)[i].stress,
             weights[i]);
  return mean;
}

/// Mean |points| of each input: each model in the survey it was made from.
result<input_terms, learning_error> usual_points(const model_pair& models, const surveys& data) {
  auto wellbeing = mean_points(models, model_kind::wellbeing, data.people.rows);
  if (!wellbeing) return failure{wellbeing.error()};
  auto stress = mean_points(models, model_kind::stress, data.households.rows);
  if (!stress) return failure{stress.error()};
  input_terms points{};
  for (std::size_t i = 0; i < points.size(); ++i)
    points[i] = points_per_wellbeing * wellbeing->sum[i] / wellbeing->weight -
                points_per_log_odds * stress->sum[i] / stress->weight;
  return points;
}

result<std::vector<golden_row>, learning_error> golden_rows(const model_pair& models) {
  const auto inputs = golden_inputs();
  auto answers = outputs_of(models, inputs);
  if (!answers) return failure{answers.error()};
  std::vector<golden_row> rows;
  for (std::size_t i = 0; i < inputs.size(); ++i) rows.push_back({inputs[i], (*answers)[i]});
  return rows;
}

model_part part_of(model_kind kind, const std::string& file) {
  return {.sha256 = sha256_hex(file),
          .columns = columns_of(kind),
          .recipe = recipe_of(kind),
          .rounds = rounds_of(kind)};
}

struct fitted {
  model_pair models;
  std::string wellbeing_json;
  std::string stress_json;
};

result<fitted, learning_error> fit_all(const surveys& data) {
  const auto everyone = [](std::int64_t) { return true; };
  auto wellbeing = train_wellbeing(data.people.rows, everyone);
  if (!wellbeing) return failure{wellbeing.error()};
  auto stress = train_stress(data.households.rows, everyone);
  if (!stress) return failure{stress.error()};
  auto wellbeing_json = wellbeing->to_json();
  if (!wellbeing_json) return failure{wellbeing_json.error()};
  auto stress_json = stress->to_json();
  if (!stress_json) return failure{stress_json.error()};
  return fitted{{*wellbeing, *stress}, std::move(*wellbeing_json), std::move(*stress_json)};
}

result<nothing, learning_error> judge(trained_score& trained, const fitted& made,
                                      const surveys& data, const training_request& request) {
  trained.failed = failed_gates(trained.gate);
  if (request.champion) {
    const auto& champion = *request.champion;
    auto moved = compare_with_champion({made.models, trained.manifest.validation},
                                       {champion.pair(), champion.manifest().validation}, data);
    if (!moved) return failure{moved.error()};
    for (auto& gate : failed_gates(*moved)) trained.failed.push_back(std::move(gate));
  }
  trained.manifest.failed_gates = trained.failed;
  if (!request.cross_validate) return nothing{};
  auto answers = out_of_fold(data);
  if (!answers) return failure{answers.error()};
  trained.manifest.cross_validation = figures_of(data, *answers);
  return nothing{};
}

}  // namespace

result<trained_score, learning_error> train_score(const surveys& data,
                                                  const training_request& request) {
  auto validated = validate_recipe(data);
  if (!validated) return failure{validated.error()};
  auto made = fit_all(data);
  if (!made) return failure{made.error()};
  auto usual = usual_points(made->models, data);
  if (!usual) return failure{usual.error()};
  auto golden = golden_rows(made->models);
  if (!golden) return failure{golden.error()};

  trained_score trained;
  trained.gate = validated->gate;
  const auto hash = sha256_hex(made->wellbeing_json + made->stress_json);
  trained.manifest = {.id = "household-" + hash.substr(0, id_digits),
                      .hash = hash,
                      .trained_on = request.trained_on,
                      .score_version = score_version,
                      .wellbeing = part_of(model_kind::wellbeing, made->wellbeing_json),
                      .stress = part_of(model_kind::stress, made->stress_json),
                      .nfwbs = {data.people.rows.size(), data.people.sha256},
                      .scf = {data.households.rows.size(), data.households.sha256},
                      .spread = validated->spread,
                      .usual_points = *usual,
                      .validation = validated->figures,
                      .cross_validation = std::nullopt,
                      .failed_gates = {},
                      .golden = std::move(*golden)};
  if (auto judged = judge(trained, *made, data, request); !judged) return failure{judged.error()};
  trained.files = {.manifest = to_json(trained.manifest),
                   .wellbeing = std::move(made->wellbeing_json),
                   .stress = std::move(made->stress_json)};
  return trained;
}

}  // namespace smartfin
