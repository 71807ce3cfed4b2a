#include <boost/json/serialize.hpp>
#include <catch2/catch_test_macros.hpp>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"

using namespace smartfin::test;

TEST_CASE("a change names the version it was made from: 428 without, 412 when it is stale") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  const auto made = record(client, {.account = account});
  const auto target = "/api/v1/transactions/" + std::to_string(made.number("/id"));
  const auto etag = made.header("ETag").value_or("");
  CHECK(made.header("Location") == target);
  REQUIRE(!etag.empty());

  CHECK(client.patch(target, {{"payee", "x"}}).status == 428);
  CHECK(client.remove(target).status == 428);
  for (const auto& stale : {std::string{"\"999\""}, "W/" + etag, std::string{"\"abc\""}})
    CHECK(client.patch(target, {{"payee", "x"}}, {{"If-Match", stale}}).status == 412);
  CHECK(client.patch(target, {{"payee", "x"}}, {{"If-Match", "no quotes"}}).status == 400);
  CHECK(client.get(target).text("/payee") == "Corner shop");

  const auto changed = client.patch(target, {{"payee", "second"}}, {{"If-Match", etag}});
  CHECK(changed.status == 200);
  CHECK(changed.header("ETag") != etag);
  CHECK(client.patch(target, {{"payee", "third"}}, {{"If-Match", etag}}).status == 412);
  CHECK(client.get(target).text("/payee") == "second");
  CHECK(client.patch(target, {{"payee", "any"}}, {{"If-Match", "*"}}).status == 200);
  CHECK(client.remove(target, {{"If-Match", etag}}).status == 412);
  CHECK(client.remove(target, {{"If-Match", "*"}}).status == 204);
  CHECK(client.get(target).status == 404);
}

TEST_CASE("what has not changed since it was read is 304 without a body") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  record(client, {.account = account});
  for (const auto& target : {"/api/v1/accounts/" + std::to_string(account),
                             std::string{"/api/v1/accounts"}, std::string{"/api/v1/transactions"},
                             std::string{"/api/v1/users/me"}, std::string{"/api/v1/categories"}}) {
    INFO(target);
    const auto first = client.get(target);
    const auto etag = first.header("ETag").value_or("");
    CHECK(!etag.empty());
    const auto second = client.get(target, {{"If-None-Match", "\"other\", " + etag}});
    CHECK(second.status == 304);
    CHECK(second.body.empty());
    CHECK(client.get(target, {{"If-None-Match", "\"other\""}}).status == 200);
  }
  const auto before = client.get("/api/v1/transactions").header("ETag").value_or("");
  record(client, {.account = account});
  CHECK(client.get("/api/v1/transactions", {{"If-None-Match", before}}).status == 200);
}

TEST_CASE("HEAD answers as GET without the body, OPTIONS tells the methods, traces go on") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto got = client.get("/api/v1/categories");
  const auto head = client.send({"HEAD", "/api/v1/categories"});
  CHECK(head.status == 200);
  CHECK(head.body.empty());
  CHECK(head.header("ETag") == got.header("ETag"));
  CHECK(head.header("Content-Length") == std::to_string(got.body.size()));

  const auto options = client.send({"OPTIONS", "/api/v1/transactions/1"});
  CHECK(options.status == 204);
  CHECK(options.header("Allow") == "GET, HEAD, PATCH, DELETE, OPTIONS");

  const std::string trace = "0af7651916cd43dd8448eb211c80319c";
  const auto traced =
      client.get("/api/v1/accounts/999", {{"traceparent", "00-" + trace + "-b7ad6b7169203331-01"}});
  CHECK(traced.text("/trace_id") == trace);
  CHECK(traced.header("traceparent").value_or("").substr(3, 32) == trace);
  CHECK(traced.header("traceparent").value_or("").substr(36, 16) != "b7ad6b7169203331");
}

TEST_CASE("a key makes a repeated request answer as the first did, with one effect") {
  const node_home home;
  node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  const header_fields key = {{"Idempotency-Key", "k-1"}};
  const auto first = record(client, {.account = account}, key);
  const auto second = record(client, {.account = account}, key);
  CHECK(second.body == first.body);
  CHECK(second.header("ETag") == first.header("ETag"));
  CHECK(second.header("Location") == first.header("Location"));
  const auto other =
      client.post("/api/v1/transactions", body_of({.account = account, .amount = "-2.00"}), key);
  CHECK(other.status == 422);
  CHECK(other.text("/type") == "/problems/idempotency-mismatch");

  const header_fields open_key = {{"Idempotency-Key", "k-2"}};
  const boost::json::value more = {{"name", "More"}, {"type", "cash"}, {"currency", "USD"}};
  const auto opened = client.post("/api/v1/accounts", more, open_key);
  CHECK(opened.status == 201);
  REQUIRE(node.stop().status == 0);
  node.start();
  client.move_to(node.port());
  CHECK(record(client, {.account = account}, key).body == first.body);
  CHECK(client.post("/api/v1/accounts", more, open_key).body == opened.body);
  CHECK(all_transactions(client).size() == 1);
  CHECK(client.get("/api/v1/accounts").json().at("items").as_array().size() == 2);

  auto stranger = signed_up(node.port(), "bob");
  const auto theirs = open_account(stranger, "Bob's");
  CHECK(record(stranger, {.account = theirs}, key).number("/account_id") == theirs);
  CHECK(all_transactions(stranger).size() == 1);
}

TEST_CASE("a key repeats a change whose version has moved on since") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto made = record(client, {.account = open_account(client, "Everyday")});
  const auto target = "/api/v1/transactions/" + std::to_string(made.number("/id"));
  const header_fields fields = {{"Idempotency-Key", "k"},
                                {"If-Match", made.header("ETag").value_or("")}};
  const auto first = client.patch(target, {{"payee", "second"}}, fields);
  CHECK(first.status == 200);
  const auto again = client.patch(target, {{"payee", "second"}}, fields);
  CHECK(again.status == 200);
  CHECK(again.body == first.body);
}
