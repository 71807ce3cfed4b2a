#include "domain/analytics/figures.hpp"

#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "domain/ledger/category.hpp"

using namespace smartfin;

namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();

civil_date day(const char* text) { return *civil_date::parse(text); }
ledger_account other(category_role role) { return ledger_account::of(category_with_role(role)); }

struct movement {
  const char* on;
  ledger_account other;
  std::int64_t amount;
  std::int64_t account = 1;
  const char* code = "USD";
};
std::vector<day_total> totals_of(const std::vector<movement>& movements) {
  std::vector<day_total> totals;
  for (const auto& m : movements)
    totals.push_back({{day(m.on), {m.account}, m.other, *currency::parse(m.code)},
                      {split_sum::of(m.amount), 1}});
  return totals;
}

const std::vector<day_range> two_days{{day("2026-01-01"), day("2026-01-01")},
                                      {day("2026-01-02"), day("2026-01-02")}};

}  // namespace

TEST_CASE("a refund is no income but less spending, and transfers and openings are neither") {
  const auto flow =
      cash_flow(two_days, totals_of({{"2026-01-01", other(category_role::salary), 1'000},
                                     {"2026-01-01", other(category_role::groceries), -300},
                                     {"2026-01-02", other(category_role::refund), 50},
                                     {"2026-01-02", ledger_account::of(account_id{2}), -70},
                                     {"2026-01-02", ledger_account::opening_balances(), 9'000},
                                     {"2026-01-03", other(category_role::groceries), -999}}));
  REQUIRE(flow.size() == 1);
  REQUIRE(flow[0].items.size() == 2);
  CHECK(flow[0].items[0].income.minor == 1'000);
  CHECK(flow[0].items[0].expense.minor == 300);
  CHECK(flow[0].items[0].net.minor == 700);
  CHECK(flow[0].items[1].income.minor == 0);
  CHECK(flow[0].items[1].expense.minor == -50);
  CHECK(flow[0].items[1].net.minor == 50);
}

TEST_CASE("currencies stand beside each other in the order of their codes, never in one sum") {
  const auto flow =
      cash_flow(two_days, totals_of({{"2026-01-01", other(category_role::salary), 5, 1, "USD"},
                                     {"2026-01-02", other(category_role::salary), 7, 2, "EUR"}}));
  REQUIRE(flow.size() == 2);
  CHECK(flow[0].currency.code() == "EUR");
  CHECK(flow[0].items[0].income.minor == 0);
  CHECK(flow[0].items[1].income.minor == 7);
  CHECK(flow[1].items[0].income.minor == 5);
}

TEST_CASE("net worth goes on from what was there before, through intervals without a change") {
  const auto usd = currency::usd();
  const std::vector<worth_change> before{{{}, usd, split_sum::of(100)}};
  const std::vector<worth_change> changes{{day("2026-01-02"), usd, split_sum::of(-30)}};
  const auto worth = net_worth(two_days, before, changes);
  REQUIRE(worth.size() == 1);
  CHECK(worth[0].items[0].date == day("2026-01-01"));
  CHECK(worth[0].items[0].net_worth.minor == 100);
  CHECK(worth[0].items[1].net_worth.minor == 70);
  CHECK(net_worth(two_days, {}, {}).empty());
}

TEST_CASE("spending is by category with its name, or by account without, largest first") {
  const auto totals = totals_of({{"2026-01-01", other(category_role::groceries), -30, 1},
                                 {"2026-01-02", other(category_role::groceries), -40, 2},
                                 {"2026-01-02", other(category_role::rent), -900, 2},
                                 {"2026-01-02", other(category_role::refund), 5, 2},
                                 {"2026-01-02", other(category_role::salary), 9'999, 2}});
  const auto by_category = expenses(totals, expense_group::category);
  REQUIRE(by_category.size() == 1);
  REQUIRE(by_category[0].items.size() == 3);
  CHECK(by_category[0].items[0].name == "Rent");
  CHECK(by_category[0].items[0].amount.minor == 900);
  CHECK(by_category[0].items[1].amount.minor == 70);
  CHECK(by_category[0].items[1].row_count == 2);
  CHECK(by_category[0].items[2].amount.minor == -5);
  CHECK(by_category[0].total.minor == 965);

  const auto by_account = expenses(totals, expense_group::account);
  REQUIRE(by_account[0].items.size() == 2);
  CHECK(by_account[0].items[0].key == 2);
  CHECK(by_account[0].items[0].amount.minor == 935);
  CHECK_FALSE(by_account[0].items[0].name);
  CHECK(by_account[0].total.minor == 965);
}

TEST_CASE("sums of the largest amounts end at the limits and are exact again when they go") {
  auto totals = totals_of({{"2026-01-01", other(category_role::salary), most},
                           {"2026-01-01", other(category_role::salary), most}});
  CHECK(cash_flow(two_days, totals)[0].items[0].income.minor == most);
  auto sum = split_sum::of(most);
  sum += split_sum::of(most);
  sum += -split_sum::of(most);
  sum += -split_sum::of(most - 1);
  wide_sum left;
  left.add(sum);
  CHECK(left.clamped() == 1);
  for (const auto amount : {most, -most, std::int64_t{-1}, std::int64_t{1'000'000'001}}) {
    wide_sum one;
    one.add(split_sum::of(amount));
    CHECK(one.clamped() == amount);
  }
}
