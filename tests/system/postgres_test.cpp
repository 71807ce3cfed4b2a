#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <cstdlib>
#include <fstream>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"
#include "tests/system/delivery.hpp"

using namespace smartfin::test;
using Catch::Matchers::ContainsSubstring;

// What only a node with PostgreSQL has to bear; every other test of this folder can run on it too.

namespace {

/// The server that tests/support/with-postgres has started.
class test_server {
public:
  test_server() {
    const char* folder = std::getenv("SMARTFIN_TEST_POSTGRES_FOLDER");
    if (!folder) SKIP("not started by tests/support/with-postgres");
    folder_ = folder;
  }
  void stop() const { run("kill '" + folder_ + "'"); }
  void start() const { run("start '" + folder_ + "' $(cat '" + folder_ + "/port')"); }
  const std::string& folder() const { return folder_; }

private:
  static void run(const std::string& what) {
    REQUIRE(std::system(("ops/dev/postgres " + what).c_str()) == 0);
  }
  std::string folder_;
};

std::string refusal_with(const node_home& home, const std::string& storage) {
  std::ofstream{home.settings()} << quick_settings() << "[storage]\n" << storage;
  const auto ended = serve_to_end(home);
  CHECK(ended.status == 1);
  return ended.err;
}

}  // namespace

TEST_CASE(
    "a node whose PostgreSQL dies answers with outages, and goes on when it is back (postgres)") {
  const test_server server;
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  expect_status(record(client, {account}), 201);
  REQUIRE(all_delivered(client));  // every worker has started

  server.stop();
  CHECK(client.post("/api/v1/transactions", body_of({account})).status == 503);
  CHECK(client.get("/api/v1/accounts").status == 503);
  CHECK(client.get("/api/v1/users/me").status == 503);
  CHECK(client.get("/livez").status == 200);

  server.start();
  expect_status(record(client, {account}), 201);
  CHECK(all_transactions(client).size() == 2);
  CHECK(client.get("/api/v1/users/me").status == 200);
  CHECK(status_of(client, "finance").restarts == 0);
}

TEST_CASE("what PostgreSQL is not to be asked with is refused with its reason (postgres)") {
  const test_server server;
  const node_home home;
  const auto url = [&](const std::string& more) {
    return "url = \"postgresql://localhost/smartfin?" + more + "\"\n";
  };
  const auto passwords = "password_file = \"" + server.folder() + "/passwords\"\n";
  CHECK_THAT(refusal_with(home, url("sslmode=disable") + passwords),
             ContainsSubstring("only verify-full is allowed"));
  CHECK_THAT(refusal_with(home, url("password=x") + passwords),
             ContainsSubstring("must not hold a password"));
  CHECK_THAT(refusal_with(home, url("nonsense=1") + passwords),
             ContainsSubstring("storage.url cannot be read"));
  CHECK_THAT(refusal_with(home, "url = \"postgresql://localhost\"\n"),
             ContainsSubstring("names no database"));
  CHECK_THAT(refusal_with(home, url("") + "password_file = \"/nowhere\"\n"),
             ContainsSubstring("password file /nowhere is missing"));
  CHECK_THAT(refusal_with(home, url("port=1") + passwords),
             ContainsSubstring("the data cannot be reached"));
}
