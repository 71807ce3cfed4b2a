#include <atomic>
#include <boost/json/serialize.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <thread>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace smartfin::test;
using namespace std::chrono_literals;

namespace {

const std::string whole_year = "from=2026-01-01&to=2026-12-31";
const std::string analysed = "/api/v1/analytics/spending?" + whole_year;

/// The version of the book as FINANCE has it.
std::int64_t ledger_version(api_client& client) {
  const auto tag = expect_status(client.get("/api/v1/accounts"), 200).header("ETag").value();
  return std::stoll(tag.substr(1));
}

/// The answer of a report once it has everything that is in the ledger now.
api_reply caught_up(api_client& client, const std::string& report = analysed) {
  const auto version = ledger_version(client);
  api_reply reply;
  const auto has_come = [&] {
    reply = client.get(report);
    return reply.status == 200 && reply.number("/as_of_version") == version;
  };
  if (!eventually(has_come, 60s))
    throw std::runtime_error{"analytics does not catch up: " + reply.body};
  return reply;
}

std::map<std::string, std::string> amounts_by_name(const boost::json::value& items) {
  std::map<std::string, std::string> all;
  for (const auto& item : items.as_array())
    all.emplace(item.at("name").as_string(), item.at("amount").at("amount").as_string());
  return all;
}

void expect_agreement(api_client& client) {
  const auto figures = caught_up(client).json();
  const auto ledger =
      expect_status(client.get("/api/v1/reports/spending?" + whole_year), 200).json();
  REQUIRE_FALSE(ledger.at("items").as_array().empty());
  CHECK(amounts_by_name(figures.at_pointer("/currencies/0/items")) ==
        amounts_by_name(ledger.at("items")));
  CHECK(figures.at_pointer("/currencies/0/total") == ledger.at("total"));

  const auto worth = caught_up(client, "/api/v1/analytics/net-worth?" + whole_year).json();
  std::int64_t balance = 0;
  const auto accounts = client.get("/api/v1/accounts").json();
  for (const auto& account : accounts.at("items").as_array())
    balance += cents(std::string{account.at("balance").at("amount").as_string()});
  const auto& months = worth.at_pointer("/currencies/0/items").as_array();
  CHECK(months.size() == 12);
  CHECK(months.back().at("net_worth").at("amount").as_string() == decimal(balance));
}

std::string day_of(int i) {
  const auto two = [](int number) { return std::to_string(100 + number).substr(1); };
  return "2026-" + two(1 + i % 12) + "-" + two(1 + i % 28);
}

}  // namespace

TEST_CASE("analytics catches up with the ledger and agrees with it, edits and deletions included") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  CHECK(client.get(analysed).number("/as_of_version") == 0);
  const auto account = open_account(client, "Everyday");
  std::vector<std::int64_t> ids;
  for (int i = 0; i < 30; ++i)
    ids.push_back(
        record(client, {.account = account, .amount = decimal(-100 - i), .date = day_of(i)})
            .number("/id"));
  const auto path = [&](std::size_t i) { return "/api/v1/transactions/" + std::to_string(ids[i]); };
  for (std::size_t i = 0; i < 10; ++i)
    expect_status(
        client.patch(path(i), {{"category_id", 6}, {"date", day_of(40)}}, {{"If-Match", "\"1\""}}),
        200);
  for (std::size_t i = 10; i < 15; ++i)
    expect_status(client.remove(path(i), {{"If-Match", "\"1\""}}), 204);
  expect_agreement(client);

  const auto flow = caught_up(client, "/api/v1/analytics/cash-flow?interval=week&" + whole_year);
  CHECK(flow.json().at_pointer("/currencies/0/items").as_array().size() == 53);
  CHECK(client.get(analysed, {{"If-None-Match", flow.header("ETag").value()}}).status == 304);
  auto other = signed_up(node.port(), "bob");
  CHECK(other.get(analysed).json().at("currencies").as_array().empty());
}

TEST_CASE("a report of too many intervals, or of days out of order, says what is wrong with it") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto flow = [&](const std::string& query) {
    return client.get("/api/v1/analytics/cash-flow?" + query);
  };
  CHECK(flow("from=2026-01-01&to=2027-02-04&interval=day").status == 200);
  const auto many = flow("from=2026-01-01&to=2027-02-05&interval=day");
  CHECK(many.status == 422);
  CHECK(many.text("/errors/0/field") == "interval");
  CHECK(many.text("/errors/0/code") == "too_many_intervals");
  const auto backwards = flow("from=2026-01-02&to=2026-01-01");
  CHECK(backwards.status == 422);
  CHECK(backwards.text("/errors/0/field") == "from");
  CHECK(flow("from=2026-01-01").status == 400);
  CHECK(flow("from=2026-01-01&to=2026-01-02&interval=hour").status == 400);
}

