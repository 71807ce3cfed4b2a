#include <catch2/catch_test_macros.hpp>
#include <cstdlib>

#include "storage/postgres/postgres_session.hpp"
#include "storage/profile/profile_repository.hpp"
#include "storage/sql/sql_unit_of_work.hpp"
#include "storage/storage_failure.hpp"
#include "tests/support/postgres_pair.hpp"

using namespace smartfin;
using namespace smartfin::test;

namespace {

constexpr instant noon{std::chrono::hours{12}};

service_database profile_of(const postgres_pair& servers) {
  return postgres_database({servers.url(), servers.password_file(), "smartfin_profile", "profile"});
}

}  // namespace

TEST_CASE(
    "after a failover every acknowledged write is there and the next batch goes on (postgres)") {
  if (std::getenv("SMARTFIN_TEST_POSTGRES") == nullptr)
    SKIP("SMARTFIN_TEST_POSTGRES names no PostgreSQL");
  postgres_pair servers;
  auto session = profile_of(servers).open(session_mode::write);
  migrate(session, "profile", profile_migrations());
  sql_unit_of_work work{session};
  const auto rows = make_sql_profile_repository(session);
  constexpr int before = 20;
  for (int user = 1; user <= before; ++user) {
    work.begin();
    REQUIRE(rows->save({user_id{user}, 1, "acknowledged", noon}));
    work.commit();
  }

  work.begin();
  REQUIRE(rows->save({user_id{99}, 1, "never committed", noon}));
  servers.kill_primary();
  CHECK_THROWS_AS(work.commit(), storage_failure);
  work.roll_back();
  CHECK_THROWS_AS(work.begin(), storage_failure);  // nobody takes writes now
  servers.promote_standby();

  work.begin();
  for (int user = 1; user <= before; ++user) CHECK(rows->find(user_id{user}));
  CHECK_FALSE(rows->find(user_id{99}));
  CHECK(rows->save({user_id{1}, 2, "after", noon}));
  work.commit();
  CHECK(rows->find(user_id{1})->facts == "after");
}
