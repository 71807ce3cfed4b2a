#include "tests/storage/store_places.hpp"

#include <soci/session.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>

#include "storage/postgres/postgres_session.hpp"
#include "storage/sqlite/sqlite_session.hpp"

namespace smartfin::testing {

service_database sqlite_place::database() const { return sqlite_database(file()); }

std::string test_server() {
  const char* text = std::getenv("SMARTFIN_TEST_POSTGRES");
  return text ? text : "";
}

postgres_place::postgres_place() {
  if (test_server().empty()) SKIP("SMARTFIN_TEST_POSTGRES names no PostgreSQL");
  static int number = 0;
  schema_ = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++number);
  database_ = postgres_database({test_server(), {}, {}, schema_});
  *database_.open(session_mode::write).connection() << "CREATE SCHEMA " + schema_;
}

postgres_place::~postgres_place() {
  try {
    *database_.open(session_mode::write).connection() << "DROP SCHEMA " + schema_ + " CASCADE";
  } catch (const std::exception&) {
    // The server's end takes it along.
  }
}

}  // namespace smartfin::testing
