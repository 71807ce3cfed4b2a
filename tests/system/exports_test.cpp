#include <boost/json/parse.hpp>
#include <catch2/catch_test_macros.hpp>
#include <random>
#include <set>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin::test;

namespace {

/// What an import must bring back of a transaction.
using row = std::tuple<std::string, std::string, std::string, std::string>;

std::multiset<row> rows_of(api_client& client) {
  std::multiset<row> rows;
  for (const auto& item : all_transactions(client)) {
    const auto* note = item.as_object().if_contains("note");
    // An import leaves out a note that only repeats the payee.
    if (note && *note == item.at("payee")) note = nullptr;
    rows.emplace(item.at("date").as_string(), item.at("amount").at("amount").as_string(),
                 item.at("payee").as_string(),
                 note && note->is_string() ? std::string{note->as_string()} : "");
  }
  return rows;
}

/// What `some` has more than `others`, as text.
std::vector<std::string> difference(std::multiset<row> some, const std::multiset<row>& others) {
  for (const auto& each : others)
    if (const auto found = some.find(each); found != some.end()) some.erase(found);
  std::vector<std::string> more;
  for (const auto& [date, amount, payee, note] : some)
    more.push_back(date + " | " + amount + " | " + payee + " | " + note);
  return more;
}

/// Texts with everything that a CSV or an XML file may stumble over.
std::string odd_text(std::mt19937_64& random) {
  static constexpr const char* parts[] = {"Bäckerei", "\"quoted\"", "a, b",     "x; y",
                                          "R&D",      "<i>",        "'s",       "1,234.56",
                                          "=SUM",     "日本",       "tab/slash"};
  std::string text{parts[random() % std::size(parts)]};
  for (auto more = random() % 3; more > 0; --more)
    text.append(" ").append(parts[random() % std::size(parts)]);
  return text;
}

void record_odd(api_client& client, std::int64_t account, std::mt19937_64& random) {
  const auto day = std::to_string(10 + random() % 18);
  auto body = body_of({account, decimal(static_cast<std::int64_t>(random() % 200'000) - 100'000),
                       odd_text(random), "2026-0" + std::to_string(1 + random() % 9) + "-" + day});
  if (random() % 2 == 0) body.as_object()["note"] = odd_text(random);
  auto& amount = body.as_object()["amount"].as_object()["amount"];
  if (amount == "0.00") amount = "0.01";
  expect_status(client.post("/api/v1/transactions", body), 201);
}

std::string exported(api_client& client, const std::string& query) {
  return expect_status(client.get("/api/v1/exports/transactions?" + query), 200).body;
}

void import_into(api_client& client, std::int64_t account, const std::string& type,
                 const std::string& content) {
  const auto reply = client.send({"POST",
                                  "/api/v1/imports?account_id=" + std::to_string(account),
                                  content,
                                  {{"Content-Type", type}}});
  INFO(reply.body);
  REQUIRE(reply.status / 100 == 2);
  REQUIRE(
      eventually([&] { return client.get(*reply.header("Location")).text("/state") != "running"; },
                 running_program::patience));
}

}  // namespace

TEST_CASE("an export of CSV or OFX is imported by another user as the same rows") {
  const auto seed = chosen("SMARTFIN_TEST_SEED", 20'261'122);
  INFO("seed " << seed);
  std::mt19937_64 random{seed};
  const node_home home;
  node_process node{home};
  auto from = signed_up(node.port(), "from");
  const auto account = open_account(from, "Everyday");
  for (int i = 0; i < 700; ++i) record_odd(from, account, random);
  const auto rows = rows_of(from);
  REQUIRE(rows.size() == 700);
  const auto of_account = "&account_id=" + std::to_string(account);

  for (const auto& [format, type] :
       {std::pair{"csv", "text/csv"}, std::pair{"ofx", "application/x-ofx"}}) {
    INFO(format);
    auto to = signed_up(node.port(), std::string{"to-"} + format);
    const auto content = exported(from, "format=" + std::string{format} + of_account);
    import_into(to, open_account(to, "Copy"), type, content);
    const auto found = rows_of(to);
    for (const auto& fault : difference(rows, found)) FAIL_CHECK("lost: " << fault);
    for (const auto& fault : difference(found, rows)) FAIL_CHECK("new: " << fault);
  }

  const auto listed = boost::json::parse(exported(from, "format=json"));
  CHECK(listed.as_array().size() == 700);
  CHECK(listed == boost::json::value(all_transactions(from)));
  CHECK(node.stop().status == 0);
}

TEST_CASE("an export holds what was asked for and nobody else's") {
  const node_home home;
  node_process node{home};
  auto mine = signed_up(node.port(), "mine"), other = signed_up(node.port(), "other");
  const auto first = open_account(mine, "First"), second = open_account(mine, "Second");
  record(mine, {first, "-1.00", "January shop", "2026-01-10"});
  record(mine, {first, "-2.00", "March shop", "2026-03-10"});
  record(mine, {second, "-3.00", "Second shop", "2026-03-11"});
  auto transfer = body_of({first, "-5.00", "Savings", "2026-03-12"});
  transfer.as_object()["transfer_account_id"] = second;
  expect_status(mine.post("/api/v1/transactions", transfer), 201);
  const auto has = [](const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
  };

  const auto of_second = exported(mine, "account_id=" + std::to_string(second));
  CHECK(has(of_second, "2026-03-11,Second shop,-3.00,USD"));
  CHECK(has(of_second, "2026-03-12,Savings,5.00,USD"));
  CHECK_FALSE(has(of_second, "March shop"));
  const auto march = exported(mine, "from=2026-03-01&to=2026-03-10");
  CHECK(has(march, "March shop"));
  CHECK_FALSE(has(march, "January shop"));
  CHECK_FALSE(has(march, "Second shop"));
  CHECK_FALSE(has(exported(other, ""), "shop"));
  CHECK(exported(other, "format=json") == "[]\n");

  const auto status = [&](api_client& client, const std::string& query) {
    return client.get("/api/v1/exports/transactions?" + query).status;
  };
  CHECK(status(other, "account_id=" + std::to_string(first)) == 404);
  CHECK(status(mine, "format=ofx") == 400);
  CHECK(status(mine, "format=xls") == 400);
  CHECK(status(mine, "from=2026-03-02&to=2026-03-01") == 400);
  api_client nobody{node.port()};
  CHECK(status(nobody, "") == 401);
  const auto reply = mine.get("/api/v1/exports/transactions");
  CHECK(reply.header("Content-Disposition") == "attachment; filename=\"transactions.csv\"");
}
