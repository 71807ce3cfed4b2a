#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "domain/field_error.hpp"

namespace smartfin {

/// Unicode code points of a valid UTF-8 text.
std::size_t code_points(std::string_view utf8);

/// What a stored one-line text must be.
struct text_rule {
  std::size_t length_min = 0;  // code points
  std::size_t length_max = 0;
  bool lines = false;  // may contain line breaks and tabs
};

/// Adds an error to `errors` when the text breaks the rule: too_short, too_long, or control_character.
void check_text(std::string_view field, std::string_view utf8, const text_rule& rule,
                field_errors& errors);

/// Lower-cases ASCII letters only.
std::string ascii_lower(std::string_view text);
/// Without leading and trailing ASCII white space.
std::string_view trimmed(std::string_view text);

}  // namespace smartfin
