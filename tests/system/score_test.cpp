#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <chrono>
#include <cstdio>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"

using namespace smartfin::test;
using Catch::Matchers::WithinAbs;

namespace {

/// A day of the month that lies `months` before this one.
std::string day_ago(int months, unsigned day) {
  using namespace std::chrono;
  const year_month_day today{floor<days>(system_clock::now())};
  const auto month = year_month{today.year(), today.month()} - std::chrono::months{months};
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(month.year()),
                static_cast<unsigned>(month.month()), day);
  return text;
}

std::int64_t category(api_client& client, const std::string& role) {
  const auto list = client.get("/api/v1/categories").json();
  for (const auto& each : list.at("items").as_array())
    if (each.at("role").as_string() == role) return each.at("id").to_number<std::int64_t>();
  throw std::runtime_error{"no category of role " + role};
}

/// Three complete months of salary, rent and food, and a profile.
api_client household(int port) {
  auto client = signed_up(port, "ann");
  expect_status(client.patch("/api/v1/users/me",
                             {{"birth_date", "1985-06-07"},
                              {"household_size", 2},
                              {"housing", "rent"},
                              {"no_loans", true},
                              {"accounts_complete", true}},
                             {{"If-Match", "*"}}),
                200);
  const auto account = open_account(client, "Everyday");
  const auto enter = [&](int months, unsigned day, const char* amount, const char* role) {
    auto body = body_of({account, amount, role, day_ago(months, day)}).as_object();
    body["category_id"] = category(client, role);
    expect_status(client.post("/api/v1/transactions", body), 201);
  };
  for (int months = 4; months >= 1; --months) {
    enter(months, 1, "3000.00", "salary");
    enter(months, 3, "-1100.00", "rent");
    enter(months, 15, "-600.00", "groceries");
  }
  return client;
}

double number(const boost::json::value& object, const char* name) {
  return object.at(name).to_number<double>();
}

}  // namespace

TEST_CASE("the points of an explained score add up for a household with three months") {
  const node_home home;
  const node_process node{home};
  auto client = household(node.port());
  const auto score = expect_status(client.get("/api/v1/score"), 200).json();
  double sum = number(score, "base");
  for (const auto& factor : score.at("factors").as_array()) sum += number(factor, "points");
  CHECK_THAT(sum, WithinAbs(number(score, "exact"), 0.0501));
  CHECK_THAT(number(score, "exact"), WithinAbs(number(score, "score"), 0.5));
  CHECK(number(score, "score") >= 0);
  CHECK(number(score, "score") <= 100);
  CHECK(number(score.at("range"), "low") <= number(score, "score"));
  CHECK(number(score.at("range"), "high") >= number(score, "score"));
}

TEST_CASE("a change for the better never lowers the score, and asking changes nothing") {
  const node_home home;
  const node_process node{home};
  auto client = household(node.port());
  const auto before = client.get("/api/v1/score").json();
  const auto usd = [](const char* amount) {
    return boost::json::object{{"amount", amount}, {"currency", "USD"}};
  };
  std::vector<boost::json::object> better;
  for (const auto* amount : {"3100.00", "4000.00", "9000.00", "50000.00"})
    better.push_back({{"monthly_income", usd(amount)}});
  for (const auto* amount : {"6000.00", "20000.00", "900000.00"})
    better.push_back({{"liquid_balance", usd(amount)}});
  for (const auto* amount : {"1000.00", "500.00", "0.00"})
    better.push_back({{"monthly_rent", usd(amount)}});
  for (const int horizon : {1, 6, 24})
    better.push_back({{"monthly_saving", usd("200.00")}, {"horizon_months", horizon}});
  for (const auto& changes : better) {
    INFO(changes);
    const auto reply = client.post("/api/v1/score/what-if", {{"changes", changes}});
    const auto view = expect_status(reply, 200).json();
    CHECK(number(view, "change") >= -1e-9);
    CHECK(number(view.at("after"), "exact") >= number(view.at("before"), "exact"));
  }
  CHECK(client.post("/api/v1/score/what-if", {{"changes", boost::json::object{}}}).status == 422);
  CHECK(client.get("/api/v1/score").json().at("exact") == before.at("exact"));
}

TEST_CASE("a score of somebody of whom nothing is known is a clear refusal") {
  const node_home home;
  const node_process node{home};
  auto client = signed_up(node.port(), "ann");
  const auto refused = client.get("/api/v1/score");
  CHECK(refused.status == 404);
  CHECK(refused.text("/type") == "/problems/score-not-ready");
  CHECK(client.get("/api/v1/score/history").status == 200);
}
