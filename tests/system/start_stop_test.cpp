#include <soci/session.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/stat.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <fstream>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"

using namespace smartfin::test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A home whose data a node has made and left.
void make_data(const node_home& home) { node_process{home}.stop(); }

void check_refusal(const program_end& ended, const std::string& sentence) {
  INFO(ended.out << ended.err);
  CHECK(ended.status == 1);
  CHECK_THAT(ended.err, ContainsSubstring(sentence));
  CHECK(ended.err.starts_with("smartfin: "));
  CHECK(ended.err.ends_with("\n"));
  CHECK(ended.out.find("\"ready\"") == std::string::npos);
}

}  // namespace

TEST_CASE("a node says when it is ready, serves, and ends well on SIGTERM") {
  const node_home home;
  node_process node{home};
  api_client client{node.port()};
  CHECK(client.get("/livez").status == 200);
  CHECK(client.get("/readyz").status == 200);
  const auto ended = node.stop();
  CHECK(ended.status == 0);
  CHECK(ended.err.empty());
  CHECK_THAT(ended.out, ContainsSubstring(R"("event":"draining")"));
  CHECK_THAT(ended.out, ContainsSubstring(R"("event":"stopped")"));
}

TEST_CASE("a node answers on SIGTERM what it has begun to receive, and ends then") {
  const node_home home;
  node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  const auto body = R"({"account_id":)" + std::to_string(account) +
                    R"(,"date":"2026-03-14","amount":{"amount":"-1.00","currency":"USD"},)"
                    R"("payee":"Last one"})";
  raw_client slow{node.port()};
  slow.send(
      "POST /api/v1/transactions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
      "Authorization: Bearer " +
      client.token() + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
      body.substr(0, 9));
  CHECK(client.get("/readyz").status == 200);  // the front has met the other's bytes by now
  node.ask_to_stop();
  slow.send(body.substr(9));
  const auto reply = slow.reply();
  REQUIRE(reply.has_value());
  CHECK(reply->status == 201);
  CHECK(node.stop().status == 0);
}

TEST_CASE("a node started again on its data knows its users and their ledgers") {
  const node_home home;
  node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  const auto made = record(client, {.account = account, .amount = "-12.34"}).number("/id");
  REQUIRE(node.stop().status == 0);
  node.start();
  client.move_to(node.port());
  const auto found = client.get("/api/v1/transactions/" + std::to_string(made));
  CHECK(found.status == 200);
  CHECK(found.text("/amount/amount") == "-12.34");
}

TEST_CASE("settings that are not allowed are refused with their place and reason") {
  const node_home home;
  SECTION("an option that does not exist") {
    home.write_settings("[http]\nprot = 80\n");
    const auto ended = serve_to_end(home);
    check_refusal(ended, "prot");
    CHECK_THAT(ended.err, ContainsSubstring("settings.toml"));
  }
  SECTION("a value out of range") {
    home.write_settings("[http]\nworkers = 0\n");
    check_refusal(serve_to_end(home), "workers");
  }
  SECTION("a value of another type") {
    home.write_settings("[http]\nworkers = \"many\"\n");
    check_refusal(serve_to_end(home), "workers");
  }
  SECTION("a text that is not TOML") {
    home.write_settings("[http\n");
    check_refusal(serve_to_end(home), "settings.toml");
  }
  SECTION("a file that is not there") {
    std::filesystem::remove(home.settings());
    check_refusal(serve_to_end(home), "settings.toml");
  }
  SECTION("a demo's log-in that is not there") {
    home.write_settings("[auth]\ndemo_login_file = \"/nowhere/demo-login\"\n");
    check_refusal(serve_to_end(home), "/nowhere/demo-login");
    return;  // that is found when the data are open
  }
  SECTION("an address to listen on that is none") {
    check_refusal(serve_to_end(home, "127.0.0.1:99999"), "99999");
  }
  CHECK_FALSE(std::filesystem::exists(home.data()));
}

TEST_CASE("a port in use is refused and the node that has it goes on") {
  const node_home first, second;
  const node_process node{first};
  const auto address = "127.0.0.1:" + std::to_string(node.port());
  check_refusal(serve_to_end(second, address), std::to_string(node.port()));
  CHECK(api_client{node.port()}.get("/readyz").status == 200);
}

TEST_CASE("a data folder in use is refused and the node that has it goes on") {
  const node_home home;
  const node_process node{home};
  check_refusal(serve_to_end(home), "is in use by another SmartFin");
  CHECK(api_client{node.port()}.get("/readyz").status == 200);
}

TEST_CASE("a data folder that cannot be made is refused") {
  const node_home home;
  std::ofstream{home.data()} << "a file, not a folder";
  check_refusal(serve_to_end(home), "data folder");
}

TEST_CASE("a data folder that cannot be written is refused") {
  const node_home home;
  std::filesystem::create_directory_symlink("/proc", home.data());  // not even root may write there
  check_refusal(serve_to_end(home), "cannot be written");
}

TEST_CASE("data of a newer program is refused and left as it is") {
  const node_home home;
  if (home.is_on_postgres()) SKIP("looks into the files of SQLite");
  make_data(home);
  for (const std::string service : {"auth", "profile", "finance", "prediction"}) {
    soci::session session{soci::sqlite3, (home.data() / (service + ".db")).string()};
    session << "INSERT INTO schema_migrations(number, name, checksum) VALUES(9999, 'later', 'x')";
    session.close();
    const auto ended = serve_to_end(home);
    check_refusal(ended, "9999");
    CHECK_THAT(ended.err, ContainsSubstring(service));
    session.open(soci::sqlite3, (home.data() / (service + ".db")).string());
    session << "DELETE FROM schema_migrations WHERE number = 9999";
  }
  node_process node{home};
  CHECK(node.stop().status == 0);
}

TEST_CASE("data without its master key is refused, and nothing makes another key") {
  const node_home home;
  make_data(home);
  const auto aside = home.folder() / "aside";
  std::filesystem::rename(home.master_key(), aside);
  check_refusal(serve_to_end(home), "is missing, and without it the data cannot be read");
  CHECK_FALSE(std::filesystem::exists(home.master_key()));
  std::filesystem::rename(aside, home.master_key());
  node_process node{home};
  CHECK(node.stop().status == 0);
}

TEST_CASE("a master key that others may read, or that is none, is refused") {
  const node_home home;
  make_data(home);
  ::chmod(home.master_key().c_str(), 0644);
  check_refusal(serve_to_end(home), "others may read it");
  ::chmod(home.master_key().c_str(), 0600);
  std::ofstream{home.master_key()} << "no key\n";
  check_refusal(serve_to_end(home), "does not hold a key");
}

TEST_CASE("a master key of other data is refused") {
  const node_home home, stranger;
  make_data(home);
  make_data(stranger);
  std::filesystem::copy_file(stranger.master_key(), home.master_key(),
                             std::filesystem::copy_options::overwrite_existing);
  check_refusal(serve_to_end(home), "is not the one that sealed");
}
