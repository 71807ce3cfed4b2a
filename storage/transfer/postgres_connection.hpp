#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "storage/sql/sql_session.hpp"

struct pg_conn;

namespace smartfin {

/// One session with a service's schema over libpq's own interface, for COPY: rows whose columns are known only when the
/// program runs. Statements and idle transactions have no time limit here. Every call may throw storage_failure.
class postgres_connection {
public:
  postgres_connection(const service_database& database, session_mode mode);

  void run(const std::string& sql);
  /// The first column of every row, as text.
  std::vector<std::string> texts(const std::string& query);
  /// Hands each row of a query to `take`, packed.
  void copy_out(const std::string& query, const std::function<void(std::string_view row)>& take);
  /// Adds packed rows to a table; `columns` is their list.
  void copy_in(const std::string& table, const std::string& columns, std::string_view rows);
  sql_session& session() { return session_; }

private:
  [[noreturn]] void fail() const;
  void end_copy();

  sql_session session_;
  pg_conn* native_;
};

}  // namespace smartfin
