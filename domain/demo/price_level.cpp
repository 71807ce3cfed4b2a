#include "domain/demo/household.hpp"

namespace smartfin::demo {
namespace {

constexpr std::int64_t million = 1'000'000;
constexpr std::int64_t monthly_rise = 2'304;  // the twelfth root of 1.028, in parts of a million

// A loan of 60 months every six years; the household is two years into the one it has.
constexpr int cycle = 72;
constexpr int instalments = 60;
constexpr int paid_today = 25;
constexpr std::int64_t price = 26'400'00;
constexpr std::int64_t borrowed = 21'500'00;
constexpr std::int64_t instalment = 405'29;
constexpr std::int64_t monthly_interest = 4'917;  // 5.9 % a year, in parts of a million

}  // namespace

std::int64_t price_level(int months_before_today) {
  std::int64_t level = million;
  for (int i = 0; i < months_before_today; ++i) level = level * million / (million + monthly_rise);
  return level;
}

// Interest is on what was owed; the last instalment is what is left.
car_loan_month car_loan_in(int months_before_today) {
  const int age = ((paid_today - months_before_today) % cycle + cycle) % cycle;
  // Every car costs what cars cost when it was bought.
  const auto level = price_level(months_before_today + age);
  const auto then = [level](std::int64_t now) { return now * level / million; };
  car_loan_month month;
  month.owed_after = then(borrowed);
  if (age == 0) month.new_car = then(price);
  for (int paid = 1; paid <= age; ++paid) {
    month.interest = month.owed_after * monthly_interest / million;
    const bool is_last = paid == instalments;
    month.principal = is_last ? month.owed_after : then(instalment) - month.interest;
    if (month.principal > month.owed_after || paid > instalments)
      month.principal = month.owed_after;
    month.owed_after -= month.principal;
  }
  return month;
}

}  // namespace smartfin::demo
