#include "domain/score/promotion_gate.hpp"

#include <catch2/catch_test_macros.hpp>

#include <cmath>

using namespace smartfin;

namespace {

gate_figures good() {
  return {.wellbeing_r2 = 0.49,
          .wellbeing_r2_third_missing = 0.41,
          .wellbeing_spearman = 0.71,
          .rules_r2 = 0.39,
          .stress_auc = 0.79,
          .stress_severe_auc = 0.81,
          .stress_brier = 0.132,
          .stress_ece = 0.02,
          .stress_slope = 1.0,
          .rules_stress_auc = 0.73,
          .score_auc = 0.77,
          .score_spearman = 0.70,
          .wellbeing_on_severe_auc = 0.77,
          .stress_on_collections_auc = 0.76,
          .largest_group_gap = 0.02,
          .bands_in_order = true,
          .order_violations = 0,
          .additivity_error = 1e-4};
}

template <class Change>
std::size_t failures_after(Change change) {
  auto figures = good();
  change(figures);
  return failed_gates(figures).size();
}

}  // namespace

TEST_CASE("a model as good as the recipe's passes every gate") {
  CHECK(failed_gates(good()).empty());
}

TEST_CASE("each gate fails by itself") {
  CHECK(failures_after([](auto& f) { f.wellbeing_r2_third_missing = 0.3; }) == 1);
  CHECK(failures_after([](auto& f) { f.rules_r2 = 0.43; }) == 1);
  CHECK(failures_after([](auto& f) { f.stress_auc = 0.76; }) == 1);
  CHECK(failures_after([](auto& f) { f.rules_stress_auc = 0.78; }) == 1);
  CHECK(failures_after([](auto& f) { f.stress_brier = 0.16; }) == 1);
  CHECK(failures_after([](auto& f) { f.stress_ece = 0.05; }) == 1);
  CHECK(failures_after([](auto& f) { f.stress_slope = 0.8; }) == 1);
  CHECK(failures_after([](auto& f) { f.stress_slope = 1.3; }) == 1);
  CHECK(failures_after([](auto& f) { f.score_auc = 0.7; }) == 1);
  CHECK(failures_after([](auto& f) { f.score_spearman = 0.6; }) == 1);
  CHECK(failures_after([](auto& f) { f.wellbeing_on_severe_auc = 0.6; }) == 1);
  CHECK(failures_after([](auto& f) { f.stress_on_collections_auc = 0.6; }) == 1);
  CHECK(failures_after([](auto& f) { f.largest_group_gap = 0.1; }) == 1);
  CHECK(failures_after([](auto& f) { f.bands_in_order = false; }) == 1);
  CHECK(failures_after([](auto& f) { f.order_violations = 1; }) == 1);
  CHECK(failures_after([](auto& f) { f.additivity_error = 0.01; }) == 1);
  CHECK(failures_after([](auto& f) { f.wellbeing_r2 = 0.40; }) == 2);  // and too near the rules
}

TEST_CASE("a figure that is not a number passes no gate") {
  CHECK(failures_after([](auto& f) { f.stress_auc = std::nan(""); }) == 2);
  CHECK(failures_after([](auto& f) { f.additivity_error = std::nan(""); }) == 1);
}

TEST_CASE("a challenger that moves people's scores needs a sign-off") {
  CHECK(failed_gates(champion_figures{.mean_change = 1, .two_band_jumps = 0.002}).empty());
  CHECK(failed_gates(champion_figures{.mean_change = 4}).size() == 1);
  CHECK(failed_gates(champion_figures{.two_band_jumps = 0.02}).size() == 1);
  CHECK(failed_gates(champion_figures{.wellbeing_r2_change = -0.05}).size() == 1);
  CHECK(failed_gates(champion_figures{.stress_auc_change = -0.05}).size() == 1);
}
