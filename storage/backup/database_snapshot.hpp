#pragma once

#include <filesystem>
#include <memory>

struct sqlite3;

namespace smartfin {

struct sqlite_closer {
  void operator()(sqlite3* connection) const;
};
using sqlite_connection = std::unique_ptr<sqlite3, sqlite_closer>;

/// One view of a service's database, held from the beginning to the end of the object over a connection that can only
/// read. In WAL mode it neither waits for a writer nor makes one wait; as long as it lives the write-ahead log cannot
/// begin anew, and grows. Throws backup_refusal (unusable).
class database_snapshot {
public:
  explicit database_snapshot(const std::filesystem::path& file);

  /// The number of the newest migration that was applied.
  int schema() const { return schema_; }
  /// Writes every page of the view into the file.
  void copy_to(const std::filesystem::path& file) const;

private:
  std::filesystem::path file_;
  sqlite_connection source_;
  int schema_ = 0;
};

/// Asks a database that nobody else uses whether it is whole (PRAGMA integrity_check) and has that schema; throws
/// backup_refusal (damaged) when not.
void require_sound(const std::filesystem::path& file, int schema);

}  // namespace smartfin
