#include "storage/backup/database_snapshot.hpp"

#include <sqlite3.h>

#include <string>

#include "storage/backup/backup_refusal.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

constexpr int busy_patience_ms = 5'000;
constexpr int pages_per_step = 256;

[[noreturn]] void refuse(const fs::path& file, const char* why) {
  throw backup_refusal{backup_errc::unusable,
                       "the database " + file.string() + " cannot be read: " + why};
}

sqlite_connection opened(const fs::path& file, int flags) {
  sqlite3* connection = nullptr;
  const int status = sqlite3_open_v2(file.c_str(), &connection, flags, nullptr);
  sqlite_connection owned{connection};
  if (status != SQLITE_OK) refuse(file, sqlite3_errstr(status));
  sqlite3_busy_timeout(connection, busy_patience_ms);
  return owned;
}

void run(sqlite3* connection, const char* sql, const fs::path& file) {
  if (sqlite3_exec(connection, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    refuse(file, sqlite3_errmsg(connection));
}

/// The text of the first column of the first row.
std::string first_text(sqlite3* connection, const char* sql, const fs::path& file) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection, sql, -1, &statement, nullptr) != SQLITE_OK)
    refuse(file, sqlite3_errmsg(connection));
  const int status = sqlite3_step(statement);
  std::string text;
  if (status == SQLITE_ROW)
    if (const auto* value = sqlite3_column_text(statement, 0))
      text = reinterpret_cast<const char*>(value);
  sqlite3_finalize(statement);
  if (status != SQLITE_ROW) refuse(file, sqlite3_errmsg(connection));
  return text;
}

int schema_of(sqlite3* connection, const fs::path& file) {
  return std::stoi(
      first_text(connection, "SELECT COALESCE(MAX(number), 0) FROM schema_migrations", file));
}

}  // namespace

void sqlite_closer::operator()(sqlite3* connection) const { sqlite3_close(connection); }

database_snapshot::database_snapshot(const fs::path& file)
    : file_(file), source_(opened(file, SQLITE_OPEN_READONLY)) {
  run(source_.get(), "BEGIN", file_);
  schema_ = schema_of(source_.get(), file_);  // the first read is what begins the view
}

// The online backup reads inside the transaction that its source has open, so it never begins again because of a
// writer. VACUUM INTO refuses to run in a transaction, and would sort every table anew.
void database_snapshot::copy_to(const fs::path& file) const {
  const auto copy = opened(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  run(copy.get(), "PRAGMA journal_mode=OFF", file);  // a copy that fails is thrown away
  run(copy.get(), "PRAGMA synchronous=OFF", file);
  const auto failed = [&] {
    return backup_refusal{backup_errc::unusable, "the database " + file_.string() +
                                                     " cannot be copied to " + file.string() +
                                                     ": " + sqlite3_errmsg(copy.get())};
  };
  auto* work = sqlite3_backup_init(copy.get(), "main", source_.get(), "main");
  if (!work) throw failed();
  int status = SQLITE_OK;
  while (status == SQLITE_OK) status = sqlite3_backup_step(work, pages_per_step);
  if (sqlite3_backup_finish(work) != SQLITE_OK || status != SQLITE_DONE) throw failed();
}

void require_sound(const fs::path& file, int schema) {
  const auto connection = opened(file, SQLITE_OPEN_READWRITE);
  const auto damaged = [&](const std::string& what) {
    return backup_refusal{backup_errc::damaged, file.filename().string() + " is damaged: " + what};
  };
  const auto found = first_text(connection.get(), "PRAGMA integrity_check(1)", file);
  if (found != "ok") throw damaged(found);
  if (schema_of(connection.get(), file) != schema) throw damaged("it has another schema");
}

}  // namespace smartfin
