#include "learning/score_target.hpp"

#include <catch2/catch_test_macros.hpp>

#include "learning/explain_score.hpp"
#include "shipped_models.hpp"
#include "tests/domain/score/random_households.hpp"

using namespace smartfin;
using namespace smartfin::testing;

TEST_CASE("the smallest move of a lever gets there, and one cent less does not") {
  constexpr unsigned seed = 5;
  INFO("seed " << seed);
  household_source source(seed);
  constexpr score_lever levers[] = {score_lever::monthly_income, score_lever::liquid_balance,
                                    score_lever::monthly_debt_payments, score_lever::card_balance,
                                    score_lever::monthly_rent};
  int found = 0;
  for (int i = 0; i < 60; ++i) {
    const auto now = source.household();
    const auto lever = levers[i % 5];
    const double points = source.whole(1, 10);
    const auto target = smallest_move(now, lever, points, &shipped_models());
    if (!target) continue;
    ++found;
    REQUIRE(target->change >= points);
    what_if_changes changes;
    const bool up = lever == score_lever::monthly_income || lever == score_lever::liquid_balance;
    const auto nearly = target->amount + (up ? -1 : 1);
    switch (lever) {
      case score_lever::monthly_income:
        changes.monthly_income = nearly;
        break;
      case score_lever::liquid_balance:
        changes.liquid_balance = nearly;
        break;
      case score_lever::monthly_debt_payments:
        changes.monthly_debt_payments = nearly;
        break;
      case score_lever::card_balance:
        changes.card_balance = nearly;
        break;
      case score_lever::monthly_rent:
        changes.monthly_rent = nearly;
        break;
    }
    const auto before = score_only(inputs_of(now), &shipped_models(), context_of_comparison(now));
    const auto after = apply(now, changes);
    REQUIRE(after);
    const auto score = score_only(inputs_of(*after), &shipped_models(), context_of_comparison(now));
    REQUIRE(score);
    REQUIRE(*score < *before + points);
  }
  CHECK(found > 10);
}

TEST_CASE("a lever whose value is unknown has no smallest move") {
  household_source source(6);
  auto now = source.household();
  now.liquid = household_figures::unknown;
  CHECK_FALSE(smallest_move(now, score_lever::liquid_balance, 1, &shipped_models()));
}

TEST_CASE("the score alone is the explained score's") {
  constexpr unsigned seed = 8;
  INFO("seed " << seed);
  household_source source(seed);
  for (int i = 0; i < 100; ++i) {
    const auto now = source.household();
    const auto inputs = inputs_of(now);
    const auto context = context_of(now);
    const auto alone = score_only(inputs, &shipped_models(), context);
    const auto explained = explain(inputs, &shipped_models(), context);
    REQUIRE(alone.has_value() == explained.has_value());
    if (alone) REQUIRE(*alone == explained->unrounded);
  }
}
