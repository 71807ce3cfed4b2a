#pragma once

#include <cstdint>
#include <string>

namespace smartfin {

enum class learning_errc : std::uint8_t {
  none = 0,
  cannot_read = 1,     // the file is missing, unreadable or damaged
  not_the_survey = 2,  // a needed column is missing, or a cell is not a number
  no_rows = 3,         // nothing to learn from or to measure on
  engine_failed = 4,   // XGBoost refused
  cannot_write = 5,
  not_our_model = 6,  // manifest and models do not belong together, or are of another version
  not_additive = 7,   // an explanation does not add up to its prediction
};

/// Why learning or a model's use failed. `detail` is for the operator: file, column, the engine's
/// own words; never personal data.
struct learning_error {
  learning_errc code = learning_errc::none;
  std::string detail;
};

}  // namespace smartfin
