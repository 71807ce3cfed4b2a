#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace smartfin {

/// Appends any bytes in a form that is safe between the quotes of a JSON string, of a TOML basic
/// string and on a terminal: quotes, backslashes and control characters (C0, DEL and C1) are
/// escaped, a byte that belongs to no UTF-8 sequence becomes U+FFFD.
void append_escaped(std::string& out, std::string_view text);

/// The escaped text between double quotes. Of a text longer than `bytes_max`, the beginning and
/// an ellipsis.
std::string quoted(std::string_view text, std::size_t bytes_max = std::string_view::npos);

}  // namespace smartfin
