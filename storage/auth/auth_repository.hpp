#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/ids.hpp"
#include "domain/instant.hpp"
#include "storage/migrations.hpp"

namespace smartfin {

class sql_session;

struct user_row {
  user_id id;
  std::string email_lookup;   // keyed hash of the address
  std::string email;          // sealed
  std::string name;           // sealed, or empty
  std::string password_hash;  // Argon2id, in its own encoding
  instant created_at{};
};

struct session_row {
  session_id id;
  user_id user;
  std::string refresh_hash;  // of the one refresh token that is good now
  instant created_at{};
  instant last_used_at{};
  instant expires_at{};
  instant ended_at{};      // the epoch while it is open
  std::string user_agent;  // sealed
  std::string place{};     // keyed hash of where it was opened from; not read back
};

struct signing_key_row {
  std::string kid;
  std::string public_key;  // base64url
  std::string secret_key;  // sealed by the deployment's key
  instant created_at{};
};

/// The rows of AUTH. Every call may throw storage_failure. One repository belongs to one thread.
class auth_repository {
public:
  virtual ~auth_repository() = default;

  virtual std::optional<user_row> find_user(const std::string& email_lookup) = 0;
  virtual std::optional<user_row> find_user(user_id user) = 0;
  /// An id that no user ever had: sealing needs it before the row is there.
  virtual user_id next_user_id() = 0;
  virtual void add_user(const user_row& user) = 0;
  virtual void save_password(user_id user, const std::string& password_hash) = 0;

  virtual session_id next_session_id() = 0;
  virtual void add_session(const session_row& session) = 0;
  /// The user has sessions, ended ones included, and none of that place.
  virtual bool is_new_place(user_id user, const std::string& place) = 0;
  virtual void save_session(const session_row& session) = 0;
  virtual std::optional<session_row> find_session(session_id session) = 0;
  /// Open sessions, newest first, at most 500.
  virtual std::vector<session_row> list_sessions(user_id user, instant now) = 0;
  /// Nobody refreshed these in time and nobody ended them; at most `limit`.
  virtual std::vector<session_row> list_expired_sessions(user_id user, instant now, int limit) = 0;
  virtual std::vector<session_id> sessions_ended_since(instant since) = 0;
  /// Refresh tokens that were traded in: one that comes again was stolen.
  virtual void add_used_token(const std::string& hash, session_id session) = 0;
  virtual std::optional<session_id> find_used_token(const std::string& hash) = 0;
  virtual void forget_used_tokens(session_id session) = 0;

  virtual std::vector<signing_key_row> list_signing_keys() = 0;  // newest first
  virtual void add_signing_key(const signing_key_row& key) = 0;
};

std::unique_ptr<auth_repository> make_sql_auth_repository(sql_session& session);
std::span<const migration> auth_migrations();

}  // namespace smartfin
