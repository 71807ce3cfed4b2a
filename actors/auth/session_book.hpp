#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "actors/auth/token_signer.hpp"
#include "actors/events/event_publisher.hpp"
#include "domain/auth/auth_errc.hpp"
#include "domain/result.hpp"
#include "messages/auth.hpp"
#include "storage/key_ring.hpp"

namespace smartfin {

struct session_rules {
  std::chrono::seconds access_lifetime{900};
  std::chrono::hours refresh_lifetime{24 * 30};  // counted anew with every refresh
  std::vector<std::string> administrators{};     // their e-mail addresses
};

/// Users and sessions as AUTH sees them: seals what is personal, makes and trades tokens. Each call
/// is one request and runs in a savepoint of the caller's; after a refusal the caller rolls back,
/// except where a refusal must be remembered.
class session_book {
public:
  struct deps {
    auth_repository* rows = nullptr;
    key_ring* user_keys = nullptr;
    const vault* keys = nullptr;
    event_publisher* events = nullptr;
    session_rules rules;
  };
  explicit session_book(const deps& with);

  template <class T>
  using outcome = result<T, auth_errc>;

  std::optional<user_row> find_user(const std::string& email);
  std::string lookup_of(const std::string& email) const;

  outcome<session_tokens> add_user(const register_user& request, const std::string& password_hash);
  outcome<session_tokens> open_session(const call_context& ctx, const user_row& user,
                                       const std::string& user_agent);
  /// `token_reused` ends the session: the caller keeps what was written.
  outcome<session_tokens> refresh(const call_context& ctx, const std::string& refresh_token);
  outcome<done> end(const call_context& ctx, session_id session);
  outcome<done> end_all(const call_context& ctx, bool keep_current);
  outcome<done> change_password(const call_context& ctx, const std::string& password_hash);
  outcome<session_list> list(const call_context& ctx);
  outcome<registered_user> user(const call_context& ctx);
  verification_keys verification(instant now);

  token_signer& signer() { return signer_; }
  void forget();

private:
  session_tokens tokens_for(const user_row& user, session_id session, std::string refresh_token,
                            instant now);
  std::string email_of(const user_row& user);
  bool is_administrator(const std::string& email) const;
  void end_session(session_row row, const call_context& ctx, const char* reason);

  deps with_;
  token_signer signer_;
};

}  // namespace smartfin
