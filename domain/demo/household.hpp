#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "domain/civil_date.hpp"
#include "domain/ledger/category.hpp"

namespace smartfin::demo {

/// The accounts of the household: two earners, two children, a rented flat, a car on credit.
enum class account : std::uint8_t { checking, savings, cash, card, car_loan, investment };
inline constexpr std::size_t account_count = 6;

/// Amounts are US cents everywhere.
struct account_plan {
  account which = account::checking;
  std::string_view name;
  account_type type = account_type::checking;
  std::int64_t opening = 0;
};

/// One transaction as a person would note it. `amount` is seen from `from`: negative leaves it. With `to` it is a
/// transfer and `role` means nothing. Texts live as long as the program.
struct entry {
  civil_date date;
  account from = account::checking;
  std::optional<account> to;
  category_role role = category_role::other_expense;
  std::int64_t amount = 0;
  std::string_view payee;
  std::string_view note;
};

/// Entries whose amount depends on what happened before them.
enum class settlement : std::uint8_t {
  none,
  card_statement,  // what was owed on the card when the month began
  spare_money,     // what the checking account can do without
  cash_if_any,     // paid in cash while there is some, else by card
};

struct planned_entry {
  entry what;
  settlement settle = settlement::none;
};

/// Prices of a month against those of the last one, in parts of a million: 2.8 % a year.
std::int64_t price_level(int months_before_today);

/// What comes every month, whatever one does: pay, rent, bills, loans, subscriptions, the weekly shop, what the season
/// brings. `months_before_today` sets prices and pay; in order of nothing.
std::vector<planned_entry> fixed_entries(std::uint64_t seed, civil_month month,
                                         int months_before_today);

/// `count` purchases of daily life. However many there are, together they cost what the household has for it. Dates run
/// from `first` to `last`, both in one month.
struct everyday_span {
  civil_date first;
  civil_date last;
  int months_before_today = 0;
  std::int64_t count = 0;
};
std::vector<planned_entry> everyday_entries(std::uint64_t seed, const everyday_span& span);

/// What is owed on the car at the end of that month, in cents, and the instalment that month's payment splits into.
struct car_loan_month {
  std::int64_t owed_after = 0;
  std::int64_t interest = 0;
  std::int64_t principal = 0;  // 0 after the last instalment
  std::int64_t new_car = 0;    // price, in the month the next car comes
};
car_loan_month car_loan_in(int months_before_today);

}  // namespace smartfin::demo
