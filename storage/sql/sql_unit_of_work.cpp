#include "storage/sql/sql_unit_of_work.hpp"

#include "storage/storage_failure.hpp"

namespace smartfin {

sql_unit_of_work::sql_unit_of_work(sql_session& session)
    : session_(session),
      // SQLite has one writer, who has to say so at once; PostgreSQL locks row by row.
      begin_(session, session.dialect() == sql_dialect::sqlite ? "BEGIN IMMEDIATE" : "BEGIN"),
      savepoint_(session, "SAVEPOINT request"),
      release_(session, "RELEASE request"),
      back_(session, "ROLLBACK TO request"),
      commit_(session, "COMMIT"),
      undo_(session, "ROLLBACK") {}

void sql_unit_of_work::begin() {
  translate_sql_errors("begin", [this] { begin_.run(); });
  session_.set_in_transaction(true);
}
void sql_unit_of_work::set_savepoint() {
  translate_sql_errors("savepoint", [this] { savepoint_.run(); });
}
void sql_unit_of_work::release_savepoint() {
  translate_sql_errors("release", [this] { release_.run(); });
}
void sql_unit_of_work::roll_back_to_savepoint() {
  translate_sql_errors("rollback to savepoint", [this] {
    back_.run();
    release_.run();
  });
}
void sql_unit_of_work::commit() {
  // PostgreSQL would answer with success, and undo everything.
  if (session_.is_aborted()) throw storage_failure{"commit: a statement before it had failed"};
  translate_sql_errors("commit", [this] { commit_.run(); });
  session_.set_in_transaction(false);
}
void sql_unit_of_work::roll_back() noexcept {
  try {
    undo_.run();
  } catch (...) {
    // Nothing was open: the database had rolled back by itself, or the connection is lost and its end rolls back.
  }
  session_.set_in_transaction(false);
}

}  // namespace smartfin
