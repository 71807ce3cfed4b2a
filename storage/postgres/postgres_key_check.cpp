#include "storage/postgres/postgres_key_check.hpp"

#include "storage/postgres/unfinished_move.hpp"
#include "storage/sql/prepared.hpp"
#include "storage/sql/sql_unit_of_work.hpp"

namespace smartfin {
namespace {

std::string only_text(sql_session& session) {
  return std::get<0>(
      prepared<std::tuple<std::string>()>{session, "SELECT sealed FROM key_check"}.first().value());
}

}  // namespace

bool holds_key_check(const service_database& auth) {
  auto session = auth.open(session_mode::read);
  return translated("find key check", [&] {
    prepared<std::tuple<std::int64_t>()> count{
        session,
        "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() "
        "AND tablename = 'key_check'"};
    return std::get<0>(count.first().value()) > 0;
  });
}

std::string found_key_check(const service_database& auth) {
  auto session = auth.open(session_mode::read);
  return translated("read key check", [&] { return only_text(session); });
}

// Nodes that start at once take turns, by a number of ours and the schema's.
void lock_key_check(sql_session& session) {
  prepared<std::tuple<std::string>()>{
      session, "SELECT pg_advisory_xact_lock(1936941427, hashtext(current_schema()))::text"}
      .first();
}

void keep_key_check(sql_session& session, const std::string& sealed) {
  command<>{session,
            "CREATE TABLE IF NOT EXISTS key_check(id BIGINT PRIMARY KEY CHECK(id = 1), "
            "sealed TEXT NOT NULL)"}
      .run();
  command<std::string>{session,
                       "INSERT INTO key_check(id, sealed) VALUES(1, :s) ON CONFLICT DO NOTHING"}
      .run(sealed);
}

std::string kept_key_check(const service_database& auth, const std::string& fresh) {
  auto session = auth.open(session_mode::write);
  sql_unit_of_work work{session};
  work.begin();
  std::string kept;
  translate_sql_errors("keep key check", [&] {
    lock_key_check(session);
    refuse_unfinished_move(auth);
    keep_key_check(session, fresh);
    kept = only_text(session);
  });
  work.commit();
  return kept;
}

}  // namespace smartfin
