#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "http/session_check.hpp"
#include "messages/auth.hpp"

namespace smartfin::http {

/// Checks access tokens with the public keys that AUTH gave, so that a dead AUTH stops log-ins and
/// nobody's work. A token that was good is remembered until it expires or its session ends.
/// Thread-safe.
class session_keys final : public session_check {
public:
  result<principal, auth_refusal> check(std::string_view bearer_token, instant now) const override;

  /// What AUTH says now; replaces what it said before.
  void update(const verification_keys& keys);
  /// Ends a session here at once, and until AUTH has had time to say so itself.
  void end_session(session_id session);
  bool has_keys() const;
  /// For /.well-known/jwks.json (RFC 7517, RFC 8037).
  std::string jwks() const;

private:
  struct verified {
    principal who;
    std::int64_t expires_at_s = 0;
  };
  using public_key = std::array<unsigned char, 32>;
  static constexpr std::size_t remembered_max = 20'000;  // per shard
  static constexpr std::size_t shards = 16;
  struct shard {
    mutable std::shared_mutex mutex;
    std::unordered_map<std::string, verified> tokens;
  };

  result<verified, auth_refusal> verify(std::string_view token, instant now) const;
  bool has_ended(session_id session) const;

  mutable std::array<shard, shards> remembered_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, public_key, std::less<>> keys_;
  std::vector<verification_key> published_;
  std::unordered_set<std::int64_t> ended_;  // as AUTH said, while a token of theirs may live
  std::unordered_map<std::int64_t, std::chrono::steady_clock::time_point> ended_here_;
};

}  // namespace smartfin::http
