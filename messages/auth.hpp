#pragma once

#include <boost/describe/class.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/auth/credentials.hpp"
#include "domain/patch.hpp"
#include "messages/call_context.hpp"
#include "messages/done.hpp"

namespace smartfin {

BOOST_DESCRIBE_STRUCT(new_user, (), (email, password, name))
BOOST_DESCRIBE_STRUCT(credentials, (), (email, password))

struct register_user {
  call_context ctx;
  new_user body;
  std::string user_agent;
};
struct log_in {
  call_context ctx;
  credentials body;
  std::string user_agent;
};
struct refresh_token_body {
  secret refresh_token;
};
struct refresh_session {
  call_context ctx;
  refresh_token_body body;
};
struct password_change_body {
  secret current_password;
  secret new_password;
};
struct change_password {
  call_context ctx;
  password_change_body body;
};
struct end_session {
  call_context ctx;
  session_id session;
};
struct end_all_sessions {
  call_context ctx;
  bool keep_current = false;
};
struct list_sessions {
  call_context ctx;
};
struct find_user {
  call_context ctx;
};
struct list_verification_keys {
  call_context ctx;
};

struct user_view {
  user_id id;
  std::string email;
};
struct session_tokens {
  user_view user;
  std::string access_token;
  std::string refresh_token;
  std::string token_type = "Bearer";
  std::int64_t expires_in = 0;  // seconds
};
struct session_view {
  session_id id;
  instant created_at{};
  instant last_used_at{};
  instant expires_at{};
  std::string user_agent;
  bool current = false;
};
struct session_list {
  std::vector<session_view> items;
};
struct registered_user {
  user_id id;
  std::string email;
  std::optional<std::string> name;
};

/// A key that access tokens are signed with (RFC 8037: OKP, Ed25519).
struct verification_key {
  std::string kid;
  std::string x;
};
/// What the edge needs to check tokens by itself: keys, and sessions that ended while a token of theirs still lives.
struct verification_keys {
  std::vector<verification_key> keys;
  std::vector<session_id> ended_sessions;
};

BOOST_DESCRIBE_STRUCT(refresh_token_body, (), (refresh_token))
BOOST_DESCRIBE_STRUCT(password_change_body, (), (current_password, new_password))
BOOST_DESCRIBE_STRUCT(user_view, (), (id, email))
BOOST_DESCRIBE_STRUCT(session_tokens, (),
                      (user, access_token, refresh_token, token_type, expires_in))
BOOST_DESCRIBE_STRUCT(session_view, (),
                      (id, created_at, last_used_at, expires_at, user_agent, current))
BOOST_DESCRIBE_STRUCT(session_list, (), (items))
BOOST_DESCRIBE_STRUCT(registered_user, (), (id, email, name))
BOOST_DESCRIBE_STRUCT(verification_key, (), (kid, x))
BOOST_DESCRIBE_STRUCT(verification_keys, (), (keys, ended_sessions))

// Between nodes, whose links carry `call_context` beside the JSON.
BOOST_DESCRIBE_STRUCT(register_user, (), (ctx, body, user_agent))
BOOST_DESCRIBE_STRUCT(log_in, (), (ctx, body, user_agent))
BOOST_DESCRIBE_STRUCT(refresh_session, (), (ctx, body))
BOOST_DESCRIBE_STRUCT(change_password, (), (ctx, body))
BOOST_DESCRIBE_STRUCT(end_session, (), (ctx, session))
BOOST_DESCRIBE_STRUCT(end_all_sessions, (), (ctx, keep_current))
BOOST_DESCRIBE_STRUCT(list_sessions, (), (ctx))
BOOST_DESCRIBE_STRUCT(find_user, (), (ctx))
BOOST_DESCRIBE_STRUCT(list_verification_keys, (), (ctx))

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::register_user)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::log_in)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::refresh_session)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::change_password)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::end_session)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::end_all_sessions)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::list_sessions)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::find_user)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::list_verification_keys)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::session_tokens)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::session_list)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::registered_user)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::verification_keys)

namespace smartfin {

/// The AUTHENTICATION service.
using auth_actor = caf::typed_actor<
    // Ends the worker as a bug would. Only sent where faults are allowed.
    caf::replies_to<fail_on_purpose>::with<done>,
    // Makes an account and opens a session. Idempotent by key. Errors: email_taken,
    // too_many_attempts.
    caf::replies_to<register_user>::with<session_tokens>,
    // Opens a session. Not idempotent. Errors: too_many_attempts, invalid_credentials.
    caf::replies_to<log_in>::with<session_tokens>,
    // Trades a refresh token for the next pair. Errors: token_reused (and the session ends),
    // session_ended, invalid_token.
    caf::replies_to<refresh_session>::with<session_tokens>,
    // Ends every other session too. Errors: too_many_attempts, invalid_credentials.
    caf::replies_to<change_password>::with<done>,
    // Idempotent: a session that has ended stays ended. Errors: session_not_found (also for another
    // user's).
    caf::replies_to<end_session>::with<done>,
    // Idempotent.
    caf::replies_to<end_all_sessions>::with<done>,
    // Open sessions of the caller, newest first. Idempotent.
    caf::replies_to<list_sessions>::with<session_list>,
    // The caller's own account. Idempotent. Errors: session_ended when the account is gone.
    caf::replies_to<find_user>::with<registered_user>,
    // Public keys, newest first. Idempotent.
    caf::replies_to<list_verification_keys>::with<verification_keys>>;

}  // namespace smartfin
