#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/field_error.hpp"
#include "domain/instant.hpp"
#include "domain/secret.hpp"

namespace smartfin {

/// What a client sends to register.
struct new_user {
  std::string email;
  secret password;
  std::optional<std::string> name;
};

struct credentials {
  std::string email;
  secret password;
};

/// Length by NIST SP 800-63B 5.1.1: at least eight code points, long pass phrases allowed, no composition rules.
inline constexpr std::size_t password_length_min = 8;
inline constexpr std::size_t password_length_max = 256;

field_errors check(const new_user& body);
void check_new_password(std::string_view field, const secret& password, field_errors& errors);
/// Only bounds what is hashed: whether the two belong together is never said here.
field_errors check(const credentials& body);

/// One '@', a local part of at most 64 and a whole of at most 254 bytes, a domain with a dot, no white space
/// (RFC 5321 lengths; whether it exists, only a message to it can tell).
bool is_email(std::string_view text);
/// The form under which an address is looked up: trimmed, ASCII lower case.
std::string email_key(std::string_view email);

/// How often one may try, and how long one waits then.
struct throttle_rules {
  int failures_free = 5;               // before the first wait
  std::chrono::seconds first_wait{1};  // doubled with every further failure
  std::chrono::seconds longest_wait{
      60};  // so that nobody is locked out of their own account for long
  std::chrono::minutes forget_after{15};  // without a failure
};

/// Failures of one account or address; the caller stores it.
struct attempt_record {
  int failures = 0;
  instant last_failure{};
  friend bool operator==(const attempt_record&, const attempt_record&) = default;
};

/// How long the next attempt must wait from `now`; zero when it may go ahead.
std::chrono::seconds wait_before_attempt(const attempt_record& record, instant now,
                                         const throttle_rules& rules);
attempt_record after_failure(const attempt_record& record, instant now,
                             const throttle_rules& rules);

}  // namespace smartfin
