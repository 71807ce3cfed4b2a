#pragma once

#include <span>
#include <vector>

namespace smartfin {

/// Survey-weighted measures. All spans have one length; weights are positive.

struct regression_figures {
  double r2 = 0;
  double mae = 0;
  double spearman = 0;
};
regression_figures regression_of(std::span<const double> truth, std::span<const double> predicted,
                                 std::span<const double> weight);

/// Pearson's correlation of weighted mid-ranks: ties share their mean rank. 0 when one is constant.
double spearman_of(std::span<const double> a, std::span<const double> b,
                   std::span<const double> weight);

/// The chance that a positive ranks above a negative, ties half. 0.5 when a class is empty.
double auc_of(const std::vector<bool>& positive, std::span<const double> ranked_by,
              std::span<const double> weight);

struct probability_figures {
  double brier = 0;
  double ece = 0;  // ten bins of equal weight, by predicted probability
  double slope =
      0;  // of a logistic regression of the outcome on the predicted log-odds; 1 is right
};
probability_figures calibration_of(const std::vector<bool>& positive,
                                   std::span<const double> margin, std::span<const double> weight);

}  // namespace smartfin
