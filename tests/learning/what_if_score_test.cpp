#include "learning/what_if_score.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include "learning/explain_score.hpp"
#include "shipped_models.hpp"
#include "tests/domain/score/random_households.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using Catch::Matchers::WithinAbs;

namespace {

constexpr unsigned seed = 20260315;
constexpr int checks = 100'000;
constexpr int households = 20'000;

std::vector<double> scores_of(const std::vector<score_inputs>& inputs) {
  const auto answers = outputs_of(shipped_models().pair(), inputs);
  REQUIRE(answers);
  std::vector<double> scores;
  for (const auto& answer : *answers) scores.push_back(combined_score(answer));
  return scores;
}

/// Inputs before and after changes, for one batch through the models.
struct comparison {
  std::vector<score_inputs> before;
  std::vector<score_inputs> after;
};

}  // namespace

TEST_CASE("no improvement of a random household's finances lowers the models' score") {
  INFO("seed " << seed);
  household_source source(seed);
  comparison pairs;
  while (pairs.before.size() < checks) {
    const auto now = source.household();
    for (int i = 0; i < 8; ++i) {
      const auto changes = source.improvement(now);
      if (!changes) continue;
      const auto changed = apply(now, *changes);
      REQUIRE(changed);
      pairs.before.push_back(inputs_of(now));
      pairs.after.push_back(inputs_of(*changed));
    }
  }
  const auto before = scores_of(pairs.before);
  const auto after = scores_of(pairs.after);
  int raised = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (after[i] < before[i]) FAIL("check " << i << ": " << before[i] << " -> " << after[i]);
    raised += after[i] > before[i];
  }
  CHECK(raised > checks / 10);
}

TEST_CASE("no new loan raises the score of a household whose debts are known") {
  INFO("seed " << seed + 1);
  household_source source(seed + 1);
  comparison pairs;
  for (int i = 0; i < households; ++i) {
    const auto now = source.household();
    const auto changed = apply(now, source.loan());
    REQUIRE(changed);
    const auto before = inputs_of(now);
    const auto after = inputs_of(*changed);
    if (!same_knowledge(before, after)) continue;
    pairs.before.push_back(before);
    pairs.after.push_back(after);
  }
  REQUIRE(pairs.before.size() > households / 10);
  const auto before = scores_of(pairs.before);
  const auto after = scores_of(pairs.after);
  for (std::size_t i = 0; i < before.size(); ++i)
    if (after[i] > before[i]) FAIL("check " << i << ": " << before[i] << " -> " << after[i]);
}

TEST_CASE("an improvement never lowers the score as served, by models or by rules") {
  INFO("seed " << seed + 2);
  household_source source(seed + 2);
  int by_models = 0;
  int by_rules = 0;
  for (int i = 0; i < 1500; ++i) {
    const auto now = source.household();
    const auto changes = source.improvement(now);
    if (!changes) continue;
    const auto change = what_if(now, *changes, &shipped_models());
    if (!change) {
      REQUIRE(change.error() == what_if_errc::too_little_known);
      continue;
    }
    (change->before.rule_based ? by_rules : by_models)++;
    REQUIRE(change->before.rule_based == change->after.rule_based);
    REQUIRE(change->change >= 0);
    REQUIRE(change->shown_change >= 0);
    double sum = change->base_change + change->limit_change;
    for (const auto& factor : change->factors) sum += factor.points;
    REQUIRE_THAT(sum, WithinAbs(change->change, 2e-3));
  }
  CHECK(by_models > 500);
  CHECK(by_rules > 50);
}

TEST_CASE("a household that tells almost nothing cannot be asked what if") {
  const household_figures unknown;
  const auto change = what_if(unknown, {.liquid_balance = 100}, &shipped_models());
  REQUIRE(!change);
  CHECK(change.error() == what_if_errc::too_little_known);
}
