#include "domain/score/what_if.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include "domain/score/rule_score.hpp"
#include "random_households.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using Catch::Matchers::WithinAbs;
using enum score_input;

namespace {

constexpr unsigned seed = 20260214;

/// 5,200 net a month, 1,500 rent, 650 of instalments, 3,200 on the card, 2,500 saved.
household_figures example() {
  ledger_facts ledger;
  for (int m = 0; m < 12; ++m) {
    month_facts month;
    month.month = civil_month::from_index(660 + m);
    month[category_role::salary] = 520'000;
    month[category_role::rent] = 150'000;
    month[category_role::vehicle_loan_payment] = 65'000;
    month[category_role::groceries] = 60'000;
    month[category_role::eating_out] = 30'000;
    month[category_role::leisure] = 210'000;
    ledger.months.push_back(month);
  }
  ledger.liquid = 250'000;
  ledger.card_revolving = 320'000;
  ledger.balance[static_cast<std::size_t>(account_type::vehicle_loan)] = 1'500'000;
  const profile_facts profile{.gross_monthly_income = 650'000,
                              .age = 35,
                              .household_size = 2,
                              .tenure = home_tenure::rents,
                              .loans = loan_answer::all_linked};
  return figures_of(ledger, profile, frame_for(currency::usd(), 2026));
}

what_if_errc refusal(const what_if_changes& changes) {
  const auto after = apply(example(), changes);
  return after ? what_if_errc::none : after.error();
}

/// Every input moved in its sign's direction or not at all.
bool only_improves(const score_inputs& before, const score_inputs& after) {
  return std::all_of(all_inputs().begin(), all_inputs().end(), [&](const auto& traits) {
    if (!before.knows(traits.input)) return true;
    return traits.sign * (after[traits.input] - before[traits.input]) >= 0 &&
           (traits.sign != 0 || after[traits.input] == before[traits.input]);
  });
}

}  // namespace

TEST_CASE(
    "an instalment follows the annuity formula, and without interest the principal is split") {
  CHECK_THAT(instalment_of({1'000'000, 12, 48, account_type::personal_loan}),
             WithinAbs(26333.84, 0.01));
  CHECK_THAT(instalment_of({1'200'000, 0, 48, account_type::personal_loan}),
             WithinAbs(25000, 1e-9));
}

TEST_CASE("a rise in pay scales gross and net alike") {
  const auto after = apply(example(), {.monthly_income = 572'000});
  REQUIRE(after);
  CHECK_THAT(after->gross_income, WithinAbs(715'000, 1e-6));
  CHECK(inputs_of(*after)[spend_vs_income] == 3);
  CHECK(inputs_of(example())[spend_vs_income] == 2);
}

TEST_CASE("a cut saves its amount for as long as the horizon and shrinks what it was spent on") {
  const auto now = example();
  const auto after =
      apply(now, {.category_cuts = {{category_role::eating_out, 20'000}}, .horizon_months = 12});
  REQUIRE(after);
  CHECK_THAT(after->liquid, WithinAbs(now.liquid + 240'000, 1e-6));
  CHECK_THAT(after->food, WithinAbs(now.food - 20'000, 1e-6));
  CHECK_THAT(after->spending, WithinAbs(now.spending - 20'000, 1e-6));
}

TEST_CASE("no more can be cut than is spent") {
  const auto now = example();
  const auto after =
      apply(now, {.category_cuts = {{category_role::eating_out, 900'000}}, .horizon_months = 1});
  REQUIRE(after);
  CHECK_THAT(after->liquid, WithinAbs(now.liquid + 30'000, 1e-6));
}

TEST_CASE("a new loan adds its instalment and its debt but no money") {
  const auto now = example();
  const auto after = apply(now, {.loan = new_loan{1'000'000, 0, 40, account_type::vehicle_loan}});
  REQUIRE(after);
  CHECK_THAT(after->loan_payments, WithinAbs(now.loan_payments + 25'000, 1e-6));
  CHECK_THAT(after->vehicle_debt, WithinAbs(now.vehicle_debt + 1'000'000, 1e-6));
  CHECK(after->liquid == now.liquid);
}

TEST_CASE("changes that make no sense are refused, each with its reason") {
  using enum what_if_errc;
  CHECK(refusal({}) == no_change);
  CHECK(refusal({.monthly_income = -1}) == negative_amount);
  CHECK(refusal({.monthly_income = 2'000'000'000'000'000}) == amount_out_of_range);
  CHECK(refusal({.loan = new_loan{1000, 5, 12, account_type::savings}}) == not_a_loan);
  CHECK(refusal({.loan = new_loan{1000, -1, 12}}) == rate_out_of_range);
  CHECK(refusal({.loan = new_loan{1000, std::nan(""), 12}}) == rate_out_of_range);
  CHECK(refusal({.loan = new_loan{1000, 5, 0}}) == months_out_of_range);
  CHECK(refusal({.monthly_saving = 1, .horizon_months = 601}) == months_out_of_range);
  CHECK(refusal({.category_cuts = {{category_role::salary, 1}}}) == not_a_spending_role);
  CHECK(refusal({.category_cuts = {{static_cast<category_role>(200), 1}}}) == not_a_spending_role);
}

TEST_CASE("the differences of the factors add up to the change") {
  const auto now = example();
  const auto context = context_of_comparison(now);
  const auto after = apply(now, {.liquid_balance = 2'000'000});
  REQUIRE(after);
  const auto change =
      compare(*rule_score(inputs_of(now), context), *rule_score(inputs_of(*after), context));
  double sum = change.base_change + change.limit_change;
  for (const auto& factor : change.factors) sum += factor.points;
  CHECK(change.change > 0);
  CHECK_THAT(sum, WithinAbs(change.change, 1e-9));
  CHECK(change.shown_change == change.after.score - change.before.score);
}

TEST_CASE("improvements move every input in its own direction, and the rule score never down") {
  household_source source(seed);
  INFO("seed " << seed);
  int checks = 0;
  int scored = 0;
  while (checks < 100'000) {
    const auto now = source.household();
    const auto before = inputs_of(now);
    const auto context = context_of_comparison(now);
    const auto rules_before = rule_score(before, context);
    for (int i = 0; i < 10; ++i) {
      const auto changes = source.improvement(now);
      if (!changes) continue;
      const auto changed = apply(now, *changes);
      REQUIRE(changed);
      const auto after = inputs_of(*changed);
      ++checks;
      if (!same_knowledge(before, after) || !only_improves(before, after))
        FAIL("check " << checks << " is no improvement of the inputs");
      if (!rules_before) continue;
      const auto rules_after = rule_score(after, context);
      if (!rules_after || rules_after->unclamped < rules_before->unclamped)
        FAIL("check " << checks << " lowers the rule score");
      ++scored;
    }
  }
  CHECK(scored > checks / 2);
}
