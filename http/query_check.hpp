#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/front/exchange.hpp"
#include "http/route.hpp"
#include "messages/field_error.hpp"

namespace smartfin::http {

/// Checks the query parameters of a request against its row. Appends one error per parameter that
/// is unknown, missing, repeated, ill-typed or out of bounds.
void check_query(const request& in, const route& row, field_errors& errors);

/// The whole of `text` as an integer.
std::optional<std::int64_t> parse_integer(std::string_view text);
/// An id: 1 to 2^53 - 1, without sign or leading zero.
std::optional<std::int64_t> parse_id(std::string_view text);

}  // namespace smartfin::http
