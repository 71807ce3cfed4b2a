#pragma once

#include <memory>
#include <optional>
#include <string>

#include "domain/ids.hpp"
#include "domain/instant.hpp"

namespace smartfin {

class sql_session;

/// What a request with an Idempotency-Key was answered, kept in the transaction of its effect.
struct remembered_answer {
  std::string request_digest;
  std::string reply;  // as JSON, sealed by the deployment's key
};

class idempotency_repository {
public:
  virtual ~idempotency_repository() = default;
  virtual std::optional<remembered_answer> find(user_id user, const std::string& key) = 0;
  /// Throws storage_conflict when the key has an answer already, which stays.
  virtual void save(user_id user, const std::string& key, const remembered_answer& answer,
                    instant now) = 0;
  /// Forgets at most a few hundred answers given before `limit`, so that no call takes long.
  virtual void forget_before(instant limit) = 0;
};

std::unique_ptr<idempotency_repository> make_sql_idempotency_repository(sql_session& session);

/// Every service that takes writes has this table; the statements are part of its first migration.
inline constexpr const char* idempotency_table =
    "CREATE TABLE idempotency_keys(user_id INTEGER NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, "
    "reply TEXT NOT NULL, answered_at INTEGER NOT NULL, PRIMARY KEY(user_id, key)) WITHOUT ROWID, STRICT";
inline constexpr const char* idempotency_index =
    "CREATE INDEX idempotency_keys_by_age ON idempotency_keys(answered_at)";

/// The same for wrapped subject keys (users or books).
inline constexpr const char* subject_keys_table =
    "CREATE TABLE subject_keys(subject INTEGER PRIMARY KEY, wrapped TEXT NOT NULL) STRICT";

}  // namespace smartfin
