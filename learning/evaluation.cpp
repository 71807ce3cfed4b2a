#include "learning/evaluation.hpp"

#include <algorithm>
#include <set>

#include "learning/survey_hash.hpp"

namespace smartfin {
namespace {

template <class Rows>
std::vector<double> weights_of(const Rows& rows) {
  std::vector<double> weights;
  for (const auto& row : rows) weights.push_back(row.weight);
  return weights;
}

template <class Read>
std::vector<double> numbers_of(const std::vector<model_output>& answers, Read read) {
  std::vector<double> numbers;
  for (const auto& answer : answers) numbers.push_back(read(answer));
  return numbers;
}

/// As served: at the ends of the scale everyone ties.
double served_score(const model_output& answer) { return clamp_score(combined_score(answer)); }

void judge_people(const std::vector<wellbeing_person>& people,
                  const std::vector<model_output>& answers, evaluation_figures& figures) {
  const auto weights = weights_of(people);
  std::vector<double> felt;
  for (const auto& person : people) felt.push_back(person.fwb_score);
  const auto predicted = numbers_of(answers, [](const auto& a) { return a.wellbeing; });
  figures.wellbeing = {.n = people.size(), .fit = regression_of(felt, predicted, weights)};
  figures.score.spearman = spearman_of(felt, numbers_of(answers, served_score), weights);
}

void judge_households(const std::vector<survey_household>& households,
                      const std::vector<model_output>& answers, evaluation_figures& figures) {
  const auto weights = weights_of(households);
  std::vector<bool> stress;
  std::vector<bool> severe;
  std::set<std::int64_t> ids;
  for (const auto& household : households) {
    stress.push_back(household.outcomes.stress());
    severe.push_back(household.outcomes.severe());
    ids.insert(household.id);
  }
  const auto margins = numbers_of(answers, [](const auto& a) { return a.stress_margin; });
  const auto low = numbers_of(answers, [](const auto& a) { return -served_score(a); });
  figures.stress = {.n = ids.size(),
                    .auc = auc_of(stress, margins, weights),
                    .severe_auc = auc_of(severe, margins, weights),
                    .calibration = calibration_of(stress, margins, weights)};
  figures.score.auc = auc_of(stress, low, weights);
  figures.score.severe_auc = auc_of(severe, low, weights);
}

template <class Rows>
feature_matrix matrix_of(model_kind kind, const Rows& rows) {
  const auto columns = columns_of(kind);
  feature_matrix matrix;
  for (const auto& row : rows) append_row(matrix, columns, row.inputs);
  return matrix;
}

/// The rows of one fold, and where they were.
template <class Row>
struct fold_rows {
  std::vector<Row> rows;
  std::vector<std::size_t> positions;
};

template <class Row>
fold_rows<Row> rows_in_fold(const std::vector<Row>& rows, survey_name survey, int fold) {
  fold_rows<Row> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (fold_of(survey, rows[i].id, folds) != fold) continue;
    found.rows.push_back(rows[i]);
    found.positions.push_back(i);
  }
  return found;
}

template <class Row>
result<nothing, learning_error> answer_fold(const model_pair& models, const fold_rows<Row>& fold,
                                            std::vector<model_output>& answers) {
  if (fold.rows.empty()) return nothing{};
  auto answered = outputs_of(models, fold.rows);
  if (!answered) return failure{answered.error()};
  for (std::size_t i = 0; i < fold.positions.size(); ++i)
    answers[fold.positions[i]] = (*answered)[i];
  return nothing{};
}

}  // namespace

result<survey_outputs, learning_error> outputs_of(const model_pair& models, const surveys& data) {
  auto people = outputs_of(models, data.people.rows);
  if (!people) return failure{people.error()};
  auto households = outputs_of(models, data.households.rows);
  if (!households) return failure{households.error()};
  return survey_outputs{std::move(*people), std::move(*households)};
}

evaluation_figures figures_of(const surveys& data, const survey_outputs& answers) {
  evaluation_figures figures;
  judge_people(data.people.rows, answers.people, figures);
  judge_households(data.households.rows, answers.households, figures);
  return figures;
}

result<double, learning_error> additivity_error(const model_pair& models, const surveys& data) {
  auto people =
      additivity_error(models.wellbeing, matrix_of(model_kind::wellbeing, data.people.rows));
  if (!people) return people;
  auto households =
      additivity_error(models.stress, matrix_of(model_kind::stress, data.households.rows));
  if (!households) return households;
  return std::max(*people, *households);
}

result<survey_outputs, learning_error> out_of_fold(const surveys& data) {
  const auto& people = data.people.rows;
  const auto& households = data.households.rows;
  survey_outputs answers{std::vector<model_output>(people.size()),
                         std::vector<model_output>(households.size())};
  for (int fold = 0; fold < folds; ++fold) {
    const auto outside = [fold](survey_name survey) {
      return [=](std::int64_t id) { return fold_of(survey, id, folds) != fold; };
    };
    auto wellbeing = train_wellbeing(people, outside(survey_name::nfwbs));
    if (!wellbeing) return failure{wellbeing.error()};
    auto stress = train_stress(households, outside(survey_name::scf));
    if (!stress) return failure{stress.error()};
    const model_pair models{*wellbeing, *stress};
    auto done = answer_fold(models, rows_in_fold(people, survey_name::nfwbs, fold), answers.people);
    if (!done) return failure{done.error()};
    done =
        answer_fold(models, rows_in_fold(households, survey_name::scf, fold), answers.households);
    if (!done) return failure{done.error()};
  }
  return answers;
}

}  // namespace smartfin
