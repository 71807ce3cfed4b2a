#include "learning/metrics.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

using namespace smartfin;
using Catch::Matchers::WithinAbs;

TEST_CASE("a weight counts like so many equal rows") {
  const std::vector<double> truth = {1, 2, 2, 2, 5};
  const std::vector<double> guess = {2, 2, 2, 2, 4};
  const std::vector<double> ones(5, 1);
  const auto rows = regression_of(truth, guess, ones);
  const std::vector<double> few_truth = {1, 2, 5};
  const std::vector<double> few_guess = {2, 2, 4};
  const std::vector<double> weights = {1, 3, 1};
  const auto weighted = regression_of(few_truth, few_guess, weights);
  CHECK_THAT(weighted.r2, WithinAbs(rows.r2, 1e-12));
  CHECK_THAT(weighted.mae, WithinAbs(rows.mae, 1e-12));
  CHECK_THAT(weighted.spearman, WithinAbs(rows.spearman, 1e-12));
  CHECK_THAT(rows.mae, WithinAbs(0.4, 1e-12));
  CHECK_THAT(rows.r2, WithinAbs(1 - 2 / 9.2, 1e-12));
}

TEST_CASE("Spearman is one for any rising curve and zero against a constant") {
  const std::vector<double> x = {1, 2, 3, 4};
  const std::vector<double> curve = {1, 8, 27, 64};
  const std::vector<double> flat = {3, 3, 3, 3};
  const std::vector<double> weight = {1, 2, 1, 5};
  CHECK_THAT(spearman_of(x, curve, weight), WithinAbs(1, 1e-12));
  CHECK(spearman_of(x, flat, weight) == 0);
}

TEST_CASE("AUC counts weighted pairs won, ties half") {
  const std::vector<bool> positive = {true, false, true, false};
  const std::vector<double> score = {0.9, 0.5, 0.5, 0.1};
  const std::vector<double> weight = {1, 2, 3, 4};
  // Pairs: 0.9 wins 2 + 4; the tied positive halves 2 and wins 4, three times each.
  CHECK_THAT(auc_of(positive, score, weight), WithinAbs((6 + 3 * 5) / 24.0, 1e-12));
  CHECK(auc_of({true, true}, std::vector<double>{1, 2}, std::vector<double>{1, 1}) == 0.5);
}

TEST_CASE("a forecast that is right in every bin has no calibration error and slope one") {
  std::vector<bool> positive;
  std::vector<double> margin;
  std::vector<double> weight;
  for (int bin = 1; bin <= 9; ++bin) {
    const double p = bin / 10.0;
    for (const bool outcome : {true, false}) {
      positive.push_back(outcome);
      margin.push_back(std::log(p / (1 - p)));
      weight.push_back(outcome ? p : 1 - p);
    }
  }
  const auto found = calibration_of(positive, margin, weight);
  CHECK_THAT(found.slope, WithinAbs(1, 1e-6));
  CHECK_THAT(found.brier, WithinAbs((2 * (.09 + .16 + .21 + .24) + .25) / 9, 1e-9));
}

TEST_CASE("a forecast that is always ten points high has a calibration error of ten points") {
  std::vector<bool> positive;
  std::vector<double> margin;
  std::vector<double> weight;
  for (int i = 0; i < 1000; ++i) {
    positive.push_back(i % 10 < 4);
    margin.push_back(0);
    weight.push_back(1);
  }
  CHECK_THAT(calibration_of(positive, margin, weight).ece, WithinAbs(0.1, 1e-9));
}
