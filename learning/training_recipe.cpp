#include "learning/training_recipe.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "learning/survey_hash.hpp"

namespace smartfin {
namespace {

struct weighted_copies {
  double original;
  double masked;  // each
  int copies;
};
constexpr weighted_copies wellbeing_copies = {0.5, 0.25, 2};
constexpr weighted_copies stress_copies = {0.5, 0.5, 1};

const weighted_copies& plan_of(model_kind kind) {
  return kind == model_kind::wellbeing ? wellbeing_copies : stress_copies;
}

struct learning_row {
  std::int64_t row_id;
  double target;
  double weight;
};

/// Builds a training set: each row and its masked copies, which share the row's weight.
class copy_builder {
public:
  copy_builder(model_kind kind, survey_name survey)
      : columns_(columns_of(kind)), survey_(survey), plan_(plan_of(kind)) {}

  void add(const score_inputs& inputs, const learning_row& row) {
    for (int copy = 0; copy <= plan_.copies; ++copy) {
      append_row(set_.inputs, columns_,
                 copy == 0 ? inputs : masked(inputs, survey_, row.row_id, copy));
      set_.targets.push_back(static_cast<float>(row.target));
      const double share = copy == 0 ? plan_.original : plan_.masked;
      set_.weights.push_back(static_cast<float>(row.weight * share));
    }
  }
  training_set take() { return std::move(set_); }

private:
  std::vector<model_column> columns_;
  survey_name survey_;
  weighted_copies plan_;
  training_set set_;
};

double weighted_mean_target(const training_set& set) {
  double sum = 0;
  double total = 0;
  for (std::size_t i = 0; i < set.targets.size(); ++i) {
    sum += static_cast<double>(set.weights[i]) * static_cast<double>(set.targets[i]);
    total += static_cast<double>(set.weights[i]);
  }
  return sum / total;
}

/// Weights average 1 over the people, each of whom appears in `copies_each` rows, so that
/// min_child_weight and lambda mean the same in every survey.
void normalise_weights(training_set& set, int copies_each) {
  double total = 0;
  for (const float weight : set.weights) total += static_cast<double>(weight);
  const double factor = static_cast<double>(set.weights.size()) / copies_each / total;
  for (float& weight : set.weights)
    weight = static_cast<float>(static_cast<double>(weight) * factor);
}

std::string text_of(double number) {
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, number);
  return {text, end};
}

result<booster, learning_error> trained(training_set set, model_kind kind) {
  if (set.targets.empty())
    return failure{learning_error{learning_errc::no_rows, "no rows to learn from"}};
  normalise_weights(set, 1 + plan_of(kind).copies);
  auto parameters = recipe_of(kind);
  parameters.emplace_back("base_score", text_of(weighted_mean_target(set)));
  return booster::train(set, parameters, rounds_of(kind));
}

std::string constraints_of(model_kind kind) {
  std::string text = "(";
  for (const auto& column : columns_of(kind)) text += std::to_string(column.constraint) + ",";
  text.back() = ')';
  return text;
}

}  // namespace

std::vector<model_column> columns_of(model_kind kind) {
  std::vector<model_column> columns;
  for (const auto& traits : all_inputs()) {
    const bool wellbeing = kind == model_kind::wellbeing;
    const auto& range = wellbeing ? traits.wellbeing : traits.stress;
    // A rise in the score is a rise in well-being and a fall in stress.
    if (range) columns.push_back({traits.input, *range, wellbeing ? traits.sign : -traits.sign});
  }
  return columns;
}

void append_row(feature_matrix& matrix, std::span<const model_column> columns,
                const score_inputs& inputs) {
  matrix.columns = columns.size();
  for (const auto& column : columns) {
    const double value = inputs[column.input];
    const double in_range =
        std::isnan(value) ? value : std::clamp(value, column.range.low, column.range.high);
    matrix.values.push_back(static_cast<float>(in_range));
  }
}

result<booster, learning_error> train_wellbeing(const std::vector<wellbeing_person>& people,
                                                const keep_row& keep) {
  copy_builder builder(model_kind::wellbeing, survey_name::nfwbs);
  for (const auto& person : people)
    if (keep(person.id)) builder.add(person.inputs, {person.id, person.fwb_score, person.weight});
  return trained(builder.take(), model_kind::wellbeing);
}

result<booster, learning_error> train_stress(const std::vector<survey_household>& households,
                                             const keep_row& keep) {
  copy_builder builder(model_kind::stress, survey_name::scf);
  for (const auto& household : households) {
    if (!keep(household.id)) continue;
    const double target = household.outcomes.stress() ? 1 : 0;
    builder.add(household.inputs,
                {10 * household.id + household.implicate, target, household.weight});
  }
  return trained(builder.take(), model_kind::stress);
}

engine_parameters recipe_of(model_kind kind) {
  engine_parameters shared = {{"tree_method", "hist"},
                              {"max_bin", "256"},
                              {"subsample", "0.7"},
                              {"seed", "7"},
                              {"monotone_constraints", constraints_of(kind)}};
  const engine_parameters own = kind == model_kind::wellbeing
                                    ? engine_parameters{{"objective", "reg:squarederror"},
                                                        {"eta", "0.03"},
                                                        {"max_depth", "5"},
                                                        {"min_child_weight", "40"},
                                                        {"colsample_bytree", "0.4"},
                                                        {"lambda", "10"}}
                                    : engine_parameters{{"objective", "binary:logistic"},
                                                        {"eta", "0.05"},
                                                        {"max_depth", "3"},
                                                        {"min_child_weight", "60"},
                                                        {"colsample_bytree", "0.5"},
                                                        {"lambda", "20"}};
  shared.insert(shared.end(), own.begin(), own.end());
  return shared;
}

int rounds_of(model_kind kind) { return kind == model_kind::wellbeing ? 300 : 120; }

}  // namespace smartfin
