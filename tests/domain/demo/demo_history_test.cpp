#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <map>

#include "domain/demo/demo_history.hpp"
#include "domain/demo/random_source.hpp"

namespace smartfin::demo {
namespace {

civil_date day(const char* iso) { return civil_date::parse(iso).value(); }

std::vector<entry> all_of(const history_options& options) {
  history years{options};
  std::vector<entry> entries;
  while (!years.finished())
    for (const auto& each : years.next_month()) entries.push_back(each);
  return entries;
}

bool same(const entry& a, const entry& b) {
  return a.date == b.date && a.from == b.from && a.to == b.to && a.role == b.role &&
         a.amount == b.amount && a.payee == b.payee && a.note == b.note;
}

/// Balances after every entry; calls `watch(entry, balances)` each time.
template <class Watch>
void replay(const history_options& options, Watch&& watch) {
  history years{options};
  std::map<account, std::int64_t> balances;
  for (const auto& plan : years.accounts()) balances[plan.which] = plan.opening;
  while (!years.finished())
    for (const auto& each : years.next_month()) {
      balances[each.from] += each.amount;
      if (each.to) balances[*each.to] -= each.amount;
      watch(each, balances);
    }
}

}  // namespace

TEST_CASE("a random stream depends on its seed and its number alone") {
  random_source a{7, 1}, again{7, 1}, other_stream{7, 2}, other_seed{8, 1};
  const auto first = a.next();
  CHECK(first == again.next());
  CHECK(first != other_stream.next());
  CHECK(first != other_seed.next());
}

TEST_CASE("the same seed gives the same history, and another seed another one") {
  const history_options options{42, 3'000, day("2026-03-17")};
  const auto entries = all_of(options);
  const auto again = all_of(options);
  REQUIRE(entries.size() == again.size());
  CHECK(std::equal(entries.begin(), entries.end(), again.begin(), same));
  auto other = options;
  other.seed = 43;
  const auto others = all_of(other);
  REQUIRE(others.size() == entries.size());
  CHECK_FALSE(std::equal(entries.begin(), entries.end(), others.begin(), same));
}

TEST_CASE("a history has exactly the transactions asked for, in order, up to today") {
  const auto count = GENERATE(1, 17, 119, 120, 2'000, 10'000, 90'000);
  const auto today = GENERATE(day("2026-03-01"), day("2026-02-28"), day("2024-02-29"));
  const history_options options{5, count, today};
  const history years{options};
  const auto entries = all_of(options);
  CHECK(std::ssize(entries) == count);
  CHECK(std::is_sorted(entries.begin(), entries.end(),
                       [](const auto& a, const auto& b) { return a.date < b.date; }));
  CHECK(entries.front().date >= years.first_day());
  CHECK(entries.back().date <= today);
  CHECK(std::none_of(entries.begin(), entries.end(), [](const auto& e) {
    return e.amount == 0 || e.payee.empty() || (e.to && *e.to == e.from);
  }));
}

TEST_CASE("both earners are paid once a month, more with the years") {
  std::map<std::string_view, std::map<civil_month, std::int64_t>> pay;
  for (const auto& each : all_of({3, 6'000, day("2026-06-30")}))
    if (each.role == category_role::salary && each.note == "Salary") {
      CHECK(each.amount > 0);
      CHECK(each.date.weekday() < 5);
      CHECK(pay[each.payee].emplace(civil_month{each.date}, each.amount).second);
    }
  REQUIRE(pay.size() == 2);
  for (const auto& [employer, months] : pay) {
    CHECK(months.size() == 51);
    for (auto at = months.begin(); std::next(at) != months.end(); ++at) {
      CHECK(at->first.plus(1) == std::next(at)->first);
      CHECK(at->second <= std::next(at)->second);
    }
    CHECK(months.begin()->second < months.rbegin()->second);
  }
}

TEST_CASE("nobody overdraws, and money is left at the end of most months") {
  const auto seed = GENERATE(1u, 2u, 3u, 99u);
  const auto count = GENERATE(1'000, 10'000, 60'000);
  CAPTURE(seed, count);
  std::map<account, std::int64_t> lowest, last;
  replay({seed, count, day("2026-05-20")}, [&](const entry&, const auto& balances) {
    for (const auto& [which, balance] : balances)
      if (!lowest.contains(which) || balance < lowest[which]) lowest[which] = balance;
    last = balances;
  });
  CHECK(lowest[account::checking] > 0);
  CHECK(lowest[account::savings] > 0);
  CHECK(lowest[account::cash] >= 0);
  CHECK(lowest[account::card] > -9'000'00);
  CHECK(last[account::car_loan] < 0);
  CHECK(last[account::car_loan] > -21'500'00);
}

TEST_CASE("a year's spending is a household's: every role within its bounds") {
  std::map<category_role, std::int64_t> sums;
  const auto entries = all_of({11, 10'000, day("2026-05-31")});
  for (const auto& each : entries)
    if (!each.to && each.date > day("2025-05-31")) sums[each.role] += each.amount;
  const auto yearly = [&](category_role role) { return sums[role] / 100; };
  using enum category_role;
  CHECK(yearly(salary) > 70'000);
  CHECK(yearly(salary) < 90'000);
  CHECK(yearly(rent) < -18'000);
  CHECK(yearly(groceries) < -7'000);
  CHECK(yearly(groceries) > -13'000);
  for (const auto role : {eating_out, food_delivery, utilities, transport, insurance, health,
                          vehicle_loan_payment, student_loan_payment, shopping, leisure, travel,
                          education, children, gifts, taxes, fees, other_expense})
    CHECK(yearly(role) < 0);
  CHECK(yearly(refund) > 0);
  CHECK(yearly(other_income) > 0);
  for (const auto role : {high_cost_credit, debt_collection, mortgage_payment, home_purchase})
    CHECK_FALSE(sums.contains(role));
}

TEST_CASE("a longer history costs no more a month, however many transactions it has") {
  const auto spent_in_april = [](std::int64_t count) {
    std::int64_t sum = 0;
    for (const auto& each : all_of({4, count, day("2026-05-15")}))
      if (!each.to && each.role == category_role::eating_out &&
          civil_month{each.date} == civil_month{day("2026-04-01")})
        sum -= each.amount;
    return sum;
  };
  const auto few = spent_in_april(5'000), many = spent_in_april(100'000);
  CHECK(few > 150'00);
  CHECK(few < 600'00);
  CHECK(many > 250'00);
  CHECK(many < 420'00);
}

}  // namespace smartfin::demo
