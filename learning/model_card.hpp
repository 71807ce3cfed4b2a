#pragma once

#include <string>

#include "learning/model_manifest.hpp"

namespace smartfin {

/// What people must know before they rely on the score: use, data, accuracy with this model's own
/// figures, audit, limits. Markdown.
std::string model_card(const model_manifest& manifest);

}  // namespace smartfin
