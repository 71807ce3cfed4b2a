#include <soci/session.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <catch2/catch_test_macros.hpp>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin::test;
using namespace std::chrono_literals;

namespace {

std::string settings_with_administrator() {
  auto text = quick_settings();
  return text.insert(text.find("[auth]\n") + 7, "administrators = [\"Root@example.org\"]\n");
}

/// Puts an event into a stopped node's log that no subscriber can read.
void publish_unreadable(const node_home& home) {
  soci::session session{soci::sqlite3, (home.data() / "prediction.db").string()};
  session << "UPDATE event_head SET last = last + 1";
  session << "INSERT INTO event_log(sequence, kind, version, user_id, book_id, at, trace_id, "
             "payload, sealed) SELECT last, 'score_changed', 1, 1, 1, 0, '', 'unreadable', 0 "
             "FROM event_head";
}

}  // namespace

TEST_CASE("an event that cannot be applied is parked, holds up nobody, and can be replayed") {
  const node_home home{settings_with_administrator()};
  if (home.is_on_postgres()) SKIP("looks into SQLite's files");
  node_process node{home};
  auto root = signed_up(node.port(), "root");
  auto ann = signed_up(node.port(), "ann");
  CHECK(node.stop().status == 0);
  publish_unreadable(home);
  node.start();
  root.move_to(node.port());
  ann.move_to(node.port());

  const std::string parked = "/api/v1/status/services/notification/parked-events";
  boost::json::value page;
  REQUIRE(eventually(
      [&] {
        page = expect_status(root.get(parked), 200).json();
        return page.at("items").as_array().size() == 1;
      },
      20s));
  const auto& event = page.at("items").at(0);
  CHECK(event.at("stream").as_string() == "prediction");
  CHECK(event.at("kind").as_string() == "score_changed");
  CHECK(event.at("reason").as_string() == "the payload does not read");

  const auto replay =
      parked + "/" + std::to_string(event.at("id").to_number<std::int64_t>()) + "/replay";
  CHECK(root.send({"POST", replay}).status == 409);
  CHECK(root.send({"POST", parked + "/999/replay"}).status == 404);
  CHECK(root.get("/api/v1/status/services/nobody/parked-events").status == 404);
  CHECK(ann.get(parked).status == 403);
  CHECK(ann.send({"POST", replay}).status == 403);

  // What came afterwards is there.
  const auto account = open_account(ann, "Everyday");
  const api_request import{"POST",
                           "/api/v1/imports?account_id=" + std::to_string(account),
                           "Date,Description,Amount\n2026-01-02,Bakery,-3.40\n",
                           {{"Content-Type", "text/csv"}}};
  expect_status(ann.send(import), 201);
  CHECK(first_notification(ann) > 0);
}
