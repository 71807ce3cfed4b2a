#include <algorithm>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <set>
#include <thread>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"

using namespace smartfin::test;

namespace {

std::set<std::int64_t> ids_of(const boost::json::array& items) {
  std::set<std::int64_t> ids;
  for (const auto& each : items) ids.insert(each.at("id").to_number<std::int64_t>());
  return ids;
}

std::string day(int number) {
  return "2025-" + std::string{number / 28 % 12 < 9 ? "0" : ""} +
         std::to_string(number / 28 % 12 + 1) + "-" + (number % 28 < 9 ? "0" : "") +
         std::to_string(number % 28 + 1);
}

}  // namespace

TEST_CASE("paging through 1,200 transactions is complete and without repeats while others insert") {
  constexpr int count = 1'200;
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  std::set<std::int64_t> before;
  for (int i = 0; i < count; ++i)
    before.insert(record(client, {.account = account, .date = day(i * 7 % 336)}).number("/id"));

  std::atomic<bool> ended = false;
  std::atomic<int> failed = 0;
  std::thread other{[&, mine = client.again()]() mutable {
    for (int i = 0; !ended; ++i) {
      const auto reply = mine.try_send(
          {"POST", "/api/v1/transactions",
           R"({"account_id":)" + std::to_string(account) + R"(,"date":")" + day(i % 336) +
               R"(","amount":{"amount":"-1.00","currency":"USD"},"payee":"Between"})"});
      failed += !reply || reply->status != 201;
    }
  }};
  for (const int limit : {1, 7, 500}) {
    INFO("limit " << limit);
    const auto items = all_transactions(client, limit);
    const auto ids = ids_of(items);
    CHECK(ids.size() == items.size());
    CHECK(std::includes(ids.begin(), ids.end(), before.begin(), before.end()));
    std::string last = "9999";
    bool ordered = true;
    for (const auto& item : items) {
      const std::string date{item.at("date").as_string()};
      ordered &= date <= last;
      last = date;
    }
    CHECK(ordered);
  }
  ended = true;
  other.join();
  CHECK(failed == 0);
}

TEST_CASE("a page links to the next one and keeps what was asked for") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  for (int i = 0; i < 5; ++i)
    record(client, {.account = account, .payee = i % 2 == 0 ? "Caf\xC3\xA9 & Co" : "Other"});
  const auto target = "/api/v1/transactions?limit=2&q=Caf%C3%A9%20%26";
  const auto first = client.get(target);
  REQUIRE(first.status == 200);
  const auto link = first.header("Link").value_or("");
  REQUIRE(link.ends_with(">; rel=\"next\""));
  const auto second = client.get(link.substr(1, link.find('>') - 1));
  REQUIRE(second.status == 200);
  CHECK(second.json().at("items").as_array().size() == 1);
  CHECK(second.text("/items/0/payee") == "Caf\xC3\xA9 & Co");
  CHECK_FALSE(second.header("Link").has_value());
  CHECK(client.get("/api/v1/transactions?limit=0").status == 400);
  CHECK(client.get("/api/v1/transactions?limit=501").status == 400);
}

TEST_CASE("a list that begins with the oldest is the other one backwards") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto account = open_account(client, "Everyday");
  for (int i = 0; i < 60; ++i)
    record(client, {.account = account, .payee = i % 3 ? "Tea" : "Cake", .date = day(i * 7 % 20)});
  for (const std::string filter : {"", "&q=Tea", "&from=2025-01-05&to=2025-01-14"}) {
    INFO(filter);
    const auto newest = all_transactions(client, 7, filter);
    auto oldest = all_transactions(client, 7, filter + "&order=oldest");
    REQUIRE(newest.size() > 14);
    std::ranges::reverse(oldest);
    CHECK(oldest == newest);
  }
  CHECK(client.get("/api/v1/transactions?order=sideways").status == 400);
}
