#include "storage/sqlite/sqlite_session.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include <mutex>

#include "storage/storage_failure.hpp"

namespace smartfin {

namespace {

// Once, before the first connection: a session belongs to one thread at a time, and nobody reads statistics that are
// kept behind a lock of the whole process. A refusal leaves the package's own, slower settings.
void configure_sqlite() {
  static std::once_flag once;
  std::call_once(once, [] {
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  });
}

}  // namespace

void open_sqlite(soci::session& session, const std::filesystem::path& file, session_mode mode) {
  configure_sqlite();
  translate_sql_errors("open", [&] {
    session.open(soci::sqlite3, "dbname=\"" + file.string() + "\" timeout=5");
    session << "PRAGMA journal_mode=WAL";
    session << "PRAGMA synchronous=FULL";
    session << "PRAGMA foreign_keys=ON";
    session << "PRAGMA trusted_schema=OFF";
    session << "PRAGMA cache_size=-16384";  // KiB
    // In pages: with the default of 1000, a busy writer spends a third of its time checkpointing.
    session << "PRAGMA wal_autocheckpoint=4000";
    session << "PRAGMA temp_store=MEMORY";
    if (mode == session_mode::read) session << "PRAGMA query_only=ON";
  });
}

void translate_sql_errors(const char* what, const std::function<void()>& work) {
  try {
    work();
  } catch (const soci::soci_error& error) {
    throw storage_failure{std::string{what} + ": " + error.get_error_message()};
  }
}

}  // namespace smartfin
