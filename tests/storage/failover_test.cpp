#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <string>

#include "storage/postgres/postgres_session.hpp"
#include "storage/profile/profile_repository.hpp"
#include "storage/sql/sql_unit_of_work.hpp"
#include "storage/storage_failure.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

constexpr instant noon{std::chrono::hours{12}};

bool run(const std::string& command) { return std::system(command.c_str()) == 0; }

int free_port() {
  static int next = 20'000 + ::getpid() % 20'000;
  return next++;
}

int start_on_free_port(const std::string& before, const std::string& after = {}) {
  for (int attempt = 0; attempt < 10; ++attempt) {
    const auto port = free_port();
    if (run(before + " " + std::to_string(port) + " " + after + " 2>/dev/null")) return port;
  }
  FAIL("no server starts: " << before);
  return 0;
}

/// A server and one that follows it, each in a folder of its own.
struct two_servers {
  temporary_folder places[2];
  std::string tool = "ops/dev/postgres";
  std::string primary = places[0].path().string(), standby = places[1].path().string();
  int ports[2] = {start_on_free_port(tool + " start " + primary),
                  start_on_free_port(tool + " standby " + standby, primary)};

  ~two_servers() {
    run(tool + " stop " + primary + " 2>/dev/null");  // it is dead: only its socket goes
    run(tool + " stop " + standby);
  }
  service_database profile() const {
    return postgres_database({"postgresql://localhost:" + std::to_string(ports[0]) +
                                  ",localhost:" + std::to_string(ports[1]) +
                                  "/smartfin?sslrootcert=" + primary + "/ca.crt",
                              primary + "/passwords", "smartfin_profile", "profile"});
  }
};

}  // namespace

TEST_CASE(
    "after a failover every acknowledged write is there and the next batch goes on (postgres)") {
  if (std::getenv("SMARTFIN_TEST_POSTGRES") == nullptr)
    SKIP("SMARTFIN_TEST_POSTGRES names no PostgreSQL");
  const two_servers servers;
  auto session = servers.profile().open(session_mode::write);
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
  REQUIRE(run(servers.tool + " kill " + servers.primary));
  CHECK_THROWS_AS(work.commit(), storage_failure);
  work.roll_back();
  CHECK_THROWS_AS(work.begin(), storage_failure);  // nobody takes writes now
  REQUIRE(run(servers.tool + " promote " + servers.standby));

  work.begin();
  for (int user = 1; user <= before; ++user) CHECK(rows->find(user_id{user}));
  CHECK_FALSE(rows->find(user_id{99}));
  CHECK(rows->save({user_id{1}, 2, "after", noon}));
  work.commit();
  CHECK(rows->find(user_id{1})->facts == "after");
}
