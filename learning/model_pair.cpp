#include "learning/model_pair.hpp"

#include <algorithm>
#include <cmath>

namespace smartfin {
namespace {

/// One matrix per model, from what `pick` returns for each row.
template <class Rows, class Pick>
feature_matrix matrix_of(model_kind kind, const Rows& rows, Pick pick) {
  const auto columns = columns_of(kind);
  feature_matrix matrix;
  matrix.values.reserve(columns.size() * rows.size());
  for (const auto& row : rows) append_row(matrix, columns, pick(row));
  return matrix;
}

outputs combine(const result<std::vector<float>, learning_error>& wellbeing,
                const result<std::vector<float>, learning_error>& stress) {
  if (!wellbeing) return failure{wellbeing.error()};
  if (!stress) return failure{stress.error()};
  std::vector<model_output> found(wellbeing->size());
  for (std::size_t i = 0; i < found.size(); ++i)
    found[i] = {static_cast<double>((*wellbeing)[i]), static_cast<double>((*stress)[i])};
  return found;
}

struct spread_terms {
  input_terms terms{};
  double bias = 0;
};

/// The terms of one row, put into the places of their inputs.
spread_terms row_terms(std::span<const model_column> columns, std::span<const float> row) {
  spread_terms found;
  for (std::size_t i = 0; i < columns.size(); ++i)
    found.terms[static_cast<std::size_t>(columns[i].input)] = static_cast<double>(row[i]);
  found.bias = static_cast<double>(row.back());
  return found;
}

double largest_miss(const std::vector<float>& margins, std::span<const float> terms,
                    std::size_t width) {
  double largest = 0;
  for (std::size_t row = 0; row < margins.size(); ++row) {
    double sum = 0;
    for (const float term : terms.subspan(row * width, width)) sum += static_cast<double>(term);
    largest = std::max(largest, std::abs(sum - static_cast<double>(margins[row])));
  }
  return largest;
}

/// Terms of one model that were checked against its margins.
result<std::vector<float>, learning_error> checked_terms(const booster& model,
                                                         const feature_matrix& inputs) {
  auto margins = model.margins(inputs);
  if (!margins) return failure{margins.error()};
  auto terms = model.terms(inputs);
  if (!terms) return failure{terms.error()};
  const double miss = largest_miss(*margins, *terms, inputs.columns + 1);
  if (!(miss <= additivity_max))
    return failure{learning_error{learning_errc::not_additive, "off by " + std::to_string(miss)}};
  return terms;
}

}  // namespace

outputs outputs_of(const model_pair& models, const std::vector<wellbeing_person>& people) {
  const auto edges =
      matrix_of(model_kind::wellbeing, people, [](const auto& person) { return person.inputs; });
  const auto midpoints =
      matrix_of(model_kind::stress, people, [](const auto& person) { return person.midpoints; });
  return combine(models.wellbeing.margins(edges), models.stress.margins(midpoints));
}

outputs outputs_of(const model_pair& models, const std::vector<survey_household>& households) {
  const auto pick = [](const auto& household) { return household.inputs; };
  return combine(models.wellbeing.margins(matrix_of(model_kind::wellbeing, households, pick)),
                 models.stress.margins(matrix_of(model_kind::stress, households, pick)));
}

outputs outputs_of(const model_pair& models, const std::vector<score_inputs>& inputs) {
  const auto pick = [](const auto& row) { return row; };
  return combine(models.wellbeing.margins(matrix_of(model_kind::wellbeing, inputs, pick)),
                 models.stress.margins(matrix_of(model_kind::stress, inputs, pick)));
}

result<std::vector<model_terms>, learning_error> terms_of(const model_pair& models,
                                                          const std::vector<score_inputs>& inputs) {
  const auto pick = [](const auto& row) { return row; };
  const auto columns_w = columns_of(model_kind::wellbeing);
  const auto columns_s = columns_of(model_kind::stress);
  auto wellbeing = checked_terms(models.wellbeing, matrix_of(model_kind::wellbeing, inputs, pick));
  if (!wellbeing) return failure{wellbeing.error()};
  auto stress = checked_terms(models.stress, matrix_of(model_kind::stress, inputs, pick));
  if (!stress) return failure{stress.error()};

  std::vector<model_terms> found;
  for (std::size_t row = 0; row < inputs.size(); ++row) {
    const auto slice = [row](const std::vector<float>& terms, std::size_t width) {
      return std::span(terms).subspan(row * width, width);
    };
    const auto w = row_terms(columns_w, slice(*wellbeing, columns_w.size() + 1));
    const auto s = row_terms(columns_s, slice(*stress, columns_s.size() + 1));
    found.push_back(
        {.wellbeing_bias = w.bias, .stress_bias = s.bias, .wellbeing = w.terms, .stress = s.terms});
  }
  return found;
}

result<double, learning_error> additivity_error(const booster& model,
                                                const feature_matrix& inputs) {
  auto margins = model.margins(inputs);
  if (!margins) return failure{margins.error()};
  auto terms = model.terms(inputs);
  if (!terms) return failure{terms.error()};
  return largest_miss(*margins, *terms, inputs.columns + 1);
}

}  // namespace smartfin
