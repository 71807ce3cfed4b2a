#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace smartfin {

struct code_point {
  char32_t value = 0;
  std::size_t length = 1;  // bytes read; 1 for a byte that belongs to no valid sequence
  bool valid = false;
};

/// The code point that starts at `at`, which must be inside the text. Over-long forms, surrogates
/// and values beyond U+10FFFF are not valid (RFC 3629).
code_point decode_utf8(std::string_view text, std::size_t at);

void append_utf8(std::string& text, char32_t value);

bool is_valid_utf8(std::string_view text);

}  // namespace smartfin
