#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/result.hpp"
#include "learning/learning_error.hpp"

namespace smartfin {

/// Rows of inputs, row after row; NaN is unknown.
struct feature_matrix {
  std::size_t columns = 0;
  std::vector<float> values;
  std::size_t rows() const { return columns == 0 ? 0 : values.size() / columns; }
};

struct training_set {
  feature_matrix inputs;
  std::vector<float> targets;
  std::vector<float> weights;
};

/// Boosted trees behind XGBoost's C API. One object may predict on any number of threads at once:
/// it is configured, and has predicted once, before anyone else sees it, and never changes again.
/// Not for static storage: the engine keeps state per thread that is gone by the time static
/// objects are destroyed, and its clean-up would run on freed memory.
class booster {
public:
  /// `parameters` in the engine's own names. Errors: engine_failed.
  static result<booster, learning_error> train(
      const training_set& set, const std::vector<std::pair<std::string, std::string>>& parameters,
      int rounds);
  /// From `to_json()`. Errors: engine_failed, also when the model has another number of columns.
  static result<booster, learning_error> from_json(std::string_view json, std::size_t columns);

  result<std::string, learning_error> to_json() const;

  /// One raw margin per row: the prediction itself for a regression, log-odds for a logistic model.
  result<std::vector<float>, learning_error> margins(const feature_matrix& inputs) const;
  /// Per row, the exact additive terms (TreeSHAP) of each column, then the bias; they sum to the
  /// margin. columns + 1 numbers a row.
  result<std::vector<float>, learning_error> terms(const feature_matrix& inputs) const;

private:
  struct handle;
  explicit booster(std::shared_ptr<const handle> held) : handle_(std::move(held)) {}
  std::shared_ptr<const handle> handle_;
};

}  // namespace smartfin
