#include "storage/postgres/unfinished_move.hpp"

#include <soci/rowset.h>
#include <soci/session.h>

#include <vector>

#include "storage/postgres/postgres_key_check.hpp"
#include "storage/sql/prepared.hpp"
#include "storage/sql/sql_unit_of_work.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

constexpr auto in_own_schema = "schemaname = current_schema() AND tablename ";

std::int64_t count(sql_session& session, const std::string& from) {
  prepared<std::tuple<std::int64_t>()> query{session, "SELECT COUNT(*) FROM " + from};
  return std::get<0>(query.first().value());
}

bool is_marked(sql_session& session) {
  return count(session, "pg_tables WHERE " + std::string{in_own_schema} + "= 'unfinished_move'") >
         0;
}

std::int64_t tables_of(sql_session& session) {
  return count(session, "pg_tables WHERE " + std::string{in_own_schema} + "<> 'unfinished_move'");
}

std::vector<std::string> texts(sql_session& session, const std::string& query) {
  std::vector<std::string> found;
  prepared<std::tuple<std::string>()>{session, query}.each(
      [&](const std::string& text) { found.push_back(text); });
  return found;
}

/// Runs `work` in one transaction, behind the lock that nodes take when they look for the proof of the key.
template <class Work>
void in_turn(sql_session& session, Work&& work) {
  sql_unit_of_work unit{session};
  unit.begin();
  translate_sql_errors("mark an unfinished move", [&] {
    lock_key_check(session);
    work();
  });
  unit.commit();
}

}  // namespace

unfinished_move::unfinished_move(service_database auth)
    : auth_(std::move(auth)), held_(auth_.open(session_mode::write)) {}

void unfinished_move::make(bool again) {
  const auto free = translated("fill alone", [&] {
    prepared<std::tuple<std::int64_t>()> lock{
        held_, "SELECT pg_try_advisory_lock(1936941429, hashtext(current_schema()))::int::bigint"};
    return std::get<0>(lock.first().value()) != 0;
  });
  if (!free) throw storage_refusal{"another SmartFin is filling this PostgreSQL"};
  in_turn(held_, [&] {
    const bool marked = is_marked(held_);
    if (marked && !again)
      throw storage_refusal{
          "PostgreSQL holds a part of data whose move was not finished: --start-over removes it "
          "and begins again"};
    if (!marked && tables_of(held_) > 0)
      throw storage_refusal{"PostgreSQL holds data already; data never go into other data"};
    if (!marked) command<>{held_, "CREATE TABLE unfinished_move(id BIGINT)"}.run();
  });
}

void unfinished_move::remove_for(const std::string& key_check) {
  in_turn(held_, [&] {
    command<>{held_, "DROP TABLE unfinished_move"}.run();
    if (!key_check.empty()) keep_key_check(held_, key_check);
  });
}

void unfinished_move::take_back() {
  in_turn(held_, [&] { command<>{held_, "DROP TABLE unfinished_move"}.run(); });
}

void refuse_unfinished_move(const service_database& auth) {
  auto session = auth.open(session_mode::read);
  if (translated("look for an unfinished move", [&] { return is_marked(session); }))
    throw storage_refusal{
        "the data in PostgreSQL are a part of data whose move was not finished: finish it with "
        "--start-over"};
}

bool holds_nothing(const service_database& database) {
  auto session = database.open(session_mode::read);
  return translated("look for tables", [&] { return tables_of(session) == 0; });
}

void remove_everything(const service_database& database) {
  auto session = database.open(session_mode::write);
  translate_sql_errors("remove an unfinished move", [&] {
    for (const auto& table :
         texts(session, "SELECT quote_ident(tablename) FROM pg_tables WHERE " +
                            std::string{in_own_schema} + "<> 'unfinished_move'"))
      *session.connection() << "DROP TABLE " + table + " CASCADE";
    for (const auto& function : texts(
             session,
             "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_roles r ON r.oid = proowner "
             "WHERE pronamespace = current_schema()::regnamespace AND rolname = current_user"))
      *session.connection() << "DROP FUNCTION " + function + " CASCADE";
  });
}

}  // namespace smartfin
