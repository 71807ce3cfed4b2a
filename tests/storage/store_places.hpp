#pragma once

#include <string>

#include "storage/sql/sql_session.hpp"
#include "tests/support/temporary_folder.hpp"

namespace smartfin::testing {

/// An empty database of SQLite's, for as long as it lives.
class sqlite_place {
public:
  std::filesystem::path file() const { return folder_ / "store.db"; }
  service_database database() const;

private:
  temporary_folder folder_;
};

/// A schema of its own on the PostgreSQL that SMARTFIN_TEST_POSTGRES names, for as long as it lives.
class postgres_place {
public:
  /// Skips the test, aloud, when no server is named.
  postgres_place();
  ~postgres_place();
  postgres_place(const postgres_place&) = delete;
  postgres_place& operator=(const postgres_place&) = delete;

  service_database database() const { return database_; }

private:
  std::string schema_;
  service_database database_;
};

/// What the tests' server is called by: a connection text of libpq's, empty without a server.
std::string test_server();

}  // namespace smartfin::testing
