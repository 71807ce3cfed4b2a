#pragma once

#include <cstdint>

namespace smartfin {

/// Why AUTH refuses. Append only.
enum class auth_errc : std::uint8_t {
  none = 0,
  invalid_credentials = 1,  // unknown address or wrong password: never said which
  too_many_attempts = 2,
  email_taken = 3,
  invalid_token = 4,  // not ours, expired, or of another kind
  session_ended = 5,  // logged out, revoked or expired
  token_reused = 6,   // a refresh token came twice: its session is revoked
  session_not_found = 7,
};

}  // namespace smartfin
