#pragma once

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>
#include <string>

#include "domain/secret.hpp"
#include "supervisors/crash_policy.hpp"

namespace smartfin {

/// Argon2id costs tens of milliseconds on purpose, so it has workers of its own and never holds up AUTH.
struct hash_password {
  secret password;
};
struct password_hash {
  std::string encoded;
};
/// `encoded` empty stands for an account that does not exist: costs the same and never matches.
struct verify_password {
  secret password;
  std::string encoded;
};
struct password_verdict {
  bool matches = false;
};

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::hash_password)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::password_hash)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::verify_password)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::password_verdict)

namespace smartfin {

/// Private to the AUTH group.
using password_hasher_actor = caf::typed_actor<
    // Argon2id with a random salt, in its own encoding.
    caf::replies_to<hash_password>::with<password_hash>,
    // Whether the password made the hash. Takes the same time either way.
    caf::replies_to<verify_password>::with<password_verdict>>;

/// Memory in KiB and passes: OWASP's first choice for Argon2id is 19 MiB and 2.
struct password_cost {
  std::size_t memory_kib = 19 * 1024;
  std::size_t passes = 2;
};

/// Argon2id with a random salt, in its own encoding; takes its time on the caller's thread. Throws std::bad_alloc.
std::string hash_of(const secret& password, const password_cost& cost);
/// Whether the password made the hash.
bool matches(const secret& password, const std::string& encoded);

/// Owns nothing, talks to nobody, forgets nothing.
password_hasher_actor::behavior_type password_hasher(password_hasher_actor::pointer self,
                                                     password_cost cost, crash_report report);

}  // namespace smartfin
