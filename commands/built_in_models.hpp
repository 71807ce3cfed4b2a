#pragma once

#include "learning/score_models.hpp"

namespace smartfin {

/// The trained score of config/models, as it was built into the program.
model_files built_in_models();

}  // namespace smartfin
