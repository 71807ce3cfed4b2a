#include "domain/score/household_figures.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

using namespace smartfin;
using Catch::Matchers::WithinAbs;
using enum score_input;

namespace {

const auto frame_us = frame_for(currency::usd(), 2026);

ledger_facts steady(int months) {
  ledger_facts ledger;
  for (int m = 0; m < months; ++m) {
    month_facts month;
    month.month = civil_month::from_index(660 + m);
    month[category_role::salary] = 400'000;
    month[category_role::rent] = 120'000;
    month[category_role::groceries] = 50'000;
    month[category_role::leisure] = 100'000;
    ledger.months.push_back(month);
  }
  ledger.liquid = 600'000;
  return ledger;
}

score_inputs extracted(const ledger_facts& ledger, const profile_facts& profile = {}) {
  return inputs_of(figures_of(ledger, profile, frame_us));
}

double code_of(int reached, int total) {
  auto ledger = steady(12);
  ledger.dues_on_time = {reached, total};
  return extracted(ledger)[bills_on_time];
}

}  // namespace

TEST_CASE("income and balances are measured in reference months of the country") {
  const auto inputs = extracted(steady(12), {.gross_monthly_income = 671'750});
  CHECK_THAT(inputs[income_rel], WithinAbs(1, 1e-9));
  CHECK_THAT(inputs[liquid_rel], WithinAbs(600'000 / 671'750.0, 1e-9));
}

TEST_CASE("net pay is grossed up while the profile gives no gross income") {
  CHECK_THAT(extracted(steady(12))[income_rel], WithinAbs(400'000 * 1.28 / 671'750, 1e-9));
}

TEST_CASE("a currency without a reference income leaves income and balances unknown") {
  const auto frame = frame_for(*currency::parse("KWD"), 2026);
  CHECK_FALSE(frame.reference);
  const auto figures = figures_of(steady(12), {}, frame);
  CHECK(figures.uncalibrated);
  CHECK_FALSE(inputs_of(figures).knows(income_rel));
  CHECK(inputs_of(figures).knows(essential_cushion_m));
}

TEST_CASE("only the surveys' country is calibrated, and minor units follow the currency") {
  CHECK(reference_income_for(currency::usd(), 2026)->calibrated);
  CHECK(reference_income_for(currency::usd(), 2017)->year == 2016);
  CHECK(reference_income_for(currency::usd(), 1990)->year == 2016);
  const auto yen = reference_income_for(*currency::parse("JPY"), 2026);
  REQUIRE(yen);
  CHECK_FALSE(yen->calibrated);
  CHECK_THAT(yen->minor_per_month, WithinAbs(337'500, 1e-6));
}

TEST_CASE("a one-off credit of a single month is not an income") {
  auto ledger = steady(12);
  ledger.months[4][category_role::other_income] = 5'000'000;
  CHECK_THAT(figures_of(ledger, {}, frame_us).net_income, WithinAbs(400'000, 1e-6));
  ledger.months[5][category_role::other_income] = 5'000'000;
  CHECK(figures_of(ledger, {}, frame_us).net_income > 1'000'000);
}

TEST_CASE("the cushion is balances over essential outgoings, and unknown without any") {
  CHECK_THAT(extracted(steady(12))[essential_cushion_m], WithinAbs(600'000 / 170'000.0, 1e-9));
  auto idle = steady(12);
  for (auto& month : idle.months) {
    month[category_role::rent] = 0;
    month[category_role::groceries] = 0;
  }
  CHECK_FALSE(extracted(idle).knows(essential_cushion_m));
}

TEST_CASE("spending against income needs three months and counts no purchases of assets") {
  CHECK_FALSE(extracted(steady(2)).knows(spend_vs_income));
  CHECK(extracted(steady(3))[spend_vs_income] == 3);
  auto buys = steady(12);
  for (auto& month : buys.months) month[category_role::vehicle_purchase] = 900'000;
  CHECK(extracted(buys)[spend_vs_income] == 3);
  for (auto& month : buys.months) month[category_role::travel] = 130'000;
  CHECK(extracted(buys)[spend_vs_income] == 2);
  for (auto& month : buys.months) month[category_role::travel] = 150'000;
  CHECK(extracted(buys)[spend_vs_income] == 1);
  for (auto& month : buys.months) month[category_role::refund] = 150'000;
  CHECK(extracted(buys)[spend_vs_income] == 3);
}

TEST_CASE("debts are zero only when the user said so or all loans are linked") {
  CHECK_FALSE(extracted(steady(12)).knows(debt_service_ratio));
  CHECK_FALSE(
      extracted(steady(12), {.loans = loan_answer::some_elsewhere}).knows(other_debt_ratio));
  const auto inputs = extracted(
      steady(12), {.tenure = home_tenure::rents, .loans = loan_answer::none, .has_card = false});
  for (const auto input :
       {debt_service_ratio, other_debt_ratio, vehicle_debt_ratio, student_debt_ratio,
        card_balance_ratio, mortgage_to_income, student_loan})
    CHECK(inputs[input] == 0);
  CHECK(inputs[card_paid_full] == 1);
}

TEST_CASE("card payments are debt service only as far as a balance revolves") {
  auto ledger = steady(12);
  for (auto& month : ledger.months) month.card_payments = 90'000;
  ledger.card_revolving = 0;
  const profile_facts profile{
      .gross_monthly_income = 500'000, .tenure = home_tenure::rents, .loans = loan_answer::none};
  CHECK(extracted(ledger, profile)[debt_service_ratio] == 0);
  ledger.card_revolving = 30'000;
  CHECK_THAT(extracted(ledger, profile)[debt_service_ratio], WithinAbs(0.06, 1e-9));
  ledger.card_revolving = 300'000;
  CHECK_THAT(extracted(ledger, profile)[debt_service_ratio], WithinAbs(0.18, 1e-9));
}

TEST_CASE("habits are coded by share, and fewer than three dues are no evidence") {
  CHECK(code_of(12, 12) == 5);
  CHECK(code_of(11, 12) == 4);
  CHECK(code_of(9, 10) == 4);
  CHECK(code_of(6, 10) == 3);
  CHECK(code_of(1, 10) == 2);
  CHECK(code_of(0, 10) == 1);
  CHECK(std::isnan(code_of(0, 2)));
}

TEST_CASE("income volatility needs six months") {
  CHECK_FALSE(extracted(steady(5)).knows(income_volatility));
  CHECK(extracted(steady(6))[income_volatility] == 1);
  auto uneven = steady(12);
  for (std::size_t m = 0; m < 12; m += 2) uneven.months[m][category_role::salary] = 600'000;
  CHECK(extracted(uneven)[income_volatility] == 2);
  for (std::size_t m = 0; m < 12; m += 2) uneven.months[m][category_role::salary] = 900'000;
  CHECK(extracted(uneven)[income_volatility] == 3);
}

TEST_CASE("an empty book knows nothing but what the profile says") {
  const auto inputs = extracted({}, {.age = 40});
  for (const auto& traits : all_inputs())
    CHECK(inputs.knows(traits.input) == (traits.input == age));
}

TEST_CASE("saving is regular when the gaps keep a rhythm") {
  const auto day = [](unsigned month, unsigned d) { return *civil_date::from_ymd(2026, month, d); };
  const civil_date monthly[] = {day(1, 1), day(2, 1), day(3, 2), day(4, 1)};
  const civil_date odd[] = {day(1, 1), day(1, 9), day(3, 28)};
  const civil_date two[] = {day(1, 1), day(2, 1)};
  CHECK(is_regular_saving(monthly));
  CHECK_FALSE(is_regular_saving(odd));
  CHECK_FALSE(is_regular_saving(two));
}
