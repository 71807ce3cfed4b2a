#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace smartfin {

/// A connection of SQLite's own interface, for rows whose columns are known only when the program runs. Every call may
/// throw storage_failure with the file's name.
class sqlite_connection {
public:
  enum class access { read_only, read_write };

  sqlite_connection(std::filesystem::path file, access how);

  class statement {
  public:
    /// True when there is a row.
    bool step();
    void reset();
    sqlite3_stmt* native() const { return native_.get(); }

  private:
    friend class sqlite_connection;
    struct finalizer {
      void operator()(sqlite3_stmt* native) const;
    };
    statement(sqlite_connection& of, std::string_view sql);
    sqlite_connection& of_;
    std::unique_ptr<sqlite3_stmt, finalizer> native_;
  };

  statement prepare(std::string_view sql) { return {*this, sql}; }
  void run(const std::string& sql);
  [[noreturn]] void fail() const;
  const std::filesystem::path& file() const { return file_; }

private:
  struct closer {
    void operator()(sqlite3* native) const;
  };
  std::filesystem::path file_;
  std::unique_ptr<sqlite3, closer> native_;
};

}  // namespace smartfin
