#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <numeric>

#include "domain/score/rule_score.hpp"
#include "random_households.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using Catch::Matchers::WithinAbs;
using enum score_input;

namespace {

double shown_sum(const explained_score& score) {
  double sum = score.shown_base + score.shown_limit_points;
  for (const auto& factor : score.factors) sum += factor.shown_points;
  return sum;
}

}  // namespace

TEST_CASE("the table of inputs names each once, and the models take 19 and 18 of them") {
  int wellbeing = 0;
  int stress = 0;
  for (const auto& traits : all_inputs()) {
    CHECK(input_from_name(traits.name) == traits.input);
    wellbeing += traits.wellbeing.has_value();
    stress += traits.stress.has_value();
  }
  CHECK(wellbeing == 19);
  CHECK(stress == 18);
  CHECK_FALSE(input_from_name("audit_race"));
}

TEST_CASE("the score is centred on the median household and held within 0 to 100") {
  CHECK_THAT(combined_score({54, -1.7}), WithinAbs(50, 1e-12));
  CHECK_THAT(combined_score({64, -2.7}), WithinAbs(70, 1e-12));
  CHECK(clamp_score(combined_score({95, -6})) == 100);
  CHECK(clamp_score(combined_score({14, 4})) == 0);
  CHECK_THAT(stress_probability({0, 0}), WithinAbs(0.5, 1e-12));
}

TEST_CASE("bands begin at 20, 35, 50, 65 and 80") {
  using enum score_band;
  const std::pair<int, score_band> expected[] = {{0, critical},    {19, critical}, {20, vulnerable},
                                                 {34, vulnerable}, {35, coping},   {49, coping},
                                                 {50, stable},     {64, stable},   {65, strong},
                                                 {79, strong},     {80, thriving}, {100, thriving}};
  for (const auto& [score, band] : expected) CHECK(band_of(score) == band);
}

TEST_CASE("the points of the models' terms add up to the combined score") {
  model_terms terms{.wellbeing_bias = 53, .stress_bias = -1.5};
  terms.wellbeing[0] = 2;
  terms.stress[0] = -0.25;
  terms.stress[3] = 0.5;
  const auto points = points_of(terms);
  CHECK_THAT(points.points[0], WithinAbs(4.4, 1e-12));
  CHECK_THAT(points.points[3], WithinAbs(-4, 1e-12));
  CHECK_THAT(points.total, WithinAbs(combined_score({55, -1.25}), 1e-12));
}

TEST_CASE("beyond the scale the limit is shown apart and the parts still add up") {
  score_points points{.base = 52.4};
  points.points[static_cast<std::size_t>(liquid_rel)] = 33.37;
  points.points[static_cast<std::size_t>(bills_on_time)] = 21.15;
  points.total = 52.4 + 33.37 + 21.15;
  score_inputs inputs;
  inputs[liquid_rel] = 9;
  inputs[bills_on_time] = 5;
  std::array<bool, score_input_count> used{};
  used.fill(true);
  const auto score = group_points(inputs, points, used);
  CHECK(score.score == 100);
  CHECK_THAT(score.limit_points, WithinAbs(-6.92, 1e-9));
  CHECK_THAT(shown_sum(score), WithinAbs(100, 1e-9));
  CHECK(score.factors.back().group == score_group::not_known_yet);
}

TEST_CASE("the rules read their knots and scale their mean") {
  score_inputs inputs;
  inputs[spend_vs_income] = 3;      // 100
  inputs[bills_on_time] = 4;        // 65
  inputs[essential_cushion_m] = 2;  // 50
  inputs[retirement_acct] = 1;      // 60
  inputs[investments] = 0;
  inputs[debt_service_ratio] = 0.28;  // 57.5
  inputs[card_balance_ratio] = 0.25;  // 80
  inputs[other_debt_ratio] = 0;
  inputs[auto_saving] = 1;  // 60
  inputs[health_insurance] = 0;
  const auto score = rule_score(inputs, {});
  REQUIRE(score);
  const double mean = (100 + 65 + 50 + 60 + 57.5 + 80 + 60) / 7;
  CHECK_THAT(score->unclamped, WithinAbs(6.25 + 0.695 * mean, 1e-9));
  CHECK(score->rule_based);
  CHECK(score->provisional);
  CHECK(score->model.id == "rules-1");
}

TEST_CASE("fewer than three indicators are too little for the rules") {
  score_inputs inputs;
  inputs[spend_vs_income] = 3;
  inputs[bills_on_time] = 4;
  const auto score = rule_score(inputs, {});
  REQUIRE(!score);
  CHECK(score.error() == score_errc::too_little_known);
}

TEST_CASE("high-cost credit leaves nothing of the unsecured-debt indicator") {
  score_inputs inputs;
  inputs[spend_vs_income] = 3;
  inputs[bills_on_time] = 5;
  inputs[card_balance_ratio] = 0;
  const auto without = rule_score(inputs, {});
  inputs[high_cost_credit] = 1;
  const auto with = rule_score(inputs, {});
  REQUIRE(without);
  REQUIRE(with);
  CHECK_THAT(without->unclamped - with->unclamped, WithinAbs(0.695 * 100 / 3, 1e-9));
}

TEST_CASE("rule scores of random households add up, unrounded and as shown") {
  constexpr unsigned seed = 7;
  INFO("seed " << seed);
  household_source source(seed);
  int scored = 0;
  for (int i = 0; i < 2000; ++i) {
    const auto now = source.household();
    const auto score = rule_score(inputs_of(now), context_of(now));
    if (!score) continue;
    ++scored;
    const double points =
        std::accumulate(score->factors.begin(), score->factors.end(), score->base,
                        [](double sum, const auto& factor) { return sum + factor.points; });
    REQUIRE_THAT(points, WithinAbs(score->unclamped, 1e-9));
    REQUIRE_THAT(shown_sum(*score), WithinAbs(score->score, 0.5 + 1e-9));
  }
  CHECK(scored > 1000);
}
