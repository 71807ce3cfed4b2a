#include <soci/session.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <catch2/catch_test_macros.hpp>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin::test;
using namespace std::chrono_literals;

namespace {

/// What the auditor says of one service's stream.
boost::json::value stream_of(api_client& client, const std::string& name) {
  const auto status = expect_status(client.get("/api/v1/status"), 200).json();
  for (const auto& stream : status.at("streams").as_array())
    if (stream.at("stream").as_string() == name) return stream;
  return {{"lost", 0}, {"subscribers", boost::json::array{}}};
}

bool all_have(const boost::json::value& stream) {
  for (const auto& each : stream.at("subscribers").as_array())
    if (!each.at("heard").as_bool() || each.at("in_flight").to_number<int>() != 0) return false;
  return !stream.at("subscribers").as_array().empty();
}

}  // namespace

TEST_CASE("an event that somebody deletes is reported within seconds, delivered or not") {
  const node_home home;
  if (home.is_on_postgres()) SKIP("looks into SQLite's files");
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  for (int i = 0; i < 20; ++i) expect_status(record(client, {account}), 201);
  REQUIRE(eventually([&] { return all_have(stream_of(client, "finance")); }, 60s));
  CHECK(stream_of(client, "finance").at("lost").to_number<int>() == 0);

  {
    soci::session session{soci::sqlite3,
                          "dbname=\"" + (home.data() / "finance.db").string() + "\" timeout=5"};
    session << "DELETE FROM event_log WHERE sequence = 7";
  }
  const auto begin = std::chrono::steady_clock::now();
  CHECK(eventually([&] { return stream_of(client, "finance").at("lost").to_number<int>() == 1; },
                   60s));
  const auto took = std::chrono::steady_clock::now() - begin;
  WARN("reported after " << std::chrono::floor<std::chrono::milliseconds>(took).count() << " ms");
  CHECK(client.get("/metrics").body.find("smartfin_events_lost{stream=\"finance\"} 1") !=
        std::string::npos);
  expect_status(record(client, {account}), 201);  // nobody is held up
  CHECK(eventually([&] { return all_have(stream_of(client, "finance")); }, 60s));
}
