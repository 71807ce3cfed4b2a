#include "storage/sqlite/sqlite_session.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include "storage/storage_failure.hpp"

namespace smartfin {

void open_sqlite(soci::session& session, const std::filesystem::path& file, session_mode mode) {
  translate_sql_errors("open", [&] {
    session.open(soci::sqlite3, "dbname=\"" + file.string() + "\" timeout=5");
    session << "PRAGMA journal_mode=WAL";
    session << "PRAGMA synchronous=FULL";
    session << "PRAGMA foreign_keys=ON";
    session << "PRAGMA trusted_schema=OFF";
    session << "PRAGMA cache_size=-16384";  // KiB
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
