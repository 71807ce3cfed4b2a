#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "domain/ids.hpp"
#include "domain/instant.hpp"
#include "messages/auth.hpp"
#include "storage/auth/auth_repository.hpp"
#include "storage/vault.hpp"

namespace smartfin {

/// Whom an access token speaks for.
struct access_claims {
  user_id user;
  session_id session;
  bool administrator = false;
};

/// Signs access tokens: JWT with EdDSA over Ed25519 (RFC 7519, RFC 8037). Keys are kept sealed; a
/// new one comes into use when the newest is older than `rotate_after`, and the ones before stay
/// published while tokens of theirs may live.
class token_signer {
public:
  static constexpr std::chrono::hours rotate_after{24 * 30};
  static constexpr std::chrono::hours published_after_use{24};
  static constexpr std::chrono::minutes used_after{1};  // but for the first

  token_signer(auth_repository& repository, const vault& keys)
      : repository_(repository), keys_(keys) {}

  /// Whether `rotate` has work; it writes, so it needs a transaction.
  bool needs_key(instant now);
  void rotate(instant now);

  std::string sign(const access_claims& claims, instant now, std::chrono::seconds lifetime);
  std::vector<verification_key> published(instant now);
  /// After a roll-back.
  void forget() { rows_.clear(); }

private:
  const std::vector<signing_key_row>& rows();
  const signing_key_row& key_in_use(instant now);

  auth_repository& repository_;
  const vault& keys_;
  std::vector<signing_key_row> rows_;
};

}  // namespace smartfin
