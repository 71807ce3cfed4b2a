#include "storage/sqlite/sqlite_unit_of_work.hpp"

#include "storage/sqlite/sqlite_session.hpp"

namespace smartfin {

sqlite_unit_of_work::sqlite_unit_of_work(soci::session& session)
    : begin_(session, "BEGIN IMMEDIATE"),
      savepoint_(session, "SAVEPOINT request"),
      release_(session, "RELEASE request"),
      back_(session, "ROLLBACK TO request"),
      commit_(session, "COMMIT"),
      undo_(session, "ROLLBACK") {}

void sqlite_unit_of_work::begin() {
  translate_sql_errors("begin", [this] { begin_.run(); });
}
void sqlite_unit_of_work::set_savepoint() {
  translate_sql_errors("savepoint", [this] { savepoint_.run(); });
}
void sqlite_unit_of_work::release_savepoint() {
  translate_sql_errors("release", [this] { release_.run(); });
}
void sqlite_unit_of_work::roll_back_to_savepoint() {
  translate_sql_errors("rollback to savepoint", [this] {
    back_.run();
    release_.run();
  });
}
void sqlite_unit_of_work::commit() {
  translate_sql_errors("commit", [this] { commit_.run(); });
}
void sqlite_unit_of_work::roll_back() noexcept {
  try {
    undo_.run();
  } catch (...) {
    // Nothing was open: the database had rolled back by itself, or the session is lost and its end rolls back.
  }
}

}  // namespace smartfin
