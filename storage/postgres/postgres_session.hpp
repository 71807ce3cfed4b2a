#pragma once

#include <filesystem>
#include <string>

#include "storage/sql/sql_session.hpp"

struct pg_conn;

namespace smartfin {

/// Where PostgreSQL is, and as whom one service goes there.
struct postgres_login {
  /// libpq's URI or list of words; it may name several hosts, of which the one that takes writes is found. Without
  /// passwords: those are in the file.
  std::string url;
  std::filesystem::path password_file;  ///< as libpq's .pgpass; empty: libpq's own default
  std::string user;                     ///< empty: as the URL says
  std::string schema;                   ///< the service's own; nothing else is looked at
};

/// One service's schema on PostgreSQL 14 or newer. TLS with a verified host name wherever the way is not a Unix socket;
/// time-outs on connecting, on locks and on statements, none of them longer than 15 seconds. Throws storage_refusal
/// with a sentence for the operator when the URL cannot be used; whether a server is there is not asked.
service_database postgres_database(const postgres_login& login);

/// libpq's handle of a session with PostgreSQL.
pg_conn* native_connection(soci::session& session);

/// Every session that may write says so, for as long as it is open, so that data can be moved away from under nobody.
/// Whether no other session than this one may write; from then on none is opened until this one ends.
bool try_to_hold_alone(sql_session& session);

/// Throws storage_refusal when the file is missing or others may read it: libpq would pass over it with a warning.
void check_password_file(const std::filesystem::path& file);

}  // namespace smartfin
