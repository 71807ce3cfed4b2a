#include <soci/session.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <string>

#include "storage/postgres/postgres_session.hpp"
#include "storage/storage_failure.hpp"

using namespace smartfin;

namespace {

/// One service's own database, as ops/dev/postgres has made it.
service_database own_database(const std::string& service, const std::string& more = {}) {
  const char* folder = std::getenv("SMARTFIN_TEST_POSTGRES_FOLDER");
  if (!folder) SKIP("not started by tests/support/with-postgres");
  std::string url;
  std::getline(std::ifstream{std::string{folder} + "/url"}, url);
  return postgres_database(
      {url + more, std::string{folder} + "/passwords", "smartfin_" + service, service});
}

}  // namespace

TEST_CASE("a service's role has its own schema and nothing else (postgres)") {
  auto session = own_database("auth").open(session_mode::write);
  const auto run = [&](const char* sql) {
    translate_sql_errors("run", [&] { *session.connection() << sql; });
  };
  CHECK_NOTHROW(run("CREATE TABLE own(a BIGINT)"));
  CHECK_NOTHROW(run("DROP TABLE auth.own"));
  CHECK_THROWS_AS(run("CREATE TABLE finance.foreign_one(a BIGINT)"), storage_failure);
  CHECK_THROWS_AS(run("CREATE TABLE public.foreign_one(a BIGINT)"), storage_failure);
  CHECK_THROWS_AS(run("CREATE TEMPORARY TABLE passing(a BIGINT)"), storage_failure);
  CHECK_THROWS_AS(run("CREATE SCHEMA another"), storage_failure);
  CHECK_THROWS_AS(run("CREATE ROLE another"), storage_failure);
  CHECK_THROWS_AS(run("SELECT * FROM pg_authid"), storage_failure);
  CHECK_THROWS_AS(own_database("auth", "&dbname=postgres").open(session_mode::write),
                  storage_failure);
}

TEST_CASE("a server that another authority vouches for is not talked to (postgres)") {
  own_database("auth").open(session_mode::write);
  const auto other = "&sslrootcert=/etc/ssl/certs/ca-certificates.crt";
  CHECK_THROWS_AS(own_database("auth", other).open(session_mode::write), storage_failure);
  CHECK_THROWS_AS(own_database("auth", "&host=127.0.0.2").open(session_mode::write),
                  storage_failure);
}
