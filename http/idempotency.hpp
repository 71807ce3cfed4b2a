#pragma once

#include <string>
#include <string_view>

#include "http/front/exchange.hpp"

namespace smartfin::http {

/// 1 to 255 visible ASCII characters.
bool is_idempotency_key(std::string_view key);

/// 64 hexadecimal digits over method, target and body (BLAKE2b): the same key must come with the
/// same digest.
std::string digest_of(const request& in);

}  // namespace smartfin::http
