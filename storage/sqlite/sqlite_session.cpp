#include "storage/sqlite/sqlite_session.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

#include <mutex>

#include "storage/sqlite/gathering_vfs.hpp"
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
    sqlite_api::sqlite3_config(SQLITE_CONFIG_URI, 1);
  });
}

/// As a URI, which can name the way in which files are accessed.
std::string database_name(const std::filesystem::path& file) {
  const auto* vfs = gathering_vfs();
  if (!vfs) return file.string();
  constexpr std::string_view escaped = "%?#\\\"";
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string name = "file:";
  for (const unsigned char c : file.string()) {
    const bool is_plain = c > ' ' && c < 0x7f && escaped.find(static_cast<char>(c)) == escaped.npos;
    if (is_plain)
      name += static_cast<char>(c);
    else
      name += {'%', hex[c >> 4], hex[c & 15]};
  }
  return name + "?vfs=" + vfs;
}

class sqlite_connector final : public sql_connector {
public:
  explicit sqlite_connector(std::filesystem::path file) : file_(std::move(file)) {}

  sql_dialect dialect() const override { return sql_dialect::sqlite; }
  void open(soci::session& session, session_mode mode) const override {
    open_sqlite(session, file_, mode);
  }
  bool is_lost(soci::session&, const soci::soci_error&) const override { return false; }
  bool is_aborted(soci::session&) const override { return false; }

private:
  std::filesystem::path file_;
};

}  // namespace

void open_sqlite(soci::session& session, const std::filesystem::path& file, session_mode mode) {
  configure_sqlite();
  translate_sql_errors("open", [&] {
    session.open(soci::sqlite3, "dbname=\"" + database_name(file) + "\" timeout=5");
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

service_database sqlite_database(std::filesystem::path file) {
  return service_database{std::make_shared<sqlite_connector>(std::move(file))};
}

}  // namespace smartfin