TEST_CASE("figures agree with the ledger after the node was killed at any moment") {
  const node_home home;
  node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  for (int round = 0; round < 3; ++round) {
    std::atomic<int> written{0};
    std::jthread writer{[&](const std::stop_token& stop) {
      auto own = client.again();
      for (int i = 0; !stop.stop_requested(); ++i)
        if (own.try_send(
                {"POST", "/api/v1/transactions",
                 boost::json::serialize(body_of({.account = account, .date = day_of(i)}))}))
          ++written;
    }};
    CHECK(eventually([&] { return written > 50 * (round + 1); }, 60s));
    node.kill();
    writer.request_stop();
    writer.join();
    node.start();
    client.move_to(node.port());
    expect_agreement(client);
  }
}

TEST_CASE("a worker of analytics that fails is restarted and nothing is counted twice") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  for (int i = 0; i < 20; ++i) {
    record(client, {.account = account, .date = day_of(i)});
    if (i % 5 == 0)
      expect_status(client.send({"POST", "/api/v1/status/services/analytics/fail"}), 204);
  }
  expect_agreement(client);
}

namespace {

/// A PostgreSQL for ANALYTICS alone.
class analytics_server {
public:
  analytics_server() {
    if (!std::getenv("SMARTFIN_TEST_POSTGRES_FOLDER"))
      SKIP("not started by tests/support/with-postgres");
    run("start",
        " $(python3 -c 'import socket; s = socket.socket(); s.bind((\"127.0.0.1\", 0)); "
        "print(s.getsockname()[1])')");
  }
  ~analytics_server() {
    std::system(("ops/dev/postgres stop '" + folder_.path().string() + "'").c_str());
  }
  analytics_server(const analytics_server&) = delete;
  analytics_server& operator=(const analytics_server&) = delete;

  void kill() const { run("kill"); }
  void start_again() const { run("start", " $(cat '" + folder_.path().string() + "/port')"); }
  /// Lines for a node's section [storage].
  std::string settings() const {
    std::string url;
    std::getline(std::ifstream{folder_ / "url"}, url);
    return "analytics_url = \"" + url + "\"\nanalytics_password_file = \"" +
           (folder_ / "passwords").string() + "\"\n";
  }

private:
  void run(const std::string& what, const std::string& more = {}) const {
    REQUIRE(std::system(("ops/dev/postgres " + what + " '" + folder_.path().string() + "'" + more)
                            .c_str()) == 0);
  }
  smartfin::testing::temporary_folder folder_;
};

}  // namespace

TEST_CASE(
    "analytics whose PostgreSQL is gone harms nobody, and catches up when it is back (postgres)") {
  const analytics_server server;
  const node_home home;
  for (std::size_t i = 0; i < std::max<std::size_t>(home.layout().parts.size(), 1); ++i)
    std::ofstream{home.settings_of(i), std::ios::app}
        << (home.is_on_postgres() ? "" : "[storage]\n") << server.settings();
  node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  record(client, {.account = account});
  expect_agreement(client);

  std::atomic<int> asked{0}, refused{0};
  {
    std::jthread load{[&](const std::stop_token& stop) {
      auto own = client.again();
      while (!stop.stop_requested()) {
        ++asked;
        if (own.post("/api/v1/transactions", body_of({.account = account})).status != 201)
          ++refused;
        if (own.get("/api/v1/accounts").status != 200) ++refused;
        if (own.get("/api/v1/notifications").status != 200) ++refused;
      }
    }};
    server.kill();
    const auto while_down = asked.load();
    CHECK(eventually([&] { return asked > while_down + 50; }, 60s));
    const auto outage = client.get(analysed);
    CHECK(outage.status == 503);
    CHECK(outage.header("Retry-After"));
    CHECK(outage.header("Content-Type") == "application/problem+json");
    server.start_again();
    CHECK(eventually([&] { return client.get(analysed).status == 200; }, 60s));
  }
  CHECK(refused == 0);
  expect_agreement(client);

  // Nothing was parked, and a node starts without the server too.
  node.stop();
  server.kill();
  node.start();
  client.move_to(node.port());
  record(client, {.account = account});
  const auto status = expect_status(client.get("/api/v1/status"), 200).json();
  for (const auto& stream : status.at("streams").as_array())
    for (const auto& each : stream.at("subscribers").as_array())
      CHECK(each.at("parked").to_number<std::int64_t>() == 0);
  CHECK(client.get(analysed).status == 503);
  server.start_again();
  CHECK(eventually([&] { return client.get(analysed).status == 200; }, 60s));
  expect_agreement(client);
}
